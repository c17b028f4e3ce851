/** Of the memory for buffers, so much is used before garbage among them is looked for. */
const FULL = 3 / 4

/** Of the memory for buffers, so much is taken anew before it is looked for again: when all of it is in use there is no garbage. */
const GROWTH = 1 / 8

/**
 * Decides when garbage is to be collected for the sake of buffers. The collector goes by the heap of objects and by what was
 * in use at its last run; it lets requests that are long answered lie until there is several times as much as that.
 */
export class CollectionPacer {
  readonly #bytesMax: number
  #bytesAfter = 0

  /** `bytesMax`: what buffers may take, in use or not. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** Whether to collect now that buffers take so many bytes. */
  isDue(bytes: number): boolean {
    // The collector may have run by itself.
    this.#bytesAfter = Math.min(this.#bytesAfter, bytes)
    return bytes > this.#bytesMax * FULL && bytes - this.#bytesAfter > this.#bytesMax * GROWTH
  }

  /** Collected; so many bytes were left. */
  collected(bytes: number): void {
    this.#bytesAfter = bytes
  }
}
