import type { Counter, Logger, Random, Scheduler, Timer } from '@gregor/base'
import { CorruptLogError } from './errors.ts'
import type { LogScrub } from './scrub-log.ts'

/** A log as the scrubber sees it. */
export interface ScrubbedLog {
  scrub(): LogScrub
  /** The log is not to be used any more. */
  reportDamage(damage: CorruptLogError): Promise<void>
}

export interface ScrubberOptions {
  /** The open logs of the log dir as they are now. */
  readonly logs: () => readonly ScrubbedLog[]
  readonly scheduler: Scheduler
  readonly random: Random
  readonly logger: Logger
  /** `log.scrub.bytes.per.second` */
  readonly bytesPerSecond: number
  /** From the start to the first round, or the next look where nothing is open yet; and from the end of a round to the next. */
  readonly delayMs: number
  readonly pauseMs: number
  readonly scrubbedBytes: Counter
}

/** Bytes read at a time, at most: small enough not to stand in the way of others who wait for the disk. */
const PIECE_BYTES_MAX = 256 * 1024

/**
 * Reads through all logs of a log dir, one after the other and never faster than allowed, to find damage while there are
 * good copies elsewhere. One timer at a time; between two rounds it does nothing.
 */
export class Scrubber {
  readonly #options: ScrubberOptions
  #timer: Timer | undefined
  /** Logs that this round has not come to yet. */
  #rest: Iterator<ScrubbedLog> = [].values()
  #current: { readonly log: ScrubbedLog; readonly scrub: LogScrub } | undefined
  #working: Promise<void> | undefined
  #closed = false

  constructor(options: ScrubberOptions) {
    this.#options = options
    if (options.bytesPerSecond > 0) this.#after(options.delayMs, () => this.#beginRound())
  }

  /** Resolves when no file is read any more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#timer?.cancel()
    await this.#working
  }

  async #beginRound(): Promise<void> {
    const { delayMs, random } = this.#options
    const logs = [...this.#options.logs()]
    // A broker that has not heard yet which replicas it has: what it opens then must not wait for the next round.
    if (logs.length === 0) return this.#after(delayMs, () => this.#beginRound())
    // A broker that restarts often would otherwise never come to the last ones.
    const first = random.int(logs.length)
    this.#rest = [...logs.slice(first), ...logs.slice(0, first)].values()
    return this.#goOn()
  }

  /** Reads one piece, or finds a log to have no more; the next is due when the time that it may take is over. */
  async #goOn(): Promise<void> {
    const { bytesPerSecond, pauseMs, scrubbedBytes } = this.#options
    const current = this.#current ?? this.#nextLog()
    if (current === undefined) return this.#after(pauseMs, () => this.#beginRound())
    const bytes = await this.#check(current, Math.min(bytesPerSecond, PIECE_BYTES_MAX))
    this.#current = bytes === undefined ? undefined : current
    scrubbedBytes.inc(bytes ?? 0)
    this.#after(((bytes ?? 0) / bytesPerSecond) * 1000, () => this.#goOn())
  }

  #nextLog(): { readonly log: ScrubbedLog; readonly scrub: LogScrub } | undefined {
    const next = this.#rest.next()
    return next.done === true ? undefined : { log: next.value, scrub: next.value.scrub() }
  }

  /** Undefined when there is nothing more to read of the log. */
  async #check(
    { log, scrub }: { readonly log: ScrubbedLog; readonly scrub: LogScrub },
    piece: number
  ): Promise<number | undefined> {
    try {
      return await scrub.next(piece)
    } catch (error) {
      if (!(error instanceof CorruptLogError)) throw error
      await log.reportDamage(error)
      return undefined
    }
  }

  #after(delayMs: number, work: () => Promise<void>): void {
    if (this.#closed) return
    this.#timer = this.#options.scheduler.after(delayMs, () => {
      this.#working = work().catch((error: unknown) => {
        this.#options.logger.error({ error }, 'the check of logs for damage ended early and begins anew later')
        this.#after(this.#options.pauseMs, () => this.#beginRound())
      })
    })
  }
}
