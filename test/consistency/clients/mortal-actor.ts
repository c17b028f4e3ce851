import { Actor } from './actor.ts'

/** A client that goes on until it is stopped, or that ends without a word, as a process that is killed. */
export abstract class MortalActor extends Actor {
  #running = true
  #crashed = false

  /** Whether it may begin anything new. */
  get running(): boolean {
    return this.#running
  }

  /** Whether it has ended without a word: whatever was under way is answered with undefined, and nothing is asked any more. */
  get crashed(): boolean {
    return this.#crashed
  }

  /** Resolves when it has crashed, or when it was stopped and has finished what it began. */
  async run(): Promise<void> {
    await this.refresh()
    await this.live()
    this.client.close()
  }

  /** Begins nothing any more. */
  stop(): void {
    this.#running = false
  }

  /** Ends, whatever is under way: nobody will know what became of it. */
  crash(): void {
    this.#running = false
    this.#crashed = true
    this.client.close()
  }

  /** All that it does while it runs. */
  protected abstract live(): Promise<void>
}
