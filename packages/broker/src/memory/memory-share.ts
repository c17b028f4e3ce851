/** One who waits for room. */
interface Waiter {
  readonly bytes: number
  readonly granted: () => void
}

/**
 * A part of the broker's memory that connections share, counted in bytes. Who finds no room stands in line; the first in
 * the line is served first, and nobody who comes later overtakes it, so that a large wish is not starved by small ones.
 *
 * Once somebody waits, room is given again when no more than `bytesResume` are used, so that sockets do not pause and flow by
 * turns. A wish that is larger than the whole share is granted when nothing else is used.
 */
export class MemoryShare {
  readonly bytesMax: number
  readonly #bytesResume: number
  readonly #waiters = new Set<Waiter>()
  #used = 0
  #waits = 0
  #granting = false

  constructor(options: { readonly bytesMax: number; readonly bytesResume?: number }) {
    this.bytesMax = options.bytesMax
    this.#bytesResume = options.bytesResume ?? options.bytesMax
  }

  get usedBytes(): number {
    return this.#used
  }

  get freeBytes(): number {
    return Math.max(0, this.bytesMax - this.#used)
  }

  /** Who waits now. */
  get waiting(): number {
    return this.#waiters.size
  }

  /** How often somebody had to wait, since the start. */
  get waitCount(): number {
    return this.#waits
  }

  /** Counts bytes that are there already, whether there is room or not. */
  take(bytes: number): void {
    this.#used += bytes
  }

  /** Takes the bytes if nobody waits and there is room; false = not taken. */
  tryTake(bytes: number): boolean {
    if (this.#waiters.size > 0 || !this.#fits(bytes, this.bytesMax)) return false
    this.#used += bytes
    return true
  }

  /** Takes the bytes when there is room, and calls `granted` then; never from within this call. Returns how to give up. */
  waitFor(bytes: number, granted: () => void): () => void {
    const waiter = { bytes, granted }
    this.#waiters.add(waiter)
    this.#waits++
    return () => {
      // Who comes after it may have waited for this one only.
      if (this.#waiters.delete(waiter)) this.#grant()
    }
  }

  /** Bytes that were taken are free again. */
  release(bytes: number): void {
    this.#used -= bytes
    if (bytes > 0) this.#grant()
  }

  #fits(bytes: number, limit: number): boolean {
    return this.#used + bytes <= limit || this.#used === 0
  }

  /** A grant may release at once what it got: the loop that is under way goes on with that. */
  #grant(): void {
    if (this.#granting) return
    this.#granting = true
    for (const waiter of this.#waiters) {
      if (!this.#fits(waiter.bytes, this.#bytesResume)) break
      this.#waiters.delete(waiter)
      this.#used += waiter.bytes
      waiter.granted()
    }
    this.#granting = false
  }
}
