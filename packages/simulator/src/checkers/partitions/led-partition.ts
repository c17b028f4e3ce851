import type { BrokerId, LeaderEpoch, PartitionIndex, TopicId } from '@gregor/base'

/** A partition as its leader sees it. */
export interface LedPartition {
  readonly leaderEpoch: LeaderEpoch
  /** In sync, as the leader last heard of the controller. */
  readonly isr: readonly BrokerId[]
  /** The same and all whom the leader has proposed since. */
  readonly maximalIsr: readonly BrokerId[]
  readonly minInsyncReplicas: number
}

/** What a replica manager may tell besides what it is for. */
export interface LedPartitions {
  led?(topicId: TopicId, partition: PartitionIndex): LedPartition | undefined
}
