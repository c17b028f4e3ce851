import type { Clock, Random, Scheduler, Timer } from '@gregor/base'

/** Time that stands still until a test moves it; deferred work runs on the real event loop. */
export class TestTime implements Clock, Scheduler {
  nowMs = 1_700_000_000_000
  #timers: { readonly atMs: number; readonly task: () => void }[] = []

  monotonicMs(): number {
    return this.nowMs
  }

  wallMs(): number {
    return this.nowMs
  }

  after(delayMs: number, task: () => void): Timer {
    const timer = { atMs: this.nowMs + delayMs, task }
    this.#timers.push(timer)
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer)
      }
    }
  }

  defer(task: () => void): void {
    setImmediate(task)
  }

  /** Lets `ms` pass: timers that fall due run in order. */
  advance(ms: number): void {
    const endMs = this.nowMs + ms
    for (;;) {
      const due = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (due === undefined) break
      this.#timers = this.#timers.filter((other) => other !== due)
      this.nowMs = due.atMs
      due.task()
    }
    this.nowMs = endMs
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
