import type { BrokerId, TopicId } from '@gregor/base'
import type { MetadataDelta, PartitionImage, TopicImage } from '../types.ts'

interface PartitionChange {
  readonly before: PartitionImage | undefined
  after: PartitionImage
}

/** Gathers what a batch of records changes, each thing once: the state before the batch and the state after it. */
export class DeltaBuilder {
  readonly #partitions = new Map<TopicId, Map<number, PartitionChange>>()
  readonly #removedTopics = new Map<TopicId, TopicImage>()
  readonly #brokers = new Set<BrokerId>()
  readonly #configs = new Map<string, { readonly type: number; readonly name: string }>()
  readonly #quorumMembers = new Set<BrokerId>()
  #clusterIdSet = false

  partition(before: PartitionImage | undefined, after: PartitionImage): void {
    let changes = this.#partitions.get(after.topicId)
    if (changes === undefined) this.#partitions.set(after.topicId, (changes = new Map()))
    const earlier = changes.get(after.partition)
    if (earlier === undefined) changes.set(after.partition, { before, after })
    else earlier.after = after
  }

  /** A topic that the same batch created was never seen by anybody, and is left out. */
  removedTopic(topic: TopicImage): void {
    const changes = this.#partitions.get(topic.id)
    this.#partitions.delete(topic.id)
    const created = changes?.get(0)
    if (created !== undefined && created.before === undefined) return
    this.#removedTopics.set(topic.id, topic)
  }

  broker(id: BrokerId): void {
    this.#brokers.add(id)
  }

  config(type: number, name: string): void {
    this.#configs.set(`${type} ${name}`, { type, name })
  }

  clusterId(): void {
    this.#clusterIdSet = true
  }

  quorumMember(id: BrokerId): void {
    this.#quorumMembers.add(id)
  }

  build(): MetadataDelta {
    const partitions: PartitionChange[] = []
    for (const changes of this.#partitions.values()) partitions.push(...changes.values())
    return {
      partitions,
      removedTopics: [...this.#removedTopics.values()],
      brokers: [...this.#brokers],
      configs: [...this.#configs.values()],
      clusterIdSet: this.#clusterIdSet,
      quorumMembers: [...this.#quorumMembers]
    }
  }
}
