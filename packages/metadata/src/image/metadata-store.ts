import { invariant, unreachable, type BrokerId, type PartitionIndex, type TopicId } from '@gregor/base'
import type {
  BrokerFencingRecord,
  ConfigRecord,
  MetadataRecord,
  PartitionRecord,
  RemoveTopicRecord
} from '../records.ts'
import {
  ConfigResourceType,
  type BrokerRegistration,
  type MetadataDelta,
  type MetadataImage,
  type PartitionImage,
  type QuorumMember,
  type TopicImage
} from '../types.ts'
import { collisionKey } from '../topic-name.ts'
import { DeltaBuilder } from './delta-builder.ts'
import { diffImages } from './diff.ts'
import { imageRecords } from './image-records.ts'
import { ReplicaIndex } from './replica-index.ts'

interface MutableTopic extends TopicImage {
  readonly partitions: PartitionImage[]
}

const noConfigs: ReadonlyMap<string, string> = new Map()

/**
 * The metadata image and the only code that changes it: `replay`, which every node runs over the same committed
 * records. Partition and broker states are replaced, never changed in place, so a reference to one stays true to the
 * moment it was taken.
 */
export class MetadataStore implements MetadataImage {
  #appliedIndex = 0
  #clusterId: string | undefined
  #nextProducerId = 0
  #brokers = new Map<BrokerId, BrokerRegistration>()
  #topics = new Map<TopicId, MutableTopic>()
  #topicsByName = new Map<string, MutableTopic>()
  #namesByCollisionKey = new Map<string, string>()
  #configs = new Map<string, Map<string, string>>()
  #replicas = new ReplicaIndex()
  #quorumMembers = new Map<BrokerId, QuorumMember>()

  get appliedIndex(): number {
    return this.#appliedIndex
  }

  get clusterId(): string | undefined {
    return this.#clusterId
  }

  get nextProducerId(): number {
    return this.#nextProducerId
  }

  get quorumMembers(): ReadonlyMap<BrokerId, QuorumMember> {
    return this.#quorumMembers
  }

  get brokers(): ReadonlyMap<BrokerId, BrokerRegistration> {
    return this.#brokers
  }

  get topics(): ReadonlyMap<TopicId, TopicImage> {
    return this.#topics
  }

  topicByName(name: string): TopicImage | undefined {
    return this.#topicsByName.get(name)
  }

  partition(topicId: TopicId, partition: PartitionIndex): PartitionImage | undefined {
    return this.#topics.get(topicId)?.partitions[partition]
  }

  *partitionsOf(broker: BrokerId): Generator<PartitionImage> {
    for (const [topicId, partition] of this.#replicas.of(broker)) {
      const image = this.partition(topicId, partition)
      invariant(image !== undefined, 'the replica index names a partition that is gone', { topicId, partition })
      yield image
    }
  }

  /** The existing topic whose name differs from `name` at most in '.' and '_' (Kafka refuses such a new topic). */
  collidingTopic(name: string): string | undefined {
    return this.#namesByCollisionKey.get(collisionKey(name))
  }

  configOverrides(type: number, name: string): ReadonlyMap<string, string> {
    return this.#configs.get(configResource(type, name)) ?? noConfigs
  }

  /** Applies the records of the entry at `index`, which must come after all applied so far. */
  replay(index: number, records: readonly MetadataRecord[]): MetadataDelta {
    invariant(index > this.#appliedIndex, 'metadata entries apply in order', { index, applied: this.#appliedIndex })
    const delta = new DeltaBuilder()
    for (const record of records) this.#apply(record, delta)
    this.#appliedIndex = index
    return delta.build()
  }

  /** Replaces everything by a snapshot as of `index`; the delta is the difference to what was here. */
  restore(index: number, records: readonly MetadataRecord[]): MetadataDelta {
    const before = this.#detach()
    this.replay(index, records)
    return diffImages(before, this)
  }

  /** The image as records: replayed onto an empty store they build an equal one. */
  toRecords(): MetadataRecord[] {
    return imageRecords(this, this.#allConfigs())
  }

  /** A store of its own with the same content, for the active controller to run ahead on. */
  clone(): MetadataStore {
    const copy = new MetadataStore()
    if (this.#appliedIndex > 0) copy.replay(this.#appliedIndex, this.toRecords())
    return copy
  }

  /** Moves the content to a store of its own and leaves this one empty. */
  #detach(): MetadataStore {
    const old = new MetadataStore()
    old.#appliedIndex = this.#appliedIndex
    old.#clusterId = this.#clusterId
    old.#nextProducerId = this.#nextProducerId
    old.#brokers = this.#brokers
    old.#topics = this.#topics
    old.#topicsByName = this.#topicsByName
    old.#namesByCollisionKey = this.#namesByCollisionKey
    old.#configs = this.#configs
    old.#replicas = this.#replicas
    old.#quorumMembers = this.#quorumMembers
    this.#appliedIndex = 0
    this.#clusterId = undefined
    this.#nextProducerId = 0
    this.#brokers = new Map()
    this.#topics = new Map()
    this.#topicsByName = new Map()
    this.#namesByCollisionKey = new Map()
    this.#configs = new Map()
    this.#replicas = new ReplicaIndex()
    this.#quorumMembers = new Map()
    return old
  }

  #apply(record: MetadataRecord, delta: DeltaBuilder): void {
    switch (record.type) {
      case 'cluster':
        this.#clusterId = record.clusterId
        return delta.clusterId()
      case 'registerBroker':
        this.#brokers.set(record.registration.id, record.registration)
        return delta.broker(record.registration.id)
      case 'brokerFencing':
        return this.#applyFencing(record, delta)
      case 'unregisterBroker':
        if (this.#brokers.get(record.brokerId)?.epoch !== record.brokerEpoch) return undefined
        this.#brokers.delete(record.brokerId)
        return delta.broker(record.brokerId)
      case 'topic': {
        const topic = { id: record.topicId, name: record.name, partitions: [] }
        invariant(!this.#topicsByName.has(record.name), 'a topic of this name exists already', { name: record.name })
        this.#topics.set(record.topicId, topic)
        this.#topicsByName.set(record.name, topic)
        this.#namesByCollisionKey.set(collisionKey(record.name), record.name)
        return undefined
      }
      case 'removeTopic':
        return this.#applyRemoveTopic(record, delta)
      case 'partition':
        return this.#applyPartition(record, delta)
      case 'config':
        return this.#applyConfig(record, delta)
      case 'producerIds':
        this.#nextProducerId = record.nextProducerId
        return undefined
      case 'quorumMember':
        this.#quorumMembers.set(record.member.nodeId, record.member)
        return delta.quorumMember(record.member.nodeId)
      case 'removeQuorumMember':
        if (this.#quorumMembers.delete(record.nodeId)) delta.quorumMember(record.nodeId)
        return undefined
      default:
        return unreachable(record)
    }
  }

  #applyFencing(record: BrokerFencingRecord, delta: DeltaBuilder): void {
    const { brokerId, brokerEpoch, fenced, inControlledShutdown } = record
    const registration = this.#brokers.get(brokerId)
    if (registration?.epoch !== brokerEpoch) return
    this.#brokers.set(brokerId, { ...registration, fenced, inControlledShutdown })
    delta.broker(brokerId)
  }

  #applyPartition(record: PartitionRecord, delta: DeltaBuilder): void {
    const topic = this.#topics.get(record.topicId)
    invariant(topic !== undefined, 'a partition record names a topic that does not exist', { ...record })
    invariant(record.partition <= topic.partitions.length, 'partitions are created in order', { ...record })
    const before = topic.partitions[record.partition]
    // Field by field: what a spread makes has a hidden class of its own, three times as large as the object itself.
    const after: PartitionImage = {
      topicId: topic.id,
      topic: topic.name,
      partition: record.partition,
      replicas: record.replicas,
      isr: record.isr,
      elr: record.elr,
      lastKnownElr: record.lastKnownElr,
      leader: record.leader,
      leaderEpoch: record.leaderEpoch,
      partitionEpoch: record.partitionEpoch
    }
    topic.partitions[record.partition] = after
    this.#replicas.update(before, after)
    delta.partition(before, after)
  }

  #applyRemoveTopic(record: RemoveTopicRecord, delta: DeltaBuilder): void {
    const topic = this.#topics.get(record.topicId)
    invariant(topic !== undefined, 'a record removes a topic that does not exist', { ...record })
    this.#topics.delete(topic.id)
    this.#topicsByName.delete(topic.name)
    this.#namesByCollisionKey.delete(collisionKey(topic.name))
    for (const partition of topic.partitions) this.#replicas.remove(partition)
    this.#configs.delete(configResource(ConfigResourceType.topic, topic.name))
    delta.removedTopic(topic)
  }

  #applyConfig(record: ConfigRecord, delta: DeltaBuilder): void {
    const resource = configResource(record.resourceType, record.resourceName)
    const values = new Map(this.#configs.get(resource))
    if (record.value === undefined) values.delete(record.key)
    else values.set(record.key, record.value)
    if (values.size === 0) this.#configs.delete(resource)
    else this.#configs.set(resource, values)
    delta.config(record.resourceType, record.resourceName)
  }

  *#allConfigs(): Generator<{ type: number; name: string; values: ReadonlyMap<string, string> }> {
    for (const [resource, values] of this.#configs) {
      const space = resource.indexOf(' ')
      yield { type: Number(resource.slice(0, space)), name: resource.slice(space + 1), values }
    }
  }

  /** Every resource that has explicitly set values, for comparison of images. */
  configResources(): Iterable<{
    readonly type: number
    readonly name: string
    readonly values: ReadonlyMap<string, string>
  }> {
    return this.#allConfigs()
  }
}

function configResource(type: number, name: string): string {
  return `${type} ${name}`
}
