import { mutantsOf } from './mutant.ts'

/** How a follower's log comes to equal the leader's. */
export const replicationFollowerMutants = mutantsOf('replication', [
  {
    name: 'follower-hw-is-log-end',
    file: 'follower/apply-push.js',
    find: 'const highWatermark = Offset(Math.min(push.highWatermark, log.logEndOffset));',
    replace: 'const highWatermark = log.logEndOffset;',
    breaks: 'A follower takes all that it has for committed.',
    violates: ['P12', 'P13']
  },
  {
    name: 'damaged-replica-begins-anew-uncounted',
    file: 'damaged-replicas.js',
    find: 'damaged?.withdrawnIn === undefined || leaderEpoch < damaged.withdrawnIn',
    replace: 'damaged === undefined',
    breaks: 'A damaged log is set aside while its replica still counts as in sync or eligible.',
    bug: 'B22',
    violates: ['P3', 'P6', 'P7'],
    outside: {
      suite: 'packages/replication/test/damage.test.ts',
      why: 'The controller nearly always answers before another broker leads.'
    }
  },
  {
    name: 'lost-log-begins-anew-uncounted',
    file: 'role-keeper.js',
    find: 'logs.open(identity, settings.logConfig, { isNew })',
    replace: 'logs.open(identity, settings.logConfig, { isNew: true })',
    breaks:
      'A log that may be in an offline log dir begins anew while its replica still counts as in sync or eligible.',
    violates: ['P3', 'P6', 'P7'],
    outside: {
      suite: 'packages/replication/test/log-dirs.test.ts',
      why: 'A broker that starts hardly ever counts as in sync: it takes the loss of the others at the same time.'
    }
  },
  {
    name: 'divergence-ignores-end',
    file: 'core/divergence.js',
    find: 'known.epoch === follower.lastEpoch && known.endOffset >= follower.logEndOffset',
    replace: 'known.epoch === follower.lastEpoch',
    breaks: 'A follower whose last epoch ended earlier on the leader counts as equal.',
    bug: 'B14',
    violates: ['P10', 'P11']
  },
  {
    name: 'divergence-ignores-epoch',
    file: 'core/divergence.js',
    find: 'known.epoch === follower.lastEpoch && known.endOffset >= follower.logEndOffset',
    replace: 'known.endOffset >= follower.logEndOffset',
    breaks: 'A follower with records of an epoch that the leader never saw counts as equal.',
    bug: 'B14',
    violates: ['P10', 'P11'],
    outside: {
      suite: 'packages/replication/test/chaos.test.ts',
      why: 'It takes two changes of leader between which one appends a little and another keeps a longer tail (KIP-279).'
    }
  },
  {
    name: 'divergence-by-length-only',
    file: 'core/divergence.js',
    find: 'if (follower.lastEpoch < 0) {',
    replace: 'if (follower.lastEpoch < 0 || follower.logEndOffset <= logEndOffset) {',
    breaks: 'A log that is no longer than the leader’s counts as equal to it.',
    bug: 'B14',
    violates: ['P10', 'P11']
  },
  {
    name: 'truncation-to-high-watermark',
    file: 'core/divergence.js',
    find: 'const shared = known === undefined ? own.logStartOffset : Math.min(known.endOffset, endOffset);',
    replace: 'const shared = known === undefined ? own.logStartOffset : own.highWatermark;',
    breaks: 'A follower cuts its log at its own high watermark.',
    bug: 'B14',
    violates: ['P3', 'P11']
  },
  {
    name: 'truncation-one-short',
    file: 'core/divergence.js',
    find: 'const offset = Offset(Math.min(shared, own.logEndOffset));',
    replace: 'const offset = Offset(Math.min(shared + 1, own.logEndOffset));',
    breaks: 'A follower cuts its log one record too late.',
    violates: ['P10', 'P11']
  },
  {
    name: 'truncation-skipped',
    file: 'role-keeper.js',
    find: "kind === 'reset' ? log.resetTo(offset) : log.truncateTo(offset)",
    replace: "kind === 'reset' ? log.resetTo(offset) : Promise.resolve()",
    breaks: 'A follower that differs from the leader does not cut its log, and asks again for ever.',
    bug: 'B13',
    violates: ['L1', 'P11']
  },
  {
    name: 'follower-resets-instead-of-cutting',
    file: 'core/divergence.js',
    find: "return { kind: 'truncate', offset };",
    replace: "return { kind: 'reset', offset: leader.logStartOffset };",
    breaks: 'A follower in sync throws its whole log away where the tail is to be cut.',
    violates: ['P3', 'P11']
  }
])
