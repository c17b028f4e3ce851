import type { BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch, PartitionIndex, TopicId } from '@gregor/base'
import type { BrokerRegistration, QuorumMember } from './types.ts'

/** One change to the cluster's metadata: `proto/metadata.proto`'s MetadataRecord with our ids. */
export type MetadataRecord =
  | ClusterRecord
  | RegisterBrokerRecord
  | BrokerFencingRecord
  | UnregisterBrokerRecord
  | TopicRecord
  | RemoveTopicRecord
  | PartitionRecord
  | ConfigRecord
  | ProducerIdsRecord
  | QuorumMemberRecord
  | RemoveQuorumMemberRecord

/** The cluster has got its id: it is bootstrapped. Written once. */
export interface ClusterRecord {
  readonly type: 'cluster'
  readonly clusterId: string
}

/** A new incarnation of a broker; replaces what was known of the broker before. */
export interface RegisterBrokerRecord {
  readonly type: 'registerBroker'
  readonly registration: BrokerRegistration
}

/** Fences or unfences one incarnation, or marks that it is shutting down. Ignored for any other epoch. */
export interface BrokerFencingRecord {
  readonly type: 'brokerFencing'
  readonly brokerId: BrokerId
  readonly brokerEpoch: BrokerEpoch
  readonly fenced: boolean
  readonly inControlledShutdown: boolean
}

export interface UnregisterBrokerRecord {
  readonly type: 'unregisterBroker'
  readonly brokerId: BrokerId
  readonly brokerEpoch: BrokerEpoch
}

export interface TopicRecord {
  readonly type: 'topic'
  readonly topicId: TopicId
  readonly name: string
}

/** The topic, its partitions and its configs are gone. */
export interface RemoveTopicRecord {
  readonly type: 'removeTopic'
  readonly topicId: TopicId
}

/** The whole state of a partition, new or changed. A topic's partitions are created in order of their index. */
export interface PartitionRecord {
  readonly type: 'partition'
  readonly topicId: TopicId
  readonly partition: PartitionIndex
  readonly replicas: readonly BrokerId[]
  readonly isr: readonly BrokerId[]
  readonly elr: readonly BrokerId[]
  readonly lastKnownElr: readonly BrokerId[]
  readonly leader: BrokerId
  readonly leaderEpoch: LeaderEpoch
  readonly partitionEpoch: PartitionEpoch
}

/** Sets (or, with undefined, unsets) one key of a resource. */
export interface ConfigRecord {
  readonly type: 'config'
  /** `ConfigResourceType` */
  readonly resourceType: number
  /** '' = the cluster-wide broker default */
  readonly resourceName: string
  readonly key: string
  readonly value: string | undefined
}

/** All producer ids below have been handed out. */
export interface ProducerIdsRecord {
  readonly type: 'producerIds'
  readonly nextProducerId: number
}

/** A node holds a copy of the metadata log, in this very folder; replaces what was known of the node (KIP-853). */
export interface QuorumMemberRecord {
  readonly type: 'quorumMember'
  readonly member: QuorumMember
}

/** The node is no member of the quorum any more. */
export interface RemoveQuorumMemberRecord {
  readonly type: 'removeQuorumMember'
  readonly nodeId: BrokerId
}
