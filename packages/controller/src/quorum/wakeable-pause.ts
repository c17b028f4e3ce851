import type { Scheduler } from '@gregor/base'

/** Waits that somebody may cut short. */
export class WakeablePause {
  readonly #scheduler: Scheduler
  #waiting = new Set<() => void>()
  #stopped = false

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
  }

  /** Resolves after `delayMs`, at the next `wake`, or when it is stopped. */
  async wait(delayMs: number): Promise<void> {
    if (this.#stopped) return
    await new Promise<void>((resolve) => {
      const resume = (): void => {
        timer.cancel()
        this.#waiting.delete(resume)
        resolve()
      }
      const timer = this.#scheduler.after(delayMs, resume)
      this.#waiting.add(resume)
    })
  }

  wake(): void {
    for (const resume of this.#waiting) resume()
  }

  /** Ends all waits, also those to come. */
  stop(): void {
    this.#stopped = true
    this.wake()
  }
}
