import { LeaderEpoch, NO_EPOCH } from '@gregor/base'
import type { PartitionLog } from '@gregor/log'
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
      lastEpoch: latestEpoch(log),
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

/**
 * The latest epoch that the log knows of, were it only of a leadership of this broker that appended nothing: the leader
 * then tells where to cut, and with the cut the log forgets it. (B13, B14, KIP-279)
 */
function latestEpoch(log: PartitionLog): LeaderEpoch {
  return log.endOffsetForEpoch(EVERY_EPOCH)?.epoch ?? NO_EPOCH
}

const EVERY_EPOCH = LeaderEpoch(2 ** 31 - 1)
