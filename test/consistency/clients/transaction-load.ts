import type { Stage } from './actor.ts'
import { CommittedReader } from './committed-reader.ts'
import { Seat } from './seat.ts'
import { type Begun, TransactionalProducer } from './transactional-producer.ts'

/** Shorter than many faults, so that coordinators abort some transactions by themselves. */
const timeoutMs = 5000
const producers = [
  { transactionalId: 'transactional-1', implicit: true },
  { transactionalId: 'transactional-2', implicit: false }
] as const
const readers = ['committed-reader-1', 'committed-reader-2'] as const

/** Transactional producers, by `transaction.version` 2 and by the old way, and readers of what they commit. */
export class TransactionLoad {
  readonly #stage: Stage
  readonly #producers: readonly Seat<TransactionalProducer>[]
  readonly #readers: readonly Seat<CommittedReader>[]
  #writing = true

  constructor(stage: Stage) {
    this.#stage = stage
    this.#producers = producers.map((options) => {
      const begun: Begun = { transactions: 0, batches: new Map() }
      const { transactionalId: id } = options
      return new Seat(
        (life) => new TransactionalProducer(stage, { ...options, name: `${id}#${life}`, timeoutMs, begun })
      )
    })
    const mayCrash = (): boolean => this.#writing
    this.#readers = readers.map(
      (name) => new Seat((life, before) => new CommittedReader(stage, { name: `${name}#${life}`, before, mayCrash }))
    )
  }

  /** Whether every transactional id has committed a transaction that it began after this time. */
  hasCommittedSince(sinceMs: number): boolean {
    const { transactions } = this.#stage.history
    const fresh = transactions.filter(({ beganMs, outcome }) => outcome === 'committed' && beganMs > sinceMs)
    return new Set(fresh.map(({ transactionalId }) => transactionalId)).size === producers.length
  }

  /** Begins no transaction any more; resolves when all have ended, but for those of processes that crashed. */
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
    await Promise.all(this.#readers.map((seat) => seat.stop()))
  }

  /** Ends all clients that are still there, whatever is under way. */
  abandon(): void {
    this.#writing = false
    for (const seat of [...this.#producers, ...this.#readers]) seat.abandon()
  }
}
