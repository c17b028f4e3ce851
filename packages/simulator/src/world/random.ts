import type { Random } from '@gregor/base'

/** A generator with a seed (mulberry32), with the draws that faults and clients need. */
export class SeededRandom implements Random {
  #state: number

  constructor(seed: number) {
    // Neighbouring seeds start far apart.
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
    this.#next()
  }

  int(below: number): number {
    return this.#next() % below
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count)
    for (let index = 0; index < count; index++) bytes[index] = this.#next() & 0xff
    return bytes
  }

  /** Of 0 … 1, without the 1. */
  fraction(): number {
    return this.#next() / 2 ** 32
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  between(least: number, most: number): number {
    return least + this.fraction() * (most - least)
  }

  /** Mostly near `least`, rarely near `most`: how long disks and networks take. */
  skewed(least: number, most: number): number {
    return least + (most - least) * this.fraction() ** 4
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.int(items.length)]
  }

  /** A generator of its own for one purpose, so that a draw more here changes nothing there. */
  fork(): SeededRandom {
    return new SeededRandom(this.#next())
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
