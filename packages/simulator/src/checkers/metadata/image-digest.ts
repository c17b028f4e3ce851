import type { BrokerId } from '@gregor/base'
import type {
  BrokerRegistration,
  ConfigResourceType,
  MetadataDelta,
  MetadataImage,
  PartitionImage,
  TopicImage
} from '@gregor/metadata'
import { digestOfText } from '../digest.ts'

type ResourceType = (typeof ConfigResourceType)[keyof typeof ConfigResourceType]

/**
 * One number for all that an image says, kept up to date by deltas: the sum over its parts, which no order of things
 * changes. Each delta costs what it touches.
 */
export class ImageDigest {
  readonly #parts = new Map<string, number>()
  #sum = 0

  /** Of an image that was there before anybody watched. */
  constructor(image: MetadataImage) {
    this.#put('cluster', digestOfText(image.clusterId ?? ''))
    for (const id of image.brokers.keys()) this.#putBroker(image, id)
    for (const { partitions } of image.topics.values())
      for (const partition of partitions) this.#putPartition(partition)
    for (const { name } of image.topics.values()) this.#putConfig(image, topicResource, name)
  }

  get value(): number {
    return this.#sum
  }

  apply(delta: MetadataDelta, image: MetadataImage): void {
    if (delta.clusterIdSet) this.#put('cluster', digestOfText(image.clusterId ?? ''))
    for (const topic of delta.removedTopics) this.#remove(topic)
    for (const { after } of delta.partitions) this.#putPartition(after)
    for (const id of delta.brokers) this.#putBroker(image, id)
    // Broker configs are left to the comparison at the end: an image cannot list who has any.
    for (const { type, name } of delta.configs) if (type === topicResource) this.#putConfig(image, type, name)
  }

  #remove({ name, partitions, id }: TopicImage): void {
    for (const { partition } of partitions) this.#put(`p ${id} ${partition}`, 0)
    this.#put(`c ${topicResource} ${name}`, 0)
  }

  #putPartition(partition: PartitionImage): void {
    this.#put(`p ${partition.topicId} ${partition.partition}`, digestOfText(textOfPartition(partition)))
  }

  #putBroker(image: MetadataImage, id: BrokerId): void {
    const broker = image.brokers.get(id)
    this.#put(`b ${id}`, broker === undefined ? 0 : digestOfText(textOfBroker(broker)))
  }

  #putConfig(image: MetadataImage, type: number, name: string): void {
    const values = [...image.configOverrides(type, name)].map(([key, value]) => `${key}=${value}`).sort()
    this.#put(`c ${type} ${name}`, values.length === 0 ? 0 : digestOfText(values.join('\n')))
  }

  #put(key: string, digest: number): void {
    // Keys are mixed in, so that two parts that swap their states do not cancel out.
    const part = digest === 0 ? 0 : digestOfText(key, digest)
    this.#sum = (this.#sum + part - (this.#parts.get(key) ?? 0) + 2 ** 32) % 2 ** 32
    if (part === 0) this.#parts.delete(key)
    else this.#parts.set(key, part)
  }
}

const topicResource: ResourceType = 2

function textOfPartition({ topic, replicas, isr, elr, lastKnownElr, ...state }: PartitionImage): string {
  const members = `${replicas.join()};${isr.join()};${elr.join()};${lastKnownElr.join()}`
  return `${topic};${members};${state.leader};${state.leaderEpoch};${state.partitionEpoch}`
}

function textOfBroker({ incarnationId, epoch, fenced, inControlledShutdown }: BrokerRegistration): string {
  return `${incarnationId};${epoch};${fenced};${inControlledShutdown}`
}
