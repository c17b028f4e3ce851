import type { Scheduler, Timer } from '@gregor/base'
import type { FetchRoom } from '@gregor/replication'
import type { ConnectionMemory } from '../memory/connection-memory.ts'

/** A consumer that does not want to wait for records waits so long for memory, so that it does not ask in a tight loop. */
const WAIT_MS_MIN = 100

/** The memory for the records of one fetch, from that of its connection. */
export class AnswerRoom implements FetchRoom {
  readonly #memory: ConnectionMemory
  readonly #scheduler: Scheduler
  readonly #waitMs: number
  #giveUp: (() => void) | undefined
  #timer: Timer | undefined

  /** When there is no memory for `maxWaitMs`, the fetch goes without. */
  constructor(memory: ConnectionMemory, scheduler: Scheduler, maxWaitMs: number) {
    this.#memory = memory
    this.#scheduler = scheduler
    this.#waitMs = Math.max(WAIT_MS_MIN, maxWaitMs)
  }

  tryTake(atLeastBytes: number, wantedBytes: number): number {
    return this.#memory.tryRead(atLeastBytes, wantedBytes)
  }

  wait(atLeastBytes: number, wantedBytes: number, granted: (bytes: number) => void): void {
    this.#giveUp = this.#memory.waitForRead(atLeastBytes, wantedBytes, (bytes) => {
      this.#timer?.cancel()
      granted(bytes)
    })
    this.#timer = this.#scheduler.after(this.#waitMs, () => {
      this.#giveUp?.()
      granted(0)
    })
  }

  took(bytes: number): void {
    this.#memory.wasRead(bytes)
  }

  /** Nobody waits for the answer any more: a wait ends without a word. */
  close(): void {
    this.#timer?.cancel()
    this.#giveUp?.()
  }
}
