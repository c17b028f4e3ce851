import { BrokerEpoch, invariant, type BrokerId, type LeaderEpoch, type Offset, type PartitionEpoch } from '@gregor/base'
import type { IsrChangeOutcome, IsrMember } from '@gregor/controller'
import { FollowerProgress } from './follower-progress.ts'
import { IsrState, type IsrProposal } from './isr-state.ts'

/** The controller's word that makes, or keeps, this broker the leader. */
export interface Leadership {
  readonly leaderEpoch: LeaderEpoch
  readonly partitionEpoch: PartitionEpoch
  readonly replicas: readonly BrokerId[]
  readonly isr: readonly BrokerId[]
}

/** Where the log stands, and when. */
export interface Moment {
  readonly logEndOffset: Offset
  readonly nowMs: number
}

/** What a leader asks about other brokers. */
export interface BrokerDirectory {
  /** Epoch of the registration in the metadata; undefined when there is none. */
  epochOf(broker: BrokerId): BrokerEpoch | undefined
  /** Registered, not fenced, and not about to shut down: may (re)enter an ISR. */
  isActive(broker: BrokerId): boolean
}

/**
 * A partition as its leader sees it, in one leader epoch: who is in sync, how far each follower is, and from that the
 * high watermark.
 */
export class LeaderState {
  readonly kind = 'leader'
  readonly #self: BrokerId
  readonly #followers = new Map<BrokerId, FollowerProgress>()
  #replicas: readonly BrokerId[]
  /** The members of the maximal ISR, without this broker: those that hold the high watermark. */
  #gating: FollowerProgress[] = []
  readonly isr: IsrState
  readonly leaderEpoch: LeaderEpoch
  /**
   * End of the log when the leadership began. Everything that was ever acknowledged is below it; so it is only known
   * what is committed, and a follower has only all of it, from here on. (P12, KIP-207)
   */
  readonly epochStartOffset: Offset

  constructor(self: BrokerId, leadership: Leadership, moment: Moment) {
    this.#self = self
    this.leaderEpoch = leadership.leaderEpoch
    this.epochStartOffset = moment.logEndOffset
    this.#replicas = leadership.replicas
    this.isr = new IsrState(leadership, moment.nowMs)
    this.#trackFollowers(moment)
  }

  get replicas(): readonly BrokerId[] {
    return this.#replicas
  }

  follower(broker: BrokerId): FollowerProgress | undefined {
    return this.#followers.get(broker)
  }

  /** The controller changed the replicas or the ISR within this epoch; older news is ignored. */
  applyMetadata(leadership: Leadership, moment: Moment): boolean {
    invariant(leadership.leaderEpoch === this.leaderEpoch, 'metadata of the led epoch', { ...leadership })
    if (!this.isr.applyMetadata(leadership, moment.nowMs)) return false
    this.#replicas = leadership.replicas
    this.#trackFollowers(moment)
    return true
  }

  /** Whether what this leader calls committed is all that is: until then it does not know the latest offset. (P12, B20) */
  knowsCommitted(highWatermark: Offset): boolean {
    return highWatermark >= this.epochStartOffset
  }

  beforeAppend(moment: Moment): void {
    for (const follower of this.#followers.values()) follower.beforeAppend(moment.logEndOffset, moment.nowMs)
  }

  /**
   * Up to where every member of the maximal ISR, this broker included, has flushed; undefined when the high watermark
   * must stand still: too few are in sync (KIP-966: the eligible leaders that left rely on it), or one has not told yet.
   */
  committedEnd(ownFlushedOffset: Offset, minInsyncReplicas: number): Offset | undefined {
    if (this.isUnderMinIsr(minInsyncReplicas)) return undefined
    let end = ownFlushedOffset
    for (const follower of this.#gating) if (follower.flushedOffset < end) end = follower.flushedOffset
    return end < 0 ? undefined : end
  }

  /** Fewer in sync than min.insync.replicas, of which there cannot be more than there are replicas. */
  isUnderMinIsr(minInsyncReplicas: number): boolean {
    return this.isr.current.length < Math.min(minInsyncReplicas, this.#replicas.length)
  }

  /**
   * Fewer members of the ISR than min.insync.replicas are connected, or were until `graceMs` ago. The controller may not
   * have taken the others out, or may itself be gone: a write with acks=all could only time out.
   */
  isOutOfReach(minInsyncReplicas: number, nowMs: number, graceMs: number): boolean {
    let reached = 0
    for (const broker of this.isr.current) {
      const follower = this.#followers.get(broker)
      if (follower === undefined || follower.attached || nowMs - follower.detachedMs <= graceMs) reached++
    }
    return reached < Math.min(minInsyncReplicas, this.#replicas.length)
  }

  /**
   * Whether every in-sync follower is connected. When one is not, the controller may have fenced this leader, and made that
   * one the next: what this leader does not know need not be unknown.
   */
  get isInTouch(): boolean {
    return this.isr.current.every((broker) => this.#followers.get(broker)?.attached ?? true)
  }

  isAtMinIsr(minInsyncReplicas: number): boolean {
    return this.isr.current.length === Math.min(minInsyncReplicas, this.#replicas.length)
  }

  isUnderReplicated(): boolean {
    return this.isr.current.length < this.#replicas.length
  }

  /** Whether time alone may take a member out of the ISR. */
  hasLaggards(logEndOffset: Offset): boolean {
    return this.#gating.some((follower) => follower.flushedOffset < logEndOffset)
  }

  /** Takes those out of the ISR that have not caught up for too long. */
  proposeShrink(
    moment: Moment,
    lagTimeMaxMs: number,
    brokers: BrokerDirectory,
    self: IsrMember
  ): IsrProposal | undefined {
    if (this.isr.proposal !== undefined) return undefined
    const staying = this.isr.current.filter(
      (broker) =>
        broker === this.#self ||
        this.#followers.get(broker)?.isCaughtUp(moment.logEndOffset, moment.nowMs, lagTimeMaxMs) === true
    )
    if (staying.length === this.isr.current.length) return undefined
    return this.#propose('shrink', staying, this.#membersOf(staying, brokers, self))
  }

  /** Takes those into the ISR that have everything that is, or may be, committed, as the incarnations that the metadata knows. */
  proposeExpand(highWatermark: Offset, brokers: BrokerDirectory, self: IsrMember): IsrProposal | undefined {
    if (this.isr.proposal !== undefined || !this.isUnderReplicated()) return undefined
    const joining = this.#replicas.filter((broker) => this.#mayJoin(broker, highWatermark, brokers))
    if (joining.length === 0) return undefined
    const wanted = [...this.isr.current, ...joining]
    return this.#propose('expand', wanted, this.#membersOf(wanted, brokers, self))
  }

  /** The cheap part of `proposeExpand`, for each acknowledgement. */
  mayWantToJoin(broker: BrokerId): boolean {
    return this.isr.proposal === undefined && !this.isr.current.includes(broker)
  }

  /** The controller's answer to the proposal under way. */
  applyOutcome(outcome: IsrChangeOutcome, moment: Moment): ReturnType<IsrState['applyOutcome']> {
    const result = this.isr.applyOutcome(outcome, this.leaderEpoch, moment.nowMs)
    this.#gate()
    return result
  }

  #mayJoin(broker: BrokerId, highWatermark: Offset, brokers: BrokerDirectory): boolean {
    if (broker === this.#self || this.isr.current.includes(broker)) return false
    const follower = this.#followers.get(broker)
    if (follower === undefined || !follower.attached) return false
    return (
      follower.flushedOffset >= Math.max(highWatermark, this.epochStartOffset) &&
      brokers.isActive(broker) &&
      brokers.epochOf(broker) === follower.brokerEpoch
    )
  }

  /** Names brokers as the incarnations that were heard of here, else as those in the metadata. (KIP-903, B21) */
  #membersOf(wanted: readonly BrokerId[], brokers: BrokerDirectory, self: IsrMember): readonly IsrMember[] {
    return wanted.map((brokerId) => {
      if (brokerId === this.#self) return self
      const heard = this.#followers.get(brokerId)
      const brokerEpoch = heard !== undefined && heard.brokerEpoch >= 0 ? heard.brokerEpoch : brokers.epochOf(brokerId)
      return { brokerId, brokerEpoch: brokerEpoch ?? BrokerEpoch(-1) }
    })
  }

  #propose(kind: IsrProposal['kind'], isr: readonly BrokerId[], members: readonly IsrMember[]): IsrProposal {
    const proposal = this.isr.propose({ kind, isr, members })
    this.#gate()
    return proposal
  }

  #trackFollowers({ logEndOffset, nowMs }: Moment): void {
    for (const broker of this.#followers.keys()) if (!this.#replicas.includes(broker)) this.#followers.delete(broker)
    for (const broker of this.#replicas) {
      if (broker === this.#self || this.#followers.has(broker)) continue
      // A member of the ISR has its time to report; the others have to catch up first.
      const caughtUpMs = this.isr.current.includes(broker) ? nowMs : Number.NEGATIVE_INFINITY
      this.#followers.set(broker, new FollowerProgress({ caughtUpMs, logEndOffset, nowMs }))
    }
    this.#gate()
  }

  #gate(): void {
    this.#gating = []
    for (const broker of this.isr.maximal) {
      if (broker === this.#self) continue
      const follower = this.#followers.get(broker)
      invariant(follower !== undefined, 'a member of the ISR is a replica', { broker, replicas: this.#replicas })
      this.#gating.push(follower)
    }
  }
}
