import type { LeaderEpoch } from '@gregor/base'
import type { AcknowledgeInput, FollowPartitionInput } from '@gregor/rpc'
import type { Replica } from '../replica.ts'

/**
 * One partition that this broker follows on one stream.
 * 'wanted': to be asked for. 'following': the leader knows where our log ends. 'repairing': the log is being truncated.
 * 'failed': to be asked for again after a pause.
 */
export class Following {
  readonly handle: number
  readonly replica: Replica
  readonly leaderEpoch: LeaderEpoch
  phase: 'wanted' | 'following' | 'repairing' | 'failed' = 'wanted'
  /** Counts the times that it was asked for: what the leader says to an earlier time is void. */
  session = 0

  constructor(handle: number, replica: Replica, leaderEpoch: LeaderEpoch) {
    this.handle = handle
    this.replica = replica
    this.leaderEpoch = leaderEpoch
  }

  /** What the leader has to know to find out whether our logs agree. */
  ask(): FollowPartitionInput {
    const log = this.replica.openLog
    this.phase = 'following'
    this.session++
    return {
      handle: this.handle,
      session: this.session,
      topicId: this.replica.topicId,
      partition: this.replica.partition,
      leaderEpoch: this.leaderEpoch,
      logEndOffset: log.logEndOffset,
      lastEpoch: log.lastEpoch,
      logStartOffset: log.logStartOffset,
      flushedOffset: this.replica.keptOffset
    }
  }

  acknowledgement(): AcknowledgeInput {
    const { openLog, keptOffset } = this.replica
    return {
      handle: this.handle,
      session: this.session,
      flushedOffset: keptOffset,
      logStartOffset: openLog.logStartOffset
    }
  }
}
