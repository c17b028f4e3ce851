import type { BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch, PartitionIndex, TopicId } from '@gregor/base'

/** Where clients reach a broker, by listener name. */
export interface Endpoint {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly securityProtocol: string
}

/** A broker that has registered. */
export interface BrokerRegistration {
  readonly id: BrokerId
  readonly incarnationId: string
  readonly epoch: BrokerEpoch
  readonly endpoints: readonly Endpoint[]
  readonly rpcHost: string
  readonly rpcPort: number
  /** `broker.rack`; undefined = none. */
  readonly rack: string | undefined
  /** Identity of its data folder: another one than before means that the old data are gone. '' or undefined = unknown. */
  readonly storageId?: string
  /** A fenced broker leads nothing and is in no ISR. */
  readonly fenced: boolean
  readonly inControlledShutdown: boolean
}

/**
 * A node that holds a copy of the metadata log. A voter is a node and a folder, as in Kafka (KIP-853): the same node with
 * another folder has forgotten what it promised. Who votes at present is a matter of Raft's membership.
 */
export interface QuorumMember {
  readonly nodeId: BrokerId
  /** `directory.id` of the folder of its metadata log; '' = unknown. */
  readonly directoryId: string
  /** Address of its gRPC server. */
  readonly host: string
  readonly port: number
  /** Votes, or shall as soon as it has caught up. */
  readonly voter: boolean
}

/** The state of one partition as the controller decided it. */
export interface PartitionImage {
  readonly topicId: TopicId
  readonly topic: string
  readonly partition: PartitionIndex
  /** In order of preference. */
  readonly replicas: readonly BrokerId[]
  readonly isr: readonly BrokerId[]
  /** Eligible leader replicas (KIP-966). */
  readonly elr: readonly BrokerId[]
  readonly lastKnownElr: readonly BrokerId[]
  /** NO_BROKER when nobody can lead. */
  readonly leader: BrokerId
  readonly leaderEpoch: LeaderEpoch
  readonly partitionEpoch: PartitionEpoch
}

export interface TopicImage {
  readonly id: TopicId
  readonly name: string
  /** By partition index; dense. */
  readonly partitions: readonly PartitionImage[]
}

/** Kafka's ConfigResource types that the metadata log stores. */
export const ConfigResourceType = { topic: 2, broker: 4, group: 32 } as const

/** The cluster's metadata at one index of the metadata log; read-only view of a mutable image. */
export interface MetadataImage {
  /** Index of the last entry applied; 0 = none. */
  readonly appliedIndex: number
  /** Undefined until the cluster has been bootstrapped. */
  readonly clusterId: string | undefined
  readonly brokers: ReadonlyMap<BrokerId, BrokerRegistration>
  readonly topics: ReadonlyMap<TopicId, TopicImage>
  readonly nextProducerId: number
  /** Voters and learners; empty until the first active controller has recorded them. */
  readonly quorumMembers: ReadonlyMap<BrokerId, QuorumMember>
  topicByName(name: string): TopicImage | undefined
  partition(topicId: TopicId, partition: PartitionIndex): PartitionImage | undefined
  /** Partitions that have `broker` among their replicas, without scanning all topics. */
  partitionsOf(broker: BrokerId): Iterable<PartitionImage>
  /** Explicitly set values only. `name` is '' for the cluster-wide broker default. */
  configOverrides(type: number, name: string): ReadonlyMap<string, string>
}

/** What one batch of records changed: enough for a broker to touch only that. */
export interface MetadataDelta {
  /** New or changed partitions, the state before (undefined when new) and after. */
  readonly partitions: readonly { readonly before: PartitionImage | undefined; readonly after: PartitionImage }[]
  readonly removedTopics: readonly TopicImage[]
  /** Brokers registered, fenced, unfenced, moved or gone. */
  readonly brokers: readonly BrokerId[]
  readonly configs: readonly { readonly type: number; readonly name: string }[]
  readonly clusterIdSet: boolean
  /** Members of the quorum that came, changed or went. */
  readonly quorumMembers: readonly BrokerId[]
}
