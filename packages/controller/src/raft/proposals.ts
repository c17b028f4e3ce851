/** What became of a proposal. 'unknown': leadership was lost first; it may be committed by the next leader, or never. */
export type ProposalOutcome = 'committed' | 'unknown'

interface Waiting {
  readonly index: number
  readonly term: number
  readonly resolve: (outcome: ProposalOutcome) => void
}

/** Proposals of this leadership that are not committed yet, in order of their index. */
export class Proposals {
  #waiting: Waiting[] = []

  /** Resolves when the entry at `index` of `term` is applied, or leadership is lost. */
  wait(index: number, term: number): Promise<ProposalOutcome> {
    return new Promise((resolve) => this.#waiting.push({ index, term, resolve }))
  }

  /** The entry at `index` was applied; it is of `term`. */
  applied(index: number, term: number): void {
    while (this.#waiting.length > 0 && this.#waiting[0]!.index <= index) {
      const waiting = this.#waiting.shift()!
      // A term's leader has its entries in place of all others, so an entry of the same term is the very one.
      waiting.resolve(waiting.term === term ? 'committed' : 'unknown')
    }
  }

  abandon(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const { resolve } of waiting) resolve('unknown')
  }
}
