import {
  BrokerEpoch,
  BrokerId,
  LeaderEpoch,
  NO_BROKER,
  PartitionEpoch,
  PartitionIndex,
  TopicId,
  ZERO_TOPIC_ID
} from '@gregor/base'
import { MetadataStore, type MetadataDelta, type MetadataImage, type MetadataRecord } from '@gregor/metadata'
import type { MetadataSource } from '../../src/ports.ts'

export interface FakeBroker {
  readonly id: number
  readonly fenced?: boolean
  readonly rack?: string
  readonly host?: string
  readonly port?: number
  readonly listeners?: readonly string[]
}

export interface FakeTopic {
  readonly name: string
  /** The leader of each partition; -1 = none. */
  readonly leaders: readonly number[]
  readonly replicas?: readonly number[]
  readonly isr?: readonly number[]
  readonly elr?: readonly number[]
}

export const CLUSTER_ID = 'c0ffee00c0ffee00c0ffee'

/** The metadata of a cluster that a test makes up, in the real image. */
export class FakeCluster implements MetadataSource {
  readonly store = new MetadataStore()
  private readonly listeners = new Set<(delta: MetadataDelta, image: MetadataImage) => void>()
  private topicCount = 0

  constructor(brokers: readonly FakeBroker[] = [{ id: 1 }, { id: 2 }, { id: 3 }]) {
    this.replay([{ type: 'cluster', clusterId: CLUSTER_ID }])
    for (const broker of brokers) this.addBroker(broker)
  }

  get image(): MetadataImage {
    return this.store
  }

  get listenerCount(): number {
    return this.listeners.size
  }

  onDelta(listener: (delta: MetadataDelta, image: MetadataImage) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  replay(records: readonly MetadataRecord[]): void {
    const delta = this.store.replay(this.store.appliedIndex + 1, records)
    for (const listener of this.listeners) listener(delta, this.store)
  }

  addBroker({
    id,
    fenced = false,
    rack,
    host = `host${id}`,
    port = 9090 + id,
    listeners = ['PLAINTEXT']
  }: FakeBroker): void {
    this.replay([
      {
        type: 'registerBroker',
        registration: {
          id: BrokerId(id),
          incarnationId: ZERO_TOPIC_ID,
          epoch: BrokerEpoch(this.store.appliedIndex + 1),
          endpoints: listeners.map((name) => ({ name, host, port, securityProtocol: 'PLAINTEXT' })),
          rpcHost: host,
          rpcPort: 19_090 + id,
          rack,
          fenced,
          inControlledShutdown: false
        }
      }
    ])
  }

  /** Returns the id of the new topic. */
  addTopic({ name, leaders, replicas = [1, 2, 3], isr = replicas, elr = [] }: FakeTopic): TopicId {
    const topicId = TopicId(Buffer.alloc(16, ++this.topicCount).toString('base64url'))
    const ids = (numbers: readonly number[]): BrokerId[] => numbers.map((id) => BrokerId(id))
    this.replay([
      { type: 'topic', topicId, name },
      ...leaders.map((leader, partition): MetadataRecord => ({
        type: 'partition',
        topicId,
        partition: PartitionIndex(partition),
        replicas: ids(replicas),
        isr: ids(isr),
        elr: ids(elr),
        lastKnownElr: [],
        leader: leader < 0 ? NO_BROKER : BrokerId(leader),
        leaderEpoch: LeaderEpoch(5),
        partitionEpoch: PartitionEpoch(7)
      }))
    ])
    return topicId
  }

  /** The controller fences a broker; partitions that it led have `leader` then. */
  fence(id: number, leader: number): void {
    const { epoch } = this.store.brokers.get(BrokerId(id))!
    const led = [...this.store.partitionsOf(BrokerId(id))].filter((partition) => partition.leader === id)
    this.replay([
      { type: 'brokerFencing', brokerId: BrokerId(id), brokerEpoch: epoch, fenced: true, inControlledShutdown: false },
      ...led.map((partition): MetadataRecord => ({ ...partition, type: 'partition', leader: BrokerId(leader) }))
    ])
  }

  removeTopic(topicId: TopicId): void {
    this.replay([{ type: 'removeTopic', topicId }])
  }

  setConfig(resourceType: number, resourceName: string, key: string, value: string): void {
    this.replay([{ type: 'config', resourceType, resourceName, key, value }])
  }
}
