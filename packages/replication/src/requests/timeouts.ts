import type { Clock, Scheduler, Timer } from '@gregor/base'
import { DeadlineWheel } from '../core/deadline-wheel.ts'

/** A request whose time can run out. */
export interface Expiring {
  expire(): void
}

/** The deadlines of all waiting requests of a kind, with one timer. */
export class Timeouts {
  readonly #clock: Clock
  readonly #scheduler: Scheduler
  readonly #wheel = new DeadlineWheel<Expiring>()
  #timer: Timer | undefined
  #timerMs = Number.POSITIVE_INFINITY
  #size = 0

  constructor(clock: Clock, scheduler: Scheduler) {
    this.#clock = clock
    this.#scheduler = scheduler
  }

  get size(): number {
    return this.#size
  }

  /** Returns how to take it out again. */
  add(request: Expiring, delayMs: number): () => void {
    const ticket = this.#wheel.add(request, this.#clock.monotonicMs() + delayMs)
    this.#size++
    this.#arm()
    return () => {
      if (this.#wheel.remove(request, ticket)) this.#size--
    }
  }

  close(): void {
    this.#timer?.cancel()
  }

  /** A timer that is set for a request which is over by then fires in vain: cheaper than to move it each time. */
  #arm(): void {
    const next = this.#wheel.nextDeadlineMs()
    if (next === undefined || next >= this.#timerMs) return
    this.#timer?.cancel()
    this.#timerMs = next
    this.#timer = this.#scheduler.after(Math.max(0, next - this.#clock.monotonicMs()), () => {
      this.#timerMs = Number.POSITIVE_INFINITY
      this.#expire()
      this.#arm()
    })
  }

  #expire(): void {
    for (const request of this.#wheel.expire(this.#clock.monotonicMs())) {
      this.#size--
      request.expire()
    }
  }
}
