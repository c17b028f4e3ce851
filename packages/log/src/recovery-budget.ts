/** A log of which a start after a crash would check so many bytes, and which can be asked to make them fewer. */
export interface Markable {
  readonly unmarkedBytes: number
  /** Asks for a recovery mark at the end of the log, some time soon. */
  requestMark(): void
}

/**
 * Bounds what a start after a crash must check of all logs together: many logs that each stay below the bytes between
 * two recovery marks would else be read whole. When the bound is passed, the log with most to check gets a mark.
 */
export class RecoveryBudget {
  readonly #bytesMax: number
  readonly #bytes = new Map<Markable, number>()
  #total = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** Bytes that a start after a crash would check now, but for those whose mark was asked for. */
  get totalBytes(): number {
    return this.#total
  }

  /** The log was opened, or flushed. */
  note(log: Markable): void {
    this.#set(log, log.unmarkedBytes)
    while (this.#total > this.#bytesMax) {
      const largest = this.#largest()
      this.#set(largest, 0)
      largest.requestMark()
    }
  }

  /** The log was closed or deleted. */
  forget(log: Markable): void {
    this.#set(log, 0)
  }

  #set(log: Markable, bytes: number): void {
    this.#total += bytes - (this.#bytes.get(log) ?? 0)
    if (bytes > 0) this.#bytes.set(log, bytes)
    else this.#bytes.delete(log)
  }

  #largest(): Markable {
    let [largest, most] = this.#bytes.entries().next().value!
    for (const [log, bytes] of this.#bytes) if (bytes > most) [largest, most] = [log, bytes]
    return largest
  }
}
