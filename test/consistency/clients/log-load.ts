import type { Stage } from './actor.ts'
import { OffsetAsker } from './offset-asker.ts'
import { Producer } from './producer.ts'
import { Seat } from './seat.ts'
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
  readonly #producers: readonly Seat<Producer>[]
  readonly #readers: readonly Seat<TailReader>[]
  readonly #asker: Seat<OffsetAsker>
  #writing = true

  constructor(stage: Stage) {
    this.#producers = producers.map(
      ({ name, idempotent }) => new Seat((life) => new Producer(stage, { name: `${name}#${life}`, idempotent }))
    )
    // Nobody ends without a word any more when the end is near: a reader that does would have to start over.
    const mayCrash = (): boolean => this.#writing
    this.#readers = readers.map(
      (name) =>
        new Seat((life) => new TailReader(stage, { name: `${name}#${life}`, group: `offsets-of-${name}`, mayCrash }))
    )
    this.#asker = new Seat(() => new OffsetAsker(stage, 'asker'))
  }

  /** The names under which readers commit. */
  readonly groups = readers.map((name) => `offsets-of-${name}`)

  /** Stops to write; resolves when all that was sent is acknowledged. */
  async stopWriting(): Promise<void> {
    this.#writing = false
    await Promise.all(this.#producers.map((seat) => seat.stop()))
  }

  /** Whether all readers have read up to these ends. */
  hasRead(ends: readonly number[]): boolean {
    return this.#readers.every(({ present }) =>
      ends.every((end, partition) => (present?.positions[partition]?.offset ?? -1) >= end)
    )
  }

  async stopReading(): Promise<void> {
    await Promise.all([this.#asker, ...this.#readers].map((seat) => seat.stop()))
  }

  /** Ends all clients that are still there, whatever is under way. */
  abandon(): void {
    this.#writing = false
    for (const seat of [this.#asker, ...this.#producers, ...this.#readers]) seat.abandon()
  }
}
