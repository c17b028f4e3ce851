import { mutantsOf } from './mutant.ts'

/** What producers and consumers are told. */
export const replicationRequestMutants = mutantsOf('replication', [
  {
    name: 'append-acks-by-leader-alone',
    file: 'requests/append.js',
    find: 'const queue = acks === -1 ? replica.committed : replica.flushed;',
    replace: 'const queue = replica.flushed;',
    breaks: 'acks=all is answered when the leader alone has the records.',
    violates: ['P3', 'P4']
  },
  {
    name: 'append-acks-repeat-at-once',
    file: 'requests/append.js',
    find: 'if (acks === 0 || kept >= end)',
    replace: 'if (acks === 0 || batch.duplicate || kept >= end)',
    breaks: 'A batch that was sent again is acknowledged although the first is not committed.',
    bug: 'B26',
    violates: ['P3', 'P4'],
    outside: {
      suite: 'packages/replication/test/produce.test.ts',
      why: 'It takes a batch that is sent again over a new connection and lost by the leader before it is committed.'
    }
  },
  {
    name: 'append-acks-after-timeout',
    file: 'requests/append.js',
    find: 'expired: () => this.#expired(acks, replica, leader, end)',
    replace: 'expired: () => appendedOutcome(batch, log)',
    breaks: 'What did not get committed in time is acknowledged.',
    violates: ['P3', 'P4']
  },
  {
    name: 'append-acks-after-leadership',
    file: 'requests/append.js',
    find: 'lost: () => this.#lost(replica)',
    replace: 'lost: () => appendedOutcome(batch, log)',
    breaks: 'A leader that was replaced acknowledges what waits.',
    violates: ['P3', 'P14']
  },
  {
    name: 'append-acks-one-early',
    file: 'core/offset-waits.js',
    find: 'this.#items[this.#head].offset <= position',
    replace: 'this.#items[this.#head].offset <= position + 1',
    breaks: 'A batch is acknowledged when all but its last record is committed.',
    violates: ['P3', 'P4']
  },
  {
    name: 'append-answers-offset-zero',
    file: 'requests/append.js',
    find: 'baseOffset: batch.baseOffset,',
    replace: 'baseOffset: batch.duplicate ? 0 : batch.baseOffset,',
    breaks: 'The answer to a batch that was sent again says offset 0.',
    bug: 'B29',
    violates: ['T1', 'P3']
  },
  {
    name: 'fetch-beyond-high-watermark',
    file: 'requests/fetch-entry.js',
    find: 'return readCommitted ? log.lastStableOffset : log.highWatermark;',
    replace: 'return log.logEndOffset;',
    breaks: 'Consumers read what is not committed.',
    violates: ['P13']
  },
  {
    name: 'scan-before-committed-is-known',
    file: 'requests/scan.js',
    find: 'await untilCommittedIsKnown(led);',
    replace: '',
    breaks: 'A coordinator loads before its leader knows what is committed, and forgets the rest.',
    bug: 'B20',
    violates: ['C3', 'C1']
  }
])
