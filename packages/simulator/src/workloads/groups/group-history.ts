import { Violation, type WorkloadShape } from '../../types.ts'
import { Commits, type CommitAttempt } from './commits.ts'

/** What the members of one group did and were told. Throws a Violation when it cannot all be true. */
export class GroupHistory {
  readonly groupId: string
  /** Names of all partitions, `topic-index`. */
  readonly partitions: readonly string[]
  readonly #commits = new Map<string, Commits>()
  /** Leaders of stored generations. */
  readonly #leaders = new Map<number, string>()
  readonly #owners = new Map<number, Map<string, string>>()
  #highest = -1
  staleReads = 0

  constructor(groupId: string, { topics }: WorkloadShape) {
    this.groupId = groupId
    this.partitions = topics.flatMap(({ name, partitions }) =>
      Array.from({ length: partitions }, (_, index) => `${name}-${index}`)
    )
    for (const name of this.partitions) this.#commits.set(name, new Commits(`group ${groupId}, ${name}`))
  }

  commits(partition: string): Commits {
    return this.#commits.get(partition)!
  }

  /** The highest generation whose assignment is known to be stored. */
  get highestGeneration(): number {
    return this.#highest
  }

  /**
   * C1: the leader's first and only SyncGroup of a generation succeeded, so the assignment was stored after `before` had
   * been; generations that were stored before must be lower.
   */
  stored(generation: number, options: { readonly leader: string; readonly before: number }): void {
    const { leader, before } = options
    const known = this.#leaders.get(generation)
    if (known !== undefined && known !== leader) {
      throw this.#violation('C1', `generation ${generation} is of leader ${known} and of ${leader}`)
    }
    if (generation <= before) throw this.#violation('C1', `generation ${generation} is stored after ${before}`)
    this.#leaders.set(generation, leader)
    this.#highest = Math.max(this.#highest, generation)
  }

  /** C2: in one generation no partition is of two members. */
  assigned(generation: number, memberId: string, partitions: readonly string[]): void {
    let owners = this.#owners.get(generation)
    if (owners === undefined) this.#owners.set(generation, (owners = new Map()))
    for (const partition of partitions) {
      const owner = owners.get(partition)
      if (owner !== undefined && owner !== memberId) {
        const message = `${partition} is of ${owner} and of ${memberId} in generation ${generation}`
        throw this.#violation('C2', message)
      }
      owners.set(partition, memberId)
    }
  }

  /** C3: a commit of a generation that had been replaced before it was sent is refused. */
  committed(partition: string, attempt: CommitAttempt, before: number): void {
    if (attempt.generation < before) {
      const message = `a commit of ${partition} in generation ${attempt.generation} is acknowledged after generation ${before}`
      throw this.#violation('C3', message)
    }
    this.commits(partition).acknowledged(attempt)
  }

  #violation(invariant: string, message: string): Violation {
    return new Violation(invariant, `group ${this.groupId}: ${message}`)
  }
}
