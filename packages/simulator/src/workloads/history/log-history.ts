import { Violation, type WorkloadShape } from '../../types.ts'
import { PartitionHistory } from './partition-history.ts'

/** What all clients together did to the partitions of a run, and were told. */
export class LogHistory {
  readonly partitions: readonly PartitionHistory[]
  readonly #byName = new Map<string, PartitionHistory>()
  readonly #producerIds = new Map<number, string>()

  constructor({ topics }: WorkloadShape) {
    this.partitions = topics.flatMap(({ name, partitions }) =>
      Array.from({ length: partitions }, (_, index) => new PartitionHistory(name, index))
    )
    for (const partition of this.partitions) this.#byName.set(partition.name, partition)
  }

  partition(topic: string, index: number): PartitionHistory | undefined {
    return this.#byName.get(`${topic}-${index}`)
  }

  /** A producer id has been given to a producer: nobody had it before. */
  gotProducerId(producerId: number, producer: string): void {
    const before = this.#producerIds.get(producerId)
    if (producerId < 0 || before !== undefined) {
      throw new Violation('T1', `producer id ${producerId} is given to ${producer}, after ${before ?? 'nobody'}`)
    }
    this.#producerIds.set(producerId, producer)
  }
}
