import { LogDirOfflineError, type LogManager } from '@gregor/log'
import { NO_BROKER, type LeaderEpoch, type Timer } from '@gregor/base'
import type { IsrChange, IsrChangeOutcome } from '@gregor/controller'
import { ErrorCode, errorInfo } from '@gregor/protocol'
import type { ReplicationContext } from './context.ts'
import type { IsrAuthority } from './ports.ts'
import type { Replica } from './replica.ts'

export interface DamagedReplicasPorts {
  readonly context: ReplicationContext
  readonly authority: IsrAuthority
  readonly logs: LogManager
  /** The controller counted the replica out. */
  readonly onWithdrawn: (replica: Replica) => void
}

/** A replica whose log is damaged (a CorruptLogError) or out of reach (a LogDirOfflineError). */
interface Damaged {
  readonly damage: Error
  /** The leader epoch that began when the controller counted the replica out; undefined = it has not yet. */
  withdrawnIn: LeaderEpoch | undefined
  attempts: number
  /** Whether a question to the controller is under way. */
  asking: boolean
  timer: Timer | undefined
}

/** Pause before a question that was refused is asked again: doubled up to this. */
const retryMsMax = 10_000

/**
 * Replicas of this broker whose logs are damaged, or are or may be in a log dir that is offline. Each is withdrawn: the
 * controller counts it out, and the answer begins a new leader epoch. Only then, and only while another broker leads, its
 * log is set aside (or left behind where it is), so that the replica begins anew, empty, as a follower. Where nobody else
 * may lead, the controller refuses, and nothing is thrown away.
 * Invariant: what is set aside belonged to a replica that could not be elected, except uncleanly.
 */
export class DamagedReplicas {
  readonly #ports: DamagedReplicasPorts
  readonly #damaged = new Map<Replica, Damaged>()
  #closed = false

  constructor(ports: DamagedReplicasPorts) {
    this.#ports = ports
  }

  /** Why the replica must not be used; undefined = nothing is known against it. */
  damageOf(replica: Replica): Error | undefined {
    return this.#damaged.get(replica)?.damage
  }

  /** Damage was found in the log of a replica, or the log is out of reach: the replica is offline now. */
  add(replica: Replica, damage: Error): void {
    if (this.#closed || this.#damaged.has(replica)) return
    const damaged = { damage, withdrawnIn: undefined, attempts: 0, asking: false, timer: undefined }
    this.#damaged.set(replica, damaged)
    this.#withdraw(replica, damaged)
  }

  /** Whether the replica may begin anew: it was counted out, and another broker leads in an epoch that knows of it. */
  mayBeginAnew(replica: Replica): boolean {
    const damaged = this.#damaged.get(replica)
    const { leader, leaderEpoch } = replica.news
    if (damaged?.withdrawnIn === undefined || leaderEpoch < damaged.withdrawnIn) return false
    return leader !== NO_BROKER && leader !== replica.self && this.#ports.logs.usable
  }

  /** The metadata has news of a replica that cannot begin anew yet: it may be counted in again, by an unclean election. */
  lookAgain(replica: Replica): void {
    const damaged = this.#damaged.get(replica)
    if (damaged === undefined || (damaged.withdrawnIn !== undefined && replica.news.leader !== replica.self)) return
    damaged.withdrawnIn = undefined
    this.#withdraw(replica, damaged)
  }

  /** Sets the log aside; the replica has none then. It stays damaged when that fails. */
  async setAside(replica: Replica): Promise<void> {
    const { context, logs } = this.#ports
    const { leader, leaderEpoch } = replica.news
    const damage = this.damageOf(replica)
    // Nobody counts on it since it was counted out.
    replica.isNew = true
    if (damage instanceof LogDirOfflineError) {
      this.forget(replica)
      const fields = { partition: replica.name, leader, leaderEpoch, dir: damage.dir }
      const sentence =
        'The log of a replica is out of reach; its records are copied from the leader into another log dir'
      return context.logger.warn(fields, sentence)
    }
    const folder = await logs.setAsideDamaged(replica.topicId, replica.partition)
    this.forget(replica)
    context.logger.warn(
      { partition: replica.name, leader, leaderEpoch, folder },
      'The damaged log of a replica was set aside, and its records are copied from the leader; remove that folder when nobody wants to look at it any more'
    )
  }

  forget(replica: Replica): void {
    this.#damaged.get(replica)?.timer?.cancel()
    this.#damaged.delete(replica)
  }

  close(): void {
    this.#closed = true
    for (const replica of this.#damaged.keys()) this.forget(replica)
  }

  #withdraw(replica: Replica, damaged: Damaged): void {
    if (damaged.asking) return
    damaged.asking = true
    damaged.timer?.cancel()
    const { topicId, partition, news } = replica
    const { leaderEpoch, partitionEpoch } = news
    const change: IsrChange = { topicId, partition, leaderEpoch, partitionEpoch, isr: [], withdraw: true }
    this.#ports.authority.alterPartition([change]).then(
      ([outcome]) => this.#answered(replica, damaged, outcome),
      (error: unknown) => this.#retry(replica, damaged, { error })
    )
  }

  #answered(replica: Replica, damaged: Damaged, outcome: IsrChangeOutcome | undefined): void {
    if (outcome?.errorCode !== ErrorCode.NONE) {
      const { name } = errorInfo(outcome?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR)
      return this.#retry(replica, damaged, { error: name, code: outcome?.errorCode })
    }
    damaged.asking = false
    damaged.attempts = 0
    damaged.withdrawnIn = outcome.leaderEpoch
    const { leaderEpoch, leader, isr } = outcome
    const fields = { partition: replica.name, leader, leaderEpoch, isr }
    this.#ports.context.logger.info(fields, 'A damaged replica does not count any more')
    if (!this.#closed && this.#damaged.get(replica) === damaged) this.#ports.onWithdrawn(replica)
  }

  #retry(
    replica: Replica,
    damaged: Damaged,
    { error, code }: { readonly error: unknown; readonly code?: number | undefined }
  ): void {
    damaged.asking = false
    if (this.#closed || this.#damaged.get(replica) !== damaged) return
    const { context } = this.#ports
    const fields = { partition: replica.name, error }
    if (code === ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE) {
      const advice =
        'A replica cannot be used, and no other replica may lead its partition: nothing is thrown away, and the partition stays offline until another replica is back or the folder was restored'
      if (damaged.attempts === 0) context.logger.error({ ...fields, reason: damaged.damage.message }, advice)
    } else context.logger.info(fields, 'The controller has not counted out a damaged replica yet; asking again soon')
    const pauseMs = Math.min(retryMsMax, context.config.isrRetryMs * 2 ** Math.min(damaged.attempts++, 10))
    damaged.timer = context.scheduler.after(pauseMs, () => this.#withdraw(replica, damaged))
  }
}
