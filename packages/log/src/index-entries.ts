import { invariant } from '@gregor/base'

const FIRST_CAPACITY = 8
/** Of all indexes without entries: a log that is at rest has six of them. */
const NOTHING = Buffer.alloc(0)

/**
 * Entries of an index in memory: fixed-size, ascending by their first field, in one buffer that grows by doubling.
 */
export class IndexEntries {
  readonly entryBytes: number
  #bytes: Buffer
  #count: number

  constructor(entryBytes: number, bytes?: Buffer) {
    this.entryBytes = entryBytes
    this.#bytes = bytes ?? NOTHING
    this.#count = Math.floor(this.#bytes.length / entryBytes)
  }

  get count(): number {
    return this.#count
  }

  /** The entries as they are in a file. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#count * this.entryBytes)
  }

  /** Memory held. */
  get capacityBytes(): number {
    return this.#bytes.length
  }

  /** Adds an entry at the end, which `fill` writes. */
  push(fill: (buffer: Buffer, at: number) => void): void {
    this.#makeRoom(1)
    fill(this.#bytes, this.#count * this.entryBytes)
    this.#count++
  }

  /** Adds all of `other` at the end. */
  append(other: IndexEntries): void {
    invariant(other.entryBytes === this.entryBytes, 'entries of one kind')
    this.#makeRoom(other.count)
    other.bytes.copy(this.#bytes, this.#count * this.entryBytes)
    this.#count += other.count
  }

  /** Keeps the first `count`. */
  truncate(count: number): void {
    this.#count = Math.min(this.#count, count)
  }

  /** Number of entries before the first for which `isBeyond`; the entries are ordered so that it is true from there on. */
  countUntil(isBeyond: (buffer: Buffer, at: number) => boolean): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBeyond(this.#bytes, middle * this.entryBytes)) high = middle
      else low = middle + 1
    }
    return low
  }

  /** Where entry `index` lies; -1 counts from the end. */
  at(index: number): { readonly buffer: Buffer; readonly at: number } | undefined {
    const wanted = index < 0 ? this.#count + index : index
    if (wanted < 0 || wanted >= this.#count) return undefined
    return { buffer: this.#bytes, at: wanted * this.entryBytes }
  }

  #makeRoom(count: number): void {
    const needed = (this.#count + count) * this.entryBytes
    if (needed <= this.#bytes.length) return
    const grown = Buffer.alloc(Math.max(needed, this.#bytes.length * 2, FIRST_CAPACITY * this.entryBytes))
    this.#bytes.copy(grown, 0, 0, this.#count * this.entryBytes)
    this.#bytes = grown
  }
}
