import type { Clock, Scheduler, Timer } from '@gregor/base'
import type { SimEvent } from './event-queue.ts'
import type { SimTime } from './sim-time.ts'

/** 2026-01-01, when every simulation begins. */
const wallStartMs = 1_767_225_600_000

/** How the clocks of one process differ from simulated time. */
export interface ClockError {
  /** Of the monotonic clock: 1.02 runs 2 % fast. */
  readonly rate: number
  /** Of the wall clock; jumps may change it. */
  wallOffsetMs: number
}

export const perfectClock = (): ClockError => ({ rate: 1, wallOffsetMs: 0 })

/**
 * A process: what runs in it runs at once, takes no time, and stops for ever when it is dead. While it is frozen its events
 * wait.
 */
export class SimProcess implements Clock, Scheduler {
  readonly name: string
  /** Where it runs: a node id, or a host of clients. */
  readonly host: number
  readonly clockError: ClockError
  dead = false
  frozen = false
  readonly held: SimEvent[] = []
  readonly #time: SimTime
  readonly #startMs: number

  constructor(options: {
    readonly name: string
    readonly host: number
    readonly time: SimTime
    readonly clockError?: ClockError
  }) {
    this.name = options.name
    this.host = options.host
    this.#time = options.time
    this.#startMs = options.time.nowMs
    this.clockError = options.clockError ?? perfectClock()
  }

  monotonicMs(): number {
    return (this.#time.nowMs - this.#startMs) * this.clockError.rate + 1_000
  }

  wallMs(): number {
    return Math.floor(wallStartMs + this.#time.nowMs + this.clockError.wallOffsetMs)
  }

  /** As in Node.js: whole milliseconds, and at least one. */
  after(delayMs: number, task: () => void): Timer {
    const waitMs = Math.max(Math.trunc(delayMs), 1)
    const event = this.#time.plan({ delayMs: waitMs / this.clockError.rate, process: this, label: 'timer', run: task })
    return {
      cancel: () => {
        event.cancelled = true
      }
    }
  }

  defer(task: () => void): void {
    this.#time.plan({ delayMs: 0, process: this, label: 'defer', run: task })
  }

  /** Everything that was to happen meanwhile happens now. */
  thaw(): void {
    this.frozen = false
    for (const event of this.held.splice(0)) this.#time.replan(event)
  }
}
