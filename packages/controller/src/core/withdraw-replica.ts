import type { BrokerId } from '@gregor/base'
import type { PartitionImage, PartitionRecord } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { changePartition } from './partition-change.ts'
import { canLead, type ControllerState } from './state.ts'
import { partitionRules, type TopicRules } from './topic-rules.ts'

/**
 * Counts out a replica whose log is damaged: it is neither in sync nor eligible any more, and does not lead. The record
 * that does it begins a new leader epoch in any case: no follower's progress of before, which the leader may still
 * believe, brings the replica back (it is about to be emptied). ELIGIBLE_LEADERS_NOT_AVAILABLE when it is the last one
 * that may have everything: then nothing changes, and the partition waits for it.
 */
export function withdrawReplica(
  state: ControllerState,
  brokerId: BrokerId,
  { partition, rules }: { readonly partition: PartitionImage; readonly rules: TopicRules }
): PartitionRecord | number {
  if (!partition.replicas.includes(brokerId)) return ErrorCode.INVALID_REQUEST
  const mayLead = (broker: BrokerId): boolean => broker !== brokerId && canLead(state, broker)
  const isr = partition.isr.filter((broker) => broker !== brokerId)
  const wish = { isr, wiped: brokerId, newEpoch: true }
  const record = changePartition(partition, wish, partitionRules(partition, rules, mayLead))
  if (record === undefined) return ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE
  const left = [...record.isr, ...record.elr, ...record.lastKnownElr]
  return left.length === 0 ? ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE : record
}
