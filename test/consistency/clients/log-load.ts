import type { Stage } from './actor.ts'
import { OffsetAsker } from './offset-asker.ts'
import { Producer } from './producer.ts'
import { TailReader } from './tail-reader.ts'

const readers = ['reader-1', 'reader-2'] as const
const producers = [
  { name: 'idempotent-1', idempotent: true },
  { name: 'idempotent-2', idempotent: true },
  { name: 'plain-1', idempotent: false },
  { name: 'plain-2', idempotent: false }
] as const

/** Producers, readers and an asker of offsets that go on until they are stopped; those that crash start anew. */
export class LogLoad {
  readonly #stage: Stage
  readonly #producers = new Map<string, Producer>()
  readonly #readers = new Map<string, TailReader>()
  readonly #asker: OffsetAsker
  readonly #producing: Promise<void>[]
  readonly #reading: Promise<void>[]
  #writing = true
  #over = false

  constructor(stage: Stage) {
    this.#stage = stage
    this.#producing = producers.map((options) => this.#produce(options))
    this.#asker = new OffsetAsker(stage, 'asker')
    this.#reading = [...readers.map((name) => this.#read(name)), this.#asker.run()]
  }

  /** The names under which readers commit. */
  readonly groups = readers.map((name) => `offsets-of-${name}`)

  /** Stops to write; resolves when all that was sent is acknowledged. */
  async stopWriting(): Promise<void> {
    this.#writing = false
    for (const producer of this.#producers.values()) producer.stop()
    await Promise.all(this.#producing)
  }

  /** Whether all readers have read up to these ends. */
  hasRead(ends: readonly number[]): boolean {
    return [...this.#readers.values()].every(({ positions }) =>
      ends.every((end, partition) => (positions[partition]?.offset ?? -1) >= end)
    )
  }

  async stopReading(): Promise<void> {
    this.#asker.stop()
    for (const reader of this.#readers.values()) reader.stop()
    await Promise.all(this.#reading)
  }

  /** Ends all clients that are still there, whatever is under way. */
  abandon(): void {
    this.#writing = false
    this.#over = true
    this.#asker.stop()
    for (const client of [...this.#producers.values(), ...this.#readers.values()]) client.crash()
  }

  async #produce({ name, idempotent }: { readonly name: string; readonly idempotent: boolean }): Promise<void> {
    for (let life = 1; this.#writing; life++) {
      const producer = new Producer(this.#stage, { name: `${name}#${life}`, idempotent })
      this.#producers.set(name, producer)
      await producer.run()
    }
  }

  async #read(name: string): Promise<void> {
    for (let life = 1; ; life++) {
      // Nobody ends without a word any more when the end is near: a reader that does would have to start over.
      const reader = new TailReader(this.#stage, {
        name: `${name}#${life}`,
        group: `offsets-of-${name}`,
        mayCrash: () => this.#writing
      })
      this.#readers.set(name, reader)
      if ((await reader.run()) === 'stopped' || this.#over) return
    }
  }
}
