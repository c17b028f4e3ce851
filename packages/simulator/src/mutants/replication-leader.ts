import { mutantsOf } from './mutant.ts'

/** What a leader takes for committed, and whom it takes for in sync. */
export const replicationLeaderMutants = mutantsOf('replication', [
  {
    name: 'leader-hw-off-by-one',
    file: 'core/leader-state.js',
    find: 'end = follower.flushedOffset;',
    replace: 'end = Math.min(ownFlushedOffset, follower.flushedOffset + 1);',
    breaks: 'The high watermark is one past what the slowest member has.',
    violates: ['P3', 'P5']
  },
  {
    name: 'leader-hw-ignores-proposed',
    file: 'core/isr-state.js',
    find: 'return more.length === 0 ? this.#current : [...this.#current, ...more];',
    replace: 'return this.#current;',
    breaks: 'The high watermark does not wait for a member that is about to join.',
    violates: ['P5', 'P6']
  },
  {
    name: 'leader-hw-skips-disconnected',
    file: 'core/leader-state.js',
    find: 'if (follower.flushedOffset < end)',
    replace: 'if (follower.attached && follower.flushedOffset < end)',
    breaks: 'A leader leaves out who is not connected, before the controller has taken it out.',
    violates: ['P3', 'P5', 'P6']
  },
  {
    name: 'leader-hw-of-fastest',
    file: 'core/leader-state.js',
    find: 'if (follower.flushedOffset < end)',
    replace: 'if (this.#gating.length === 1 && follower.flushedOffset < end)',
    breaks: 'With two followers in sync the high watermark waits for neither.',
    violates: ['P3', 'P5']
  },
  {
    name: 'leader-counts-unflushed',
    file: 'commit-keeper.js',
    find: 'leader.committedEnd(replica.keptOffset, ',
    replace: 'leader.committedEnd(replica.openLog.logEndOffset, ',
    breaks: 'The high watermark moves when the leader has appended, not when it has flushed.',
    bug: 'B19',
    violates: ['P3', 'P5']
  },
  {
    name: 'replica-keeps-before-flush',
    file: 'replica.js',
    find: 'this.settings.flushBeforeAck ? this.openLog.flushedOffset : this.openLog.logEndOffset',
    replace: 'this.openLog.logEndOffset',
    breaks: 'What is appended counts as kept, on leaders and followers, though the topic asks for a flush.',
    bug: 'B19',
    violates: ['P3', 'P5']
  },
  {
    name: 'leader-ignores-min-isr',
    file: 'core/leader-state.js',
    find: 'if (this.isUnderMinIsr(minInsyncReplicas))\n            return undefined;',
    replace: '',
    breaks: 'The high watermark moves with fewer in sync than min.insync.replicas.',
    violates: ['P4', 'P5']
  },
  {
    name: 'leader-min-isr-off-by-one',
    file: 'core/leader-state.js',
    find: 'return this.isr.current.length < Math.min(minInsyncReplicas, this.#replicas.length);',
    replace: 'return this.isr.current.length + 1 < Math.min(minInsyncReplicas, this.#replicas.length);',
    breaks: 'One in-sync replica fewer than min.insync.replicas is enough.',
    violates: ['P4', 'P5']
  },
  {
    name: 'leader-joins-below-epoch-start',
    file: 'core/leader-state.js',
    find: 'follower.flushedOffset >= Math.max(highWatermark, this.epochStartOffset)',
    replace: 'follower.flushedOffset >= highWatermark',
    breaks: 'A follower joins with less than the leader had when it began, and so with less than may be committed.',
    bug: 'B20',
    violates: ['P3', 'P7']
  },
  {
    name: 'leader-joins-laggards',
    file: 'core/leader-state.js',
    find: 'return (follower.flushedOffset >= Math.max(highWatermark, this.epochStartOffset) &&',
    replace: 'return (follower.flushedOffset >= 0 &&',
    breaks: 'A follower joins the in-sync replicas without having caught up.',
    violates: ['P3', 'P7']
  },
  {
    name: 'leader-knows-committed-at-once',
    file: 'core/leader-state.js',
    find: 'return highWatermark >= this.epochStartOffset;',
    replace: 'return highWatermark >= 0;',
    breaks: 'A new leader takes its old high watermark for the end of what is committed.',
    bug: 'B20',
    violates: ['P12', 'C3']
  },
  {
    name: 'leader-remembers-former-follower',
    file: 'core/follower-progress.js',
    find: 'this.flushedOffset = UNKNOWN_OFFSET;\n        this.acknowledge(',
    replace: 'this.acknowledge(',
    breaks: 'What a follower confirmed counts although it comes back with less.',
    bug: 'B6',
    violates: ['P3', 'P5'],
    outside: {
      suite: 'packages/replication/test/core/leader-state.test.ts',
      why: 'Only a follower that lost its disk within one leadership comes back with less.'
    }
  },
  {
    name: 'leader-resumes-old-leadership',
    file: 'context.js',
    find: 'return epoch >= 0 && brokers.epochOf(self.brokerId) === epoch;',
    replace: 'return brokers.epochOf(self.brokerId) !== undefined;',
    breaks: 'A process that has just started leads by the metadata of the one before.',
    bug: 'B1',
    violates: ['P1', 'P14']
  },
  {
    name: 'leader-waits-survive-leadership',
    file: 'role-keeper.js',
    find: 'replica.committed.loseAll();',
    replace: '',
    breaks: 'Who waits for a high watermark is answered by a later leadership.',
    violates: ['P3', 'P14'],
    outside: {
      suite: 'packages/replication/test/chaos.test.ts',
      why: 'It takes a leadership that comes back before the requests of the one before time out.'
    }
  }
])
