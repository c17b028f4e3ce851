import type { Scheduler, Timer } from '@gregor/base'
import type { Journal } from './journal/journal.ts'

/** What can be flushed: resolves when all that was appended before the call is, and never rejects. */
export interface Flushable {
  /** Whether it could be flushed by way of the journal now. */
  readonly isJournalable: boolean
  flush(journal?: Journal): Promise<void>
}

export interface FlushSchedulerOptions {
  readonly scheduler: Scheduler
  /** Logs that are written and synced at the same time. */
  readonly concurrencyMax: number
  /** Logs wait so long for others to go with, unless `isUrgent`. Default: to the end of this turn of the event loop. */
  readonly delay?: { readonly ms: number; readonly isUrgent: () => boolean }
  /** Takes over when so many logs wait or are being flushed. */
  readonly journal?: { readonly journal: Journal; readonly logsMin: number }
}

/**
 * Group commit of one log dir. A log that was appended to waits its turn; what is appended while it waits, or while it
 * is being flushed, goes together. A few logs are written and synced each for itself; of many, all that waits goes into
 * the journal with one sync. The busier the disk, the larger the groups.
 */
export class FlushScheduler {
  readonly #options: FlushSchedulerOptions
  readonly #waiting = new Set<Flushable>()
  /** Those of which it is decided that they do not go into the journal. */
  readonly #waitingForFiles = new Set<Flushable>()
  readonly #running = new Set<Flushable>()
  /** Those of the running ones that were appended to meanwhile. */
  readonly #again = new Set<Flushable>()
  #filesRunning = 0
  /** The groups are made at the end of this turn of the event loop. */
  #deferred = false
  #delay: Timer | undefined

  constructor(options: FlushSchedulerOptions) {
    this.#options = options
  }

  /** Asks for a flush, after the appends of this turn of the event loop, or the delay. */
  enqueue(log: Flushable): void {
    if (this.#running.has(log)) {
      this.#again.add(log)
      return
    }
    this.#waiting.add(log)
    const { scheduler, delay } = this.#options
    if (this.#deferred) return
    if (delay === undefined || delay.isUrgent()) {
      this.#deferred = true
      scheduler.defer(() => this.#assign())
    } else this.#delay ??= scheduler.after(delay.ms, () => this.#assign())
  }

  #assign(): void {
    this.#deferred = false
    this.#delay?.cancel()
    this.#delay = undefined
    const { journal } = this.#options
    const active = this.#waiting.size + this.#waitingForFiles.size + this.#running.size
    const isCrowd = journal !== undefined && active >= journal.logsMin && journal.journal.isOpen
    for (const log of this.#waiting) {
      this.#waiting.delete(log)
      if (isCrowd && log.isJournalable) {
        this.#waitingForFiles.delete(log)
        void this.#run(log, journal.journal)
      } else this.#waitingForFiles.add(log)
    }
    this.#startOnFiles()
  }

  #startOnFiles(): void {
    for (const log of this.#waitingForFiles) {
      if (this.#filesRunning >= this.#options.concurrencyMax) return
      this.#waitingForFiles.delete(log)
      this.#filesRunning++
      void this.#run(log).then(() => {
        this.#filesRunning--
        this.#startOnFiles()
      })
    }
  }

  async #run(log: Flushable, journal?: Journal): Promise<void> {
    this.#running.add(log)
    // What was appended up to now goes along.
    this.#waiting.delete(log)
    await log.flush(journal)
    this.#running.delete(log)
    if (this.#again.delete(log)) this.enqueue(log)
  }
}
