import { Violation } from '../../types.ts'

/** One attempt to commit an offset of one partition. */
export interface CommitAttempt {
  readonly offset: number
  readonly generation: number
  /** The coordinator that was asked. */
  readonly nodeId: number
  /** Unknown until it is answered; for good when it never is. */
  fate: 'unknown' | 'acknowledged' | 'refused'
}

/** What a reader of the committed offset knew when it asked: the commits that count. */
export interface AskedCommit {
  readonly nodeId: number
  readonly anywhere: CommitAttempt | undefined
  /** Of those that the node itself had acknowledged. */
  readonly there: CommitAttempt | undefined
}

/**
 * All commits of one group for one partition, each with an offset of its own. The order of generations, and within one
 * the order of sending, is the order in which they take effect; but an attempt that nobody answered may take effect later,
 * as long as its generation lasts.
 */
export class Commits {
  readonly #name: string
  readonly #attempts: CommitAttempt[] = []
  #last: CommitAttempt | undefined
  readonly #lastByNode = new Map<number, CommitAttempt>()

  constructor(name: string) {
    this.#name = name
  }

  /** To be called as the request leaves. */
  attempt(generation: number, nodeId: number): CommitAttempt {
    const attempt: CommitAttempt = { offset: this.#attempts.length + 1, generation, nodeId, fate: 'unknown' }
    this.#attempts.push(attempt)
    return attempt
  }

  acknowledged(attempt: CommitAttempt, nodeId = attempt.nodeId): void {
    attempt.fate = 'acknowledged'
    if (this.#last === undefined || isAfter(attempt, this.#last)) this.#last = attempt
    const there = this.#lastByNode.get(nodeId)
    if (there === undefined || isAfter(attempt, there)) this.#lastByNode.set(nodeId, attempt)
  }

  ask(nodeId: number): AskedCommit {
    return { nodeId, anywhere: this.#last, there: this.#lastByNode.get(nodeId) }
  }

  /**
   * The coordinator said that `offset` is committed (-1: none). A coordinator that has been replaced and was not told yet
   * may answer from the past, though not from before what it acknowledged itself. Tells whether it did so. What has been
   * read once counts as if it had been acknowledged: nobody may see a commit that can still be lost.
   */
  read(asked: AskedCommit, offset: number): 'current' | 'stale' {
    if (!this.#mayBe(offset, asked.there)) throw this.#regress(offset, asked.there)
    if (!this.#mayBe(offset, asked.anywhere)) return 'stale'
    const attempt = this.#attempts[offset - 1]
    // One that came late, over a newer one, may do so only while nobody knows that it did.
    if (attempt !== undefined && !this.#isBeforeLast(attempt)) this.acknowledged(attempt, asked.nodeId)
    return 'current'
  }

  /** The offset as it is read when everything is healed. */
  readFinally(offset: number): void {
    if (!this.#mayBe(offset, this.#last)) throw this.#regress(offset, this.#last)
  }

  #isBeforeLast(attempt: CommitAttempt): boolean {
    return this.#last !== undefined && isAfter(this.#last, attempt)
  }

  #mayBe(offset: number, last: CommitAttempt | undefined): boolean {
    if (last === undefined && offset === -1) return true
    const attempt = this.#attempts[offset - 1]
    if (attempt === undefined || attempt.fate === 'refused') return false
    if (last === undefined || attempt === last || isAfter(attempt, last)) return true
    return attempt.fate === 'unknown' && attempt.generation >= last.generation
  }

  #regress(offset: number, last: CommitAttempt | undefined): Violation {
    const attempt = this.#attempts[offset - 1]
    const what = attempt === undefined ? `offset ${offset}, which nobody committed,` : describe(attempt)
    const known = last === undefined ? 'nothing was committed' : `${describe(last)} counts`
    return new Violation('C3', `${this.#name}: ${what} is read, though ${known}`)
  }
}

const describe = ({ offset, generation, nodeId, fate }: CommitAttempt): string =>
  `offset ${offset} (generation ${generation}, ${fate} at node ${nodeId})`

function isAfter(one: CommitAttempt, other: CommitAttempt): boolean {
  return one.generation === other.generation ? one.offset > other.offset : one.generation > other.generation
}
