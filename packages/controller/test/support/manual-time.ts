import type { Clock, Scheduler, Timer } from '@gregor/base'

interface Task {
  readonly atMs: number
  readonly order: number
  readonly run: () => void
}

/** Time that passes when a test says so. What is due runs in order, with all promises settled in between. */
export class ManualTime implements Clock, Scheduler {
  #nowMs = 0
  #order = 0
  #tasks: Task[] = []

  monotonicMs(): number {
    return this.#nowMs
  }

  wallMs(): number {
    return 1_700_000_000_000 + this.#nowMs
  }

  after(delayMs: number, run: () => void): Timer {
    const task = { atMs: this.#nowMs + delayMs, order: this.#order++, run }
    this.#tasks.push(task)
    return { cancel: () => (this.#tasks = this.#tasks.filter((other) => other !== task)) }
  }

  defer(run: () => void): void {
    this.after(0, run)
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms
    await settle()
    for (;;) {
      const next = this.#tasks.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0]
      if (next === undefined || next.atMs > untilMs) break
      this.#tasks = this.#tasks.filter((task) => task !== next)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.run()
      await settle()
    }
    this.#nowMs = untilMs
  }

  /** Lets time pass until `condition` holds; fails after `limitMs`. */
  async until(condition: () => boolean, limitMs = 20_000): Promise<void> {
    const deadlineMs = this.#nowMs + limitMs
    await settle()
    while (!condition()) {
      if (this.#nowMs >= deadlineMs) throw new Error(`not within ${limitMs} ms: ${condition.toString()}`)
      await this.pass(10)
    }
  }
}

/** Lets everything that waits for nothing but its turn run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve()
}
