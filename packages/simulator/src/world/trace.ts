import { createHash, type Hash } from 'node:crypto'

/** Lines kept for the reader of a failure. */
const linesKept = 200
const linesPerHash = 2_048

/** Everything that happened, as a hash: two runs of one seed must agree on it. */
export class Trace {
  readonly #hash: Hash = createHash('sha256')
  readonly #onLine: ((line: string) => void) | undefined
  readonly #times = new Float64Array(linesPerHash)
  #count = 0
  #pending = ''
  #last: string[] = []

  constructor(onLine?: (line: string) => void) {
    this.#onLine = onLine
  }

  add(atMs: number, who: string, what: string): void {
    this.#times[this.#count++] = atMs
    this.#pending += `${who} ${what}\n`
    if (this.#count === linesPerHash) this.#flush()
    if (who === 'note') {
      this.#last.push(`${atMs.toFixed(3)} ${what}`)
      if (this.#last.length > 2 * linesKept) this.#last = this.#last.slice(-linesKept)
    }
    this.#onLine?.(`${atMs} ${who} ${what}\n`)
  }

  /** What was noted last: faults, boots, outcomes. */
  get notes(): readonly string[] {
    return this.#last.slice(-linesKept)
  }

  /** Ends the trace. */
  digest(): string {
    this.#flush()
    return this.#hash.digest('hex').slice(0, 16)
  }

  #flush(): void {
    this.#hash.update(this.#times.subarray(0, this.#count)).update(this.#pending)
    this.#count = 0
    this.#pending = ''
  }
}
