import type { BrokerId, Scheduler } from '@gregor/base'

/** Who leads the quorum as known here, and a way to wait until that changes. */
export class LeaderTracker {
  readonly #scheduler: Scheduler
  readonly #current: () => BrokerId
  #waiting: (() => void)[] = []

  constructor(scheduler: Scheduler, current: () => BrokerId) {
    this.#scheduler = scheduler
    this.#current = current
  }

  get leader(): BrokerId {
    return this.#current()
  }

  changed(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  /** Resolves at the next change, or after `timeoutMs`. */
  change(timeoutMs: number): { readonly happened: Promise<void>; readonly cancel: () => void } {
    let cancel = (): void => {}
    const happened = new Promise<void>((resolve) => {
      const done = (): void => {
        timer.cancel()
        this.#waiting = this.#waiting.filter((other) => other !== done)
        resolve()
      }
      const timer = this.#scheduler.after(timeoutMs, done)
      this.#waiting.push(done)
      cancel = done
    })
    return { happened, cancel: () => cancel() }
  }

  /** Resolves at the next change, or after `timeoutMs`. */
  async wait(timeoutMs: number): Promise<void> {
    await this.change(timeoutMs).happened
  }
}
