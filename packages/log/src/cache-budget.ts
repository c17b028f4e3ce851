import type { TailCache } from './tail-cache.ts'

/** Shares the memory for recent batches among all logs: the log that appended longest ago gives up its batches first. */
export class CacheBudget {
  readonly #bytesMax: number
  readonly #bytesMaxPerLog: number
  /** Memory of each log's cache as last accounted, in order of the last append that took memory. */
  readonly #caches = new Map<TailCache, number>()
  #bytes = 0

  constructor(options: { readonly bytesMax: number; readonly bytesMaxPerLog: number }) {
    this.#bytesMax = options.bytesMax
    this.#bytesMaxPerLog = options.bytesMaxPerLog
  }

  get memoryBytes(): number {
    return this.#bytes
  }

  /** Accounts for what a cache holds now, and evicts here and elsewhere what is too much and already in files. */
  account(cache: TailCache): void {
    if (cache.memoryBytes > this.#bytesMaxPerLog) cache.evict(this.#bytesMaxPerLog)
    const before = this.#caches.get(cache) ?? 0
    if (cache.memoryBytes === before) return
    this.#caches.delete(cache)
    if (cache.memoryBytes > 0) this.#caches.set(cache, cache.memoryBytes)
    this.#bytes += cache.memoryBytes - before
    if (this.#bytes > this.#bytesMax) this.#evictOldest()
  }

  #evictOldest(): void {
    for (const [cache, bytes] of this.#caches) {
      cache.evict(0)
      this.#bytes += cache.memoryBytes - bytes
      if (cache.memoryBytes > 0) this.#caches.set(cache, cache.memoryBytes)
      else this.#caches.delete(cache)
      if (this.#bytes <= this.#bytesMax) return
    }
  }
}
