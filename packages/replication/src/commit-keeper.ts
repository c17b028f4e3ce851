import type { BrokerId } from '@gregor/base'
import type { PartitionLog } from '@gregor/log'
import type { ReplicationContext } from './context.ts'
import type { IsrKeeper } from './isr-keeper.ts'
import type { Replica } from './replica.ts'

/** Moves the high watermarks of led partitions, and tells those who wait for them. */
export class CommitKeeper {
  readonly #context: ReplicationContext
  readonly #isr: IsrKeeper

  constructor(context: ReplicationContext, isr: IsrKeeper) {
    this.#context = context
    this.#isr = isr
  }

  /** Records were appended as leader. */
  appended(replica: Replica): void {
    for (const session of replica.sessions.values()) session.wake()
    if (replica.leader !== undefined && replica.leader.replicas.length > 1) this.#isr.watch(replica)
    if (!replica.settings.flushBeforeAck) this.kept(replica)
  }

  /** More of the leader's own log counts as kept. */
  kept(replica: Replica): void {
    replica.flushed.advance(replica.keptOffset)
    this.advance(replica)
  }

  /** A follower moved. */
  progressed(replica: Replica, follower: BrokerId): void {
    this.advance(replica)
    if (replica.leader?.mayWantToJoin(follower) === true) this.#isr.maybeExpand(replica)
  }

  /** Moves the high watermark as far as it may go. */
  advance(replica: Replica): void {
    const { leader } = replica
    if (leader === undefined) return
    const log = replica.openLog
    const end = leader.committedEnd(replica.keptOffset, replica.settings.minInsyncReplicas)
    if (end === undefined || end <= log.highWatermark) return
    const knew = leader.knowsCommitted(log.highWatermark)
    log.setHighWatermark(end)
    if (!knew && leader.knowsCommitted(end)) this.#logKnows(replica, log)
    replica.committed.advance(end)
    for (const fetch of replica.fetches) fetch.moved(replica)
    for (const session of replica.sessions.values()) session.wakeForHighWatermark()
  }

  #logKnows(replica: Replica, log: PartitionLog): void {
    const fields = { partition: replica.name, leaderEpoch: replica.state.leaderEpoch, highWatermark: log.highWatermark }
    this.#context.logger.debug(fields, 'Leader knows what is committed')
  }
}
