import type { Clock, Scheduler, Timer } from '@gregor/base'

interface SetTimer {
  readonly atMs: number
  readonly task: () => void
}

/** Time that passes only when a test says so; 1 ms of the wall clock is 1 ms of the monotonic one. */
export class ManualTime implements Clock, Scheduler {
  private nowMs = 1_000_000
  private timers: SetTimer[] = []
  private deferred: (() => void)[] = []

  monotonicMs(): number {
    return this.nowMs
  }

  wallMs(): number {
    return 1_700_000_000_000 + this.nowMs
  }

  /** Timers that are set. */
  get timerCount(): number {
    return this.timers.length
  }

  after(delayMs: number, task: () => void): Timer {
    const timer = { atMs: this.nowMs + Math.max(delayMs, 0), task }
    this.timers.push(timer)
    return { cancel: () => void (this.timers = this.timers.filter((other) => other !== timer)) }
  }

  defer(task: () => void): void {
    this.deferred.push(task)
  }

  /** Ends the present turn of the event loop, and those that it leads to. */
  runDeferred(): void {
    for (let task = this.deferred.shift(); task !== undefined; task = this.deferred.shift()) task()
  }

  advance(durationMs: number): void {
    const endMs = this.nowMs + durationMs
    this.runDeferred()
    for (;;) {
      const next = this.timers.reduce<SetTimer | undefined>(
        (earliest, timer) => (earliest === undefined || timer.atMs < earliest.atMs ? timer : earliest),
        undefined
      )
      if (next === undefined || next.atMs > endMs) break
      this.timers = this.timers.filter((timer) => timer !== next)
      this.nowMs = next.atMs
      next.task()
      this.runDeferred()
    }
    this.nowMs = endMs
  }
}
