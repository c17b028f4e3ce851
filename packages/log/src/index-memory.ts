import type { IndexFile } from './index-file.ts'

/** Keeps the memory of loaded indexes within bounds: the one used longest ago gives its memory back first. */
export class IndexMemory {
  readonly #bytesMax: number
  /** Memory at the last use, in order of use. */
  readonly #used = new Map<IndexFile, number>()
  #bytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  get memoryBytes(): number {
    return this.#bytes
  }

  /** Notes a use of an index, and that its size may have changed. */
  touch(index: IndexFile): void {
    this.forget(index)
    this.#used.set(index, index.memoryBytes)
    this.#bytes += index.memoryBytes
    for (const [oldest, bytes] of this.#used) {
      if (this.#bytes <= this.#bytesMax || oldest === index) return
      oldest.unload()
      this.#used.delete(oldest)
      this.#bytes -= bytes
    }
  }

  /** The segment of the index is gone. */
  forget(index: IndexFile): void {
    this.#bytes -= this.#used.get(index) ?? 0
    this.#used.delete(index)
  }
}
