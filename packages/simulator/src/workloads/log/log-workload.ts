import type { ClientWorld, Workload, WorkloadShape } from '../../types.ts'
import { LogHistory } from '../history/log-history.ts'
import type { SendKind } from '../history/sends.ts'
import { readFinally } from './final-reader.ts'
import { OffsetAsker } from './offset-asker.ts'
import { Producer } from './producer.ts'
import { drawLogSettings, type LogWorkloadSettings } from './settings.ts'
import type { WorldOf } from '../world-of.ts'
import { TailReader } from './tail-reader.ts'

/** Hosts of clients; each is cut off from brokers by itself. */
const HOSTS = 2

/** Producers, readers and askers of offsets over all partitions of the shape, which must be there. */
export function createLogWorkload(
  worldOf: WorldOf,
  shape: WorkloadShape,
  settings: Partial<LogWorkloadSettings> = {}
): Workload {
  const worlds = Array.from({ length: HOSTS }, (_, index) => worldOf(`log-${index}`))
  return new LogWorkload(worlds, shape, { ...drawLogSettings(worlds[0]!.random), ...settings })
}

class LogWorkload implements Workload {
  readonly name = 'log'
  readonly #world: ClientWorld
  readonly #history: LogHistory
  readonly #producers: readonly Producer[]
  readonly #readers: readonly TailReader[]
  readonly #asker: OffsetAsker

  constructor(worlds: readonly ClientWorld[], shape: WorkloadShape, settings: LogWorkloadSettings) {
    this.#world = worlds[0]!
    this.#history = new LogHistory(shape)
    const topics = shape.topics.map(({ name }) => name)
    this.#producers = createProducers(worlds, this.#history, { topics, settings })
    this.#readers = Array.from(
      { length: settings.readers },
      (_, index) => new TailReader(worlds[index % HOSTS]!, this.#history, { name: `reader-${index}`, topics })
    )
    const intervalMs = Math.ceil(1000 / settings.asksPerSecond)
    this.#asker = new OffsetAsker(worlds[HOSTS - 1]!, this.#history, { name: 'asker', topics, intervalMs })
  }

  get idle(): boolean {
    return this.#clients.every(({ idle }) => idle)
  }

  start(): void {
    for (const client of this.#clients) client.start()
  }

  stop(): void {
    for (const client of this.#clients) client.stop()
  }

  counts(): Readonly<Record<string, number>> {
    const totals: Record<string, number> = {}
    for (const { counts } of this.#clients) {
      for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count
    }
    let staleEnds = 0
    for (const { claims } of this.#history.partitions) staleEnds += claims.shortfallCount
    return { ...totals, staleEnds }
  }

  async check(): Promise<void> {
    for (const { client } of this.#clients) client.close()
    await readFinally(this.#world, this.#history.partitions)
  }

  get #clients(): readonly (Producer | TailReader | OffsetAsker)[] {
    return [...this.#producers, ...this.#readers, this.#asker]
  }
}

function createProducers(
  worlds: readonly ClientWorld[],
  history: LogHistory,
  { topics, settings }: { readonly topics: readonly string[]; readonly settings: LogWorkloadSettings }
): Producer[] {
  const { idempotentProducers, allProducers, oneProducers, batchesPerSecond, deliveryTimeoutMs, valueBytesMin } =
    settings
  const kinds: SendKind[] = [
    ...Array.from({ length: idempotentProducers }, () => 'idempotent' as const),
    ...Array.from({ length: allProducers }, () => 'all' as const),
    ...Array.from({ length: oneProducers }, () => 'one' as const)
  ]
  const intervalMs = Math.ceil((1000 * kinds.length) / batchesPerSecond)
  return kinds.map(
    (kind, index) =>
      new Producer(worlds[index % HOSTS]!, history, {
        name: `${kind}-${index}`,
        kind,
        topics,
        intervalMs,
        deliveryTimeoutMs,
        valueBytesMin
      })
  )
}
