import type { BrokerId, PartitionIndex, TopicId } from '@gregor/base'
import type { PartitionImage } from '../types.ts'

/** Which partitions each broker has a replica of, so that fencing a broker does not scan all topics. */
export class ReplicaIndex {
  readonly #byBroker = new Map<BrokerId, Map<TopicId, Set<PartitionIndex>>>()

  /** Takes note of a new or changed partition. */
  update(before: PartitionImage | undefined, after: PartitionImage): void {
    if (before !== undefined) {
      if (sameBrokers(before.replicas, after.replicas)) return
      this.remove(before)
    }
    for (const broker of after.replicas) this.#partitionsOf(broker, after.topicId).add(after.partition)
  }

  remove(partition: PartitionImage): void {
    for (const broker of partition.replicas) {
      const topics = this.#byBroker.get(broker)
      const partitions = topics?.get(partition.topicId)
      partitions?.delete(partition.partition)
      if (partitions?.size === 0) topics?.delete(partition.topicId)
      if (topics?.size === 0) this.#byBroker.delete(broker)
    }
  }

  *of(broker: BrokerId): Generator<readonly [TopicId, PartitionIndex]> {
    for (const [topicId, partitions] of this.#byBroker.get(broker) ?? []) {
      for (const partition of partitions) yield [topicId, partition]
    }
  }

  #partitionsOf(broker: BrokerId, topicId: TopicId): Set<PartitionIndex> {
    let topics = this.#byBroker.get(broker)
    if (topics === undefined) this.#byBroker.set(broker, (topics = new Map()))
    let partitions = topics.get(topicId)
    if (partitions === undefined) topics.set(topicId, (partitions = new Set()))
    return partitions
  }
}

function sameBrokers(left: readonly BrokerId[], right: readonly BrokerId[]): boolean {
  return left === right || (left.length === right.length && left.every((broker, index) => broker === right[index]))
}
