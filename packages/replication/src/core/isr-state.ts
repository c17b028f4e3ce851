import { invariant, PartitionEpoch, type BrokerId, type LeaderEpoch } from '@gregor/base'
import type { IsrChangeOutcome, IsrMember } from '@gregor/controller'

/** An ISR change that the leader asked for. */
export interface IsrProposal {
  readonly kind: 'shrink' | 'expand'
  readonly isr: readonly BrokerId[]
  readonly members: readonly IsrMember[]
  /** The state that it would change: the controller refuses it for any other. */
  readonly basePartitionEpoch: PartitionEpoch
}

/** 'applied': the ISR is the new one. 'refused': it is the old one. 'undecided': the metadata will tell. 'stale': told already. */
export type IsrResult = 'applied' | 'refused' | 'undecided' | 'stale'

interface IsrNews {
  readonly isr: readonly BrokerId[]
  readonly replicas: readonly BrokerId[]
  readonly partitionEpoch: PartitionEpoch
}

/**
 * The in-sync replicas of one partition, as decided and as asked for. At most one proposal is under way.
 * Invariant (P6): the controller's ISR is within `maximal`. A proposal leaves it only by a decision: an outcome, or
 * metadata with a newer partition epoch; an error that leaves open whether it was applied does not end it.
 */
export class IsrState {
  #current: readonly BrokerId[]
  #partitionEpoch: PartitionEpoch
  #proposal: IsrProposal | undefined
  readonly #outSinceMs = new Map<BrokerId, number>()

  constructor(news: IsrNews, nowMs: number) {
    this.#current = news.isr
    this.#partitionEpoch = news.partitionEpoch
    this.#noteAbsence(news.replicas, nowMs)
  }

  /** As the controller decided. */
  get current(): readonly BrokerId[] {
    return this.#current
  }

  get partitionEpoch(): PartitionEpoch {
    return this.#partitionEpoch
  }

  get proposal(): IsrProposal | undefined {
    return this.#proposal
  }

  /** Everyone who is, or may be by now, in the ISR. */
  get maximal(): readonly BrokerId[] {
    const proposed = this.#proposal?.isr ?? []
    const more = proposed.filter((broker) => !this.#current.includes(broker))
    return more.length === 0 ? this.#current : [...this.#current, ...more]
  }

  /** Monotonic time since when each replica has been outside the ISR, as far as this leader saw. */
  get outSinceMs(): ReadonlyMap<BrokerId, number> {
    return this.#outSinceMs
  }

  propose(wish: Omit<IsrProposal, 'basePartitionEpoch'>): IsrProposal {
    invariant(this.#proposal === undefined, 'one ISR proposal at a time', { wish, under: this.#proposal })
    this.#proposal = { ...wish, basePartitionEpoch: this.#partitionEpoch }
    return this.#proposal
  }

  /** Returns whether it was news. */
  applyMetadata(news: IsrNews, nowMs: number): boolean {
    if (news.partitionEpoch <= this.#partitionEpoch) return false
    this.#settle(news, nowMs)
    return true
  }

  applyOutcome(outcome: IsrChangeOutcome, leaderEpoch: LeaderEpoch, nowMs: number): IsrResult {
    const proposal = this.#proposal
    if (proposal === undefined) return 'stale'
    // Another leadership begins with metadata only, never here.
    if (outcome.leaderEpoch > leaderEpoch) return 'undecided'
    if (outcome.errorCode === 0) {
      if (outcome.partitionEpoch < this.#partitionEpoch) return 'stale'
      this.#settle({ isr: outcome.isr, replicas: this.#everyone(), partitionEpoch: outcome.partitionEpoch }, nowMs)
      return 'applied'
    }
    // The state that the controller refused it for is not the one that we know: ours is old, or that controller.
    if (outcome.partitionEpoch !== this.#partitionEpoch) return 'undecided'
    this.#proposal = undefined
    return 'refused'
  }

  #everyone(): readonly BrokerId[] {
    return [...new Set([...this.#current, ...this.#outSinceMs.keys()])]
  }

  #settle(news: IsrNews, nowMs: number): void {
    this.#current = news.isr
    this.#partitionEpoch = PartitionEpoch(news.partitionEpoch)
    this.#proposal = undefined
    this.#noteAbsence(news.replicas, nowMs)
  }

  #noteAbsence(replicas: readonly BrokerId[], nowMs: number): void {
    for (const broker of replicas) {
      if (this.#current.includes(broker)) this.#outSinceMs.delete(broker)
      else if (!this.#outSinceMs.has(broker)) this.#outSinceMs.set(broker, nowMs)
    }
    for (const broker of this.#outSinceMs.keys()) if (!replicas.includes(broker)) this.#outSinceMs.delete(broker)
  }
}
