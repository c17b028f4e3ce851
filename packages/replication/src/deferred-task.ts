import type { Scheduler } from '@gregor/base'

/** Work that is done once at the end of the turn, however often it was asked for. */
export class DeferredTask {
  readonly #scheduler: Scheduler
  readonly #task: () => void
  #asked = false

  constructor(scheduler: Scheduler, task: () => void) {
    this.#scheduler = scheduler
    this.#task = task
  }

  ask(): void {
    if (this.#asked) return
    this.#asked = true
    this.#scheduler.defer(() => {
      this.#asked = false
      this.#task()
    })
  }
}
