import type { Clock } from '@gregor/base'

/** How far back "lately" reaches, at least: Kafka's metrics look at two windows of 30 seconds. */
const WINDOW_MS = 30_000

interface Window {
  sum: number
  count: number
  max: number
}

const empty = (): Window => ({ sum: 0, count: 0, max: 0 })

/** Mean and maximum of what was observed in the last 30 to 60 seconds; zeros when there was nothing. */
export class RecentValues {
  readonly #clock: Clock
  #previous = empty()
  #present = empty()
  #sinceMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#sinceMs = clock.monotonicMs()
  }

  observe(value: number): void {
    this.#turn()
    this.#present.sum += value
    this.#present.count++
    this.#present.max = Math.max(this.#present.max, value)
  }

  get mean(): number {
    this.#turn()
    const count = this.#previous.count + this.#present.count
    return count === 0 ? 0 : (this.#previous.sum + this.#present.sum) / count
  }

  get max(): number {
    this.#turn()
    return Math.max(this.#previous.max, this.#present.max)
  }

  #turn(): void {
    const nowMs = this.#clock.monotonicMs()
    const windows = Math.floor((nowMs - this.#sinceMs) / WINDOW_MS)
    if (windows === 0) return
    this.#previous = windows === 1 ? this.#present : empty()
    this.#present = empty()
    this.#sinceMs += windows * WINDOW_MS
  }
}

/** By how much a number that only grows grew a second lately, between looks at it. */
export class RecentRate {
  readonly #clock: Clock
  #earlier: { readonly atMs: number; readonly value: number } | undefined
  #latest: { readonly atMs: number; readonly value: number } | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  look(value: number): number {
    const atMs = this.#clock.monotonicMs()
    this.#latest ??= { atMs, value }
    if (atMs - this.#latest.atMs >= WINDOW_MS) {
      this.#earlier = this.#latest
      this.#latest = { atMs, value }
    }
    const from = this.#earlier ?? this.#latest
    return atMs === from.atMs ? 0 : Math.max(0, ((value - from.value) * 1000) / (atMs - from.atMs))
  }
}
