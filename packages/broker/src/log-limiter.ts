import type { Clock, Logger } from '@gregor/base'

/** Lines of one kind are at least this far apart. */
const INTERVAL_MS = 1000

/** Kinds that are told apart; more share one interval. */
const KINDS_MAX = 100

/**
 * Warnings about what clients do, at most one of a kind per second however many clients misbehave; each line tells how
 * many were left out before it.
 */
export class LogLimiter {
  private readonly logger: Logger
  private readonly clock: Clock
  private readonly kinds = new Map<string, { nextMs: number; suppressed: number }>()

  constructor(logger: Logger, clock: Clock) {
    this.logger = logger
    this.clock = clock
  }

  warn(kind: string, fields: object, message: string): void {
    const suppressed = this.admit(kind)
    if (suppressed === undefined) return
    this.logger.warn(suppressed === 0 ? fields : { ...fields, suppressed }, message)
  }

  error(kind: string, fields: object, message: string): void {
    const suppressed = this.admit(kind)
    if (suppressed === undefined) return
    this.logger.error(suppressed === 0 ? fields : { ...fields, suppressed }, message)
  }

  /** How many lines were left out since the last one, when this one may be written. */
  private admit(kind: string): number | undefined {
    const nowMs = this.clock.monotonicMs()
    const state = this.state(kind)
    if (nowMs < state.nextMs) {
      state.suppressed++
      return undefined
    }
    const { suppressed } = state
    state.nextMs = nowMs + INTERVAL_MS
    state.suppressed = 0
    return suppressed
  }

  private state(kind: string): { nextMs: number; suppressed: number } {
    const key = this.kinds.has(kind) || this.kinds.size < KINDS_MAX ? kind : 'other'
    let state = this.kinds.get(key)
    if (state === undefined) {
      state = { nextMs: 0, suppressed: 0 }
      this.kinds.set(key, state)
    }
    return state
  }
}
