import type { Clock, Scheduler, Timer } from '@gregor/base'

/** A clock that stands still until a test moves it, and the timers set by it. */
export class FakeTime implements Clock, Scheduler {
  private nowMs = 1000
  private readonly timers = new Set<{ readonly atMs: number; readonly task: () => void }>()

  monotonicMs(): number {
    return this.nowMs
  }

  wallMs(): number {
    return 1_700_000_000_000 + this.nowMs
  }

  after(delayMs: number, task: () => void): Timer {
    const timer = { atMs: this.nowMs + delayMs, task }
    this.timers.add(timer)
    return { cancel: () => this.timers.delete(timer) }
  }

  defer(task: () => void): void {
    setImmediate(task)
  }

  get timerCount(): number {
    return this.timers.size
  }

  /** Moves the clock and runs what is due, in order. */
  advance(ms: number): void {
    const untilMs = this.nowMs + ms
    for (;;) {
      const [next] = [...this.timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)
      if (next === undefined) break
      this.timers.delete(next)
      this.nowMs = Math.max(this.nowMs, next.atMs)
      next.task()
    }
    this.nowMs = untilMs
  }
}
