import type { BrokerId, Clock } from '@gregor/base'
import type { MetadataSource } from './ports.ts'

/** How long a broker that was fenced is still named among the brokers. */
const namedMs = 10_000

/**
 * Brokers that were alive a moment ago. Metadata names them for a while yet: librdkafka (2.16) throws a broker away that is
 * not named any more, together with its partitions that were just being moved to their new leader, and looks for that
 * leader again a second later.
 */
export class Departures {
  readonly #clock: Clock
  readonly #metadata: MetadataSource
  readonly #alive = new Set<BrokerId>()
  readonly #leftMs = new Map<BrokerId, number>()

  constructor({ metadata, clock }: { readonly metadata: MetadataSource; readonly clock: Clock }) {
    this.#clock = clock
    this.#metadata = metadata
    for (const broker of metadata.image.brokers.keys()) this.#look(broker)
    metadata.onDelta(({ brokers }) => {
      for (const broker of brokers) this.#look(broker)
    })
  }

  /** Whether the broker was fenced only a moment ago. */
  isRecent(broker: BrokerId): boolean {
    const leftMs = this.#leftMs.get(broker)
    return leftMs !== undefined && this.#clock.monotonicMs() - leftMs < namedMs
  }

  #look(broker: BrokerId): void {
    if (this.#metadata.image.brokers.get(broker)?.fenced === false) {
      this.#alive.add(broker)
      this.#leftMs.delete(broker)
    } else if (this.#alive.delete(broker)) {
      this.#leftMs.set(broker, this.#clock.monotonicMs())
    }
  }
}
