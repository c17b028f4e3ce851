/** Lets so many pieces of asynchronous work run at once; the others wait in order. */
export class Gate {
  readonly #atOnceMax: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(atOnceMax: number) {
    this.#atOnceMax = atOnceMax
  }

  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#running >= this.#atOnceMax) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running++
    try {
      return await work()
    } finally {
      // The place passes on to who waits longest.
      const next = this.#waiting.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }
}
