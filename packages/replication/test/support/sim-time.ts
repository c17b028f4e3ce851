import type { Clock, Random, Scheduler, Timer } from '@gregor/base'

interface Task {
  readonly owner: SimScheduler
  readonly run: () => void
}

/** One simulated time for all nodes. Nothing runs by itself: a test takes the next task, in whatever order it likes. */
export class SimTime implements Clock {
  nowMs = 1_000_000
  readonly deferred: Task[] = []
  readonly timers = new Set<Task & { readonly atMs: number }>()

  monotonicMs(): number {
    return this.nowMs
  }

  wallMs(): number {
    return 1_700_000_000_000 + this.nowMs
  }

  scheduler(): SimScheduler {
    return new SimScheduler(this)
  }

  /** Runs the `index`-th of the deferred tasks. */
  runDeferred(index: number): void {
    const [task] = this.deferred.splice(index, 1)
    if (task?.owner.stopped === false) task.run()
  }

  /** Lets time pass up to the next timer, or by `maxMs`. */
  step(maxMs: number): void {
    let next: (Task & { readonly atMs: number }) | undefined
    for (const timer of this.timers) if (next === undefined || timer.atMs < next.atMs) next = timer
    if (next === undefined || next.atMs > this.nowMs + maxMs) {
      this.nowMs += maxMs
      return
    }
    this.timers.delete(next)
    this.nowMs = Math.max(this.nowMs, next.atMs)
    if (!next.owner.stopped) next.run()
  }
}

/** The scheduler of one process; when it is stopped nothing of it runs any more. */
export class SimScheduler implements Scheduler {
  stopped = false
  readonly #time: SimTime

  constructor(time: SimTime) {
    this.#time = time
  }

  after(delayMs: number, run: () => void): Timer {
    const timer = { owner: this, run, atMs: this.#time.nowMs + delayMs }
    this.#time.timers.add(timer)
    return { cancel: () => this.#time.timers.delete(timer) }
  }

  defer(run: () => void): void {
    this.#time.deferred.push({ owner: this, run })
  }
}

/** A small generator with a seed (mulberry32), so that a failing run can be run again. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return {
    int: (below) => next() % below,
    bytes: (count) => Uint8Array.from({ length: count }, () => next() & 0xff)
  }
}
