import type { Scheduler } from '@gregor/base'

/** What can be flushed: resolves when all that was appended before the call is, and never rejects. */
export interface Flushable {
  flush(): Promise<void>
}

/**
 * Group commit of one log dir. A log that was appended to waits its turn; what is appended while it waits, or while it
 * is being flushed, goes together in one write and one sync. The busier the disk, the larger the groups.
 */
export class FlushScheduler {
  readonly #scheduler: Scheduler
  readonly #concurrencyMax: number
  readonly #waiting = new Set<Flushable>()
  readonly #running = new Set<Flushable>()
  #deferred = false

  constructor(options: { readonly scheduler: Scheduler; readonly concurrencyMax: number }) {
    this.#scheduler = options.scheduler
    this.#concurrencyMax = options.concurrencyMax
  }

  /** Asks for a flush, after the appends of this turn of the event loop. */
  enqueue(log: Flushable): void {
    this.#waiting.add(log)
    if (this.#deferred) return
    this.#deferred = true
    this.#scheduler.defer(() => {
      this.#deferred = false
      this.#startWaiting()
    })
  }

  #startWaiting(): void {
    for (const log of this.#waiting) {
      if (this.#running.size >= this.#concurrencyMax) return
      if (this.#running.has(log)) continue
      this.#waiting.delete(log)
      this.#running.add(log)
      void this.#run(log)
    }
  }

  async #run(log: Flushable): Promise<void> {
    await log.flush()
    this.#running.delete(log)
    this.#startWaiting()
  }
}
