import type { MortalActor } from './mortal-actor.ts'

/** Clients that follow one another under one name: when one has ended by itself, the next begins. */
export class Seat<Client extends MortalActor> {
  readonly #lives: Promise<void>
  #present: Client | undefined
  #open = true

  /** `create` is told how many there were, this one included, and the one before. */
  constructor(create: (life: number, before: Client | undefined) => Client) {
    this.#lives = this.#fill(create)
  }

  get present(): Client | undefined {
    return this.#present
  }

  /** Nobody follows any more; resolves when the present one has finished what it began. */
  async stop(): Promise<void> {
    this.#open = false
    this.#present?.stop()
    await this.#lives
  }

  /** Ends the present one, whatever is under way; nobody follows. */
  abandon(): void {
    this.#open = false
    this.#present?.crash()
  }

  async #fill(create: (life: number, before: Client | undefined) => Client): Promise<void> {
    let life = 0
    while (this.#open) {
      this.#present = create(++life, this.#present)
      await this.#present.run()
    }
  }
}
