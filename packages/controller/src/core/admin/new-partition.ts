import { LeaderEpoch, PartitionEpoch, PartitionIndex, type TopicId } from '@gregor/base'
import type { PartitionRecord } from '@gregor/metadata'
import type { ControllerState } from '../state.ts'
import { initialMembers, type Replicas } from './replica-assignment.ts'

/** The record that creates a partition. */
export function newPartition(
  state: ControllerState,
  options: { readonly topicId: TopicId; readonly partition: number; readonly replicas: Replicas }
): PartitionRecord {
  const { topicId, partition, replicas } = options
  return {
    type: 'partition',
    topicId,
    partition: PartitionIndex(partition),
    replicas,
    ...initialMembers(state, replicas),
    elr: [],
    lastKnownElr: [],
    leaderEpoch: LeaderEpoch(0),
    partitionEpoch: PartitionEpoch(0)
  }
}
