import { Violation, type WorkloadShape } from '../../types.ts'
import { Commits } from '../groups/commits.ts'

/** What a member knows to be its own, as its coordinator told it. */
export interface Holder {
  readonly name: string
  /** Names of partitions, `topic-index`; what it has said to have given up is not among them. */
  readonly owned: ReadonlySet<string>
  /** When it last heard of something new to own. */
  readonly ownedSinceMs?: number
  /** Until when the coordinator on that node may neither let its session end nor put it out. */
  readonly lease: { readonly nodeId: number; readonly untilMs: number }
}

/** What the members of one consumer group (KIP-848) did and were told. Throws a Violation when it cannot all be true. */
export class ConsumerGroupHistory {
  readonly groupId: string
  readonly topics: readonly string[]
  /** Names of all partitions, `topic-index`. */
  readonly partitions: readonly string[]
  readonly holders = new Set<Holder>()
  readonly #commits = new Map<string, Commits>()
  /** By member epoch: who has which partition. */
  readonly #owners = new Map<number, Map<string, string>>()
  highestEpoch = 0
  staleReads = 0

  constructor(groupId: string, { topics }: WorkloadShape) {
    this.groupId = groupId
    this.topics = topics.map(({ name }) => name)
    this.partitions = topics.flatMap(({ name, partitions }) =>
      Array.from({ length: partitions }, (_, index) => `${name}-${index}`)
    )
    for (const name of this.partitions) this.#commits.set(name, new Commits(`group ${groupId}, ${name}`))
  }

  commits(partition: string): Commits {
    return this.#commits.get(partition)!
  }

  /** C1: who joins gets an epoch no older than any that was given out before it asked; a new member begins a newer one. */
  joined(who: string, options: { readonly epoch: number; readonly before: number; readonly isNew: boolean }): void {
    const { epoch, before, isNew } = options
    if (epoch > before || (epoch === before && !isNew)) return this.hasEpoch(epoch)
    throw this.violation('C1', `${who} joins in epoch ${epoch}, after epoch ${before} had been given out`)
  }

  hasEpoch(epoch: number): void {
    this.highestEpoch = Math.max(this.highestEpoch, epoch)
  }

  /**
   * C2: in one epoch a partition is of one member (`owner`: its instance id if it has one, under which others take over from it);
   * and nobody gets what another member has that cannot have been put out yet.
   */
  assigned(
    holder: Holder,
    options: {
      readonly owner: string
      readonly epoch: number
      readonly partitions: readonly string[]
      readonly nodeId: number
      readonly nowMs: number
      /** When the member asked: what others got since is newer than the answer, which may come late. */
      readonly sentMs?: number
    }
  ): void {
    const { owner, epoch, partitions, nodeId, nowMs, sentMs = nowMs } = options
    let owners = this.#owners.get(epoch)
    if (owners === undefined) this.#owners.set(epoch, (owners = new Map()))
    for (const partition of partitions) {
      const other = owners.get(partition)
      if (other !== undefined && other !== owner) {
        throw this.violation('C2', `${partition} is of ${other} and of ${owner} in epoch ${epoch}`)
      }
      owners.set(partition, owner)
      for (const { name, owned, lease, ownedSinceMs = 0 } of this.holders) {
        if (name === holder.name || !owned.has(partition)) continue
        if (lease.nodeId !== nodeId || lease.untilMs <= nowMs || ownedSinceMs > sentMs) continue
        throw this.violation('C2', `${partition} is given to ${holder.name} in epoch ${epoch}, while ${name} has it`)
      }
    }
  }

  violation(invariant: string, message: string): Violation {
    return new Violation(invariant, `group ${this.groupId}: ${message}`)
  }
}
