import { invariant, type Timer } from '@gregor/base'
import type { IsrChange, IsrChangeOutcome, IsrMember } from '@gregor/controller'
import { ErrorCode, errorInfo } from '@gregor/protocol'
import type { ReplicationContext } from './context.ts'
import type { IsrProposal } from './core/isr-state.ts'
import type { LeaderState, Moment } from './core/leader-state.ts'
import { DeferredTask } from './deferred-task.ts'
import type { IsrAuthority } from './ports.ts'
import type { Replica } from './replica.ts'

/** A proposal on its way to the controller. */
interface Outstanding {
  readonly replica: Replica
  readonly leader: LeaderState
  readonly proposal: IsrProposal
  /** An earlier attempt went unanswered: it may arrive yet. */
  unanswered: boolean
}

/** Changes in one call to the controller. */
const CHANGES_PER_CALL_MAX = 2000

export interface IsrKeeperPorts {
  readonly context: ReplicationContext
  readonly authority: IsrAuthority
  /** The ISR of a led partition is another one now: the high watermark may move. */
  readonly onIsrChanged: (replica: Replica) => void
}

/**
 * Keeps the ISRs of all led partitions: finds laggards with one timer, takes in those that have caught up, and asks the
 * controller for all changes of a moment in one call, one call at a time.
 */
export class IsrKeeper {
  readonly #ports: IsrKeeperPorts
  /** Led partitions with members of the ISR that are behind. */
  readonly #watched = new Set<Replica>()
  /** To be asked for with the next call. */
  readonly #queue = new Map<Replica, Outstanding>()
  /** To be asked again after a pause. */
  #again: Outstanding[] = []
  /** To be looked at again after a pause. */
  readonly #retry = new Set<Replica>()
  readonly #send: DeferredTask
  #watchTimer: Timer | undefined
  #retryTimer: Timer | undefined
  #calling = false
  #closed = false

  constructor(ports: IsrKeeperPorts) {
    this.#ports = ports
    this.#send = new DeferredTask(ports.context.scheduler, () => this.#call())
  }

  /** A led partition has followers that are behind now: should that last, they leave the ISR. */
  watch(replica: Replica): void {
    if (this.#closed || this.#watched.has(replica)) return
    this.#watched.add(replica)
    this.#watchTimer ??= this.#after(this.#ports.context.config.replicaLagTimeMaxMs / 2, () => this.#checkWatched())
  }

  /** A follower outside the ISR has moved, or its broker is back. */
  maybeExpand(replica: Replica): void {
    const { leader } = replica
    if (leader === undefined || this.#closed) return
    const { context } = this.#ports
    const proposal = leader.proposeExpand(replica.openLog.highWatermark, context.brokers, this.#self())
    if (proposal !== undefined) this.#ask(replica, leader, proposal)
  }

  /** The replica is not led here any more. */
  forget(replica: Replica): void {
    this.#watched.delete(replica)
    this.#queue.delete(replica)
    this.#retry.delete(replica)
  }

  close(): void {
    this.#closed = true
    this.#watchTimer?.cancel()
    this.#retryTimer?.cancel()
    this.#queue.clear()
  }

  #checkWatched(): void {
    this.#watchTimer = undefined
    for (const replica of this.#watched) {
      this.#maybeShrink(replica)
      if (replica.leader?.hasLaggards(replica.openLog.logEndOffset) !== true) this.#watched.delete(replica)
    }
    if (this.#watched.size === 0) return
    this.#watchTimer = this.#after(this.#ports.context.config.replicaLagTimeMaxMs / 2, () => this.#checkWatched())
  }

  #maybeShrink(replica: Replica): void {
    const { leader } = replica
    if (leader === undefined) return
    const { config, brokers } = this.#ports.context
    const proposal = leader.proposeShrink(this.#moment(replica), config.replicaLagTimeMaxMs, brokers, this.#self())
    if (proposal !== undefined) this.#ask(replica, leader, proposal)
  }

  #ask(replica: Replica, leader: LeaderState, proposal: IsrProposal): void {
    const { logger } = this.#ports.context
    logger.debug({ partition: replica.name, from: leader.isr.current, to: proposal.isr }, 'Asking for another ISR')
    this.#queue.set(replica, { replica, leader, proposal, unanswered: false })
    this.#send.ask()
  }

  #call(): void {
    if (this.#calling || this.#closed || this.#queue.size === 0) return
    const batch: Outstanding[] = []
    for (const [replica, outstanding] of this.#queue) {
      if (batch.length === CHANGES_PER_CALL_MAX) break
      if (isCurrent(outstanding)) batch.push(outstanding)
      this.#queue.delete(replica)
    }
    if (batch.length === 0) return
    this.#calling = true
    this.#ports.authority.alterPartition(batch.map(toChange)).then(
      (outcomes) => this.#answered(batch, outcomes),
      (error: unknown) => this.#unanswered(batch, error)
    )
  }

  #answered(batch: readonly Outstanding[], outcomes: readonly IsrChangeOutcome[]): void {
    this.#calling = false
    invariant(outcomes.length === batch.length, 'an outcome for each ISR change', {
      asked: batch.length,
      got: outcomes.length
    })
    for (const [index, outstanding] of batch.entries()) this.#apply(outstanding, outcomes[index]!)
    this.#call()
  }

  /** The changes may have been made: the proposals stand until the controller, or the metadata, decides. */
  #unanswered(batch: readonly Outstanding[], error: unknown): void {
    this.#calling = false
    const { logger, meters } = this.#ports.context
    meters.failedIsrUpdates.inc(batch.length)
    logger.warn({ partitions: batch.length, error }, 'The controller did not answer ISR changes; asking again soon')
    for (const outstanding of batch) {
      outstanding.unanswered = true
      this.#askAgain(outstanding)
    }
    this.#call()
  }

  #apply(outstanding: Outstanding, outcome: IsrChangeOutcome): void {
    if (!isCurrent(outstanding) || this.#closed) return
    const { replica, leader, proposal } = outstanding
    const { logger, meters } = this.#ports.context
    if (outcome.errorCode !== ErrorCode.NONE) {
      meters.failedIsrUpdates.inc()
      const fields = { partition: replica.name, wanted: proposal.isr, error: errorInfo(outcome.errorCode).name }
      logger.info(fields, 'The controller did not change the ISR')
      // One refusal more makes sure that no earlier attempt is still under way.
      if (outstanding.unanswered) {
        outstanding.unanswered = false
        return this.#askAgain(outstanding)
      }
    }
    const before = leader.isr.current
    switch (leader.applyOutcome(outcome, this.#moment(replica))) {
      case 'applied':
        ;(proposal.kind === 'shrink' ? meters.isrShrinks : meters.isrExpands).inc()
        logger.info({ partition: replica.name, from: before, to: leader.isr.current }, 'ISR changed')
        this.#ports.onIsrChanged(replica)
        // Another may have become ready while the change was under way.
        return this.maybeExpand(replica)
      case 'refused':
        // The high watermark need not wait for who was not let in.
        this.#ports.onIsrChanged(replica)
        return this.#lookAgain(replica)
      case 'undecided':
        return this.#askAgain(outstanding)
      case 'stale':
    }
  }

  /** The same question after a pause: it is conditional, so asking twice does no harm. */
  #askAgain(outstanding: Outstanding): void {
    this.#again.push(outstanding)
    this.#armRetry()
  }

  /** A new question after a pause, from how things are then. */
  #lookAgain(replica: Replica): void {
    this.#retry.add(replica)
    this.#armRetry()
  }

  #armRetry(): void {
    this.#retryTimer ??= this.#after(this.#ports.context.config.isrRetryMs, () => {
      this.#retryTimer = undefined
      // What was decided meanwhile must not take the place of a newer question that waits for its call.
      for (const outstanding of this.#again) {
        if (isCurrent(outstanding)) this.#queue.set(outstanding.replica, outstanding)
      }
      this.#again = []
      const replicas = [...this.#retry]
      this.#retry.clear()
      for (const replica of replicas) {
        this.#maybeShrink(replica)
        this.maybeExpand(replica)
      }
      this.#call()
    })
  }

  #moment(replica: Replica): Moment {
    return { logEndOffset: replica.openLog.logEndOffset, nowMs: this.#ports.context.clock.monotonicMs() }
  }

  #self(): IsrMember {
    const { self } = this.#ports.context
    return { brokerId: self.brokerId, brokerEpoch: self.brokerEpoch() }
  }

  #after(delayMs: number, task: () => void): Timer | undefined {
    return this.#closed ? undefined : this.#ports.context.scheduler.after(delayMs, task)
  }
}

/** Whether the proposal still stands: neither the leadership nor the ISR has moved on. */
function isCurrent({ replica, leader, proposal }: Outstanding): boolean {
  return replica.leader === leader && leader.isr.proposal === proposal
}

function toChange({ replica, leader, proposal }: Outstanding): IsrChange {
  return {
    topicId: replica.topicId,
    partition: replica.partition,
    leaderEpoch: leader.leaderEpoch,
    partitionEpoch: proposal.basePartitionEpoch,
    isr: proposal.members
  }
}
