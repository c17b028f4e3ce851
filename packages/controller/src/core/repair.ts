import type { BrokerId } from '@gregor/base'
import type { MetadataRecord, PartitionImage } from '@gregor/metadata'
import { changePartition } from './partition-change.ts'
import { canLead, type ControllerState } from './state.ts'
import { partitionRules, topicRules } from './topic-rules.ts'

/**
 * Brings all partitions in line with who is fenced. A new active controller does so once: its predecessor may have
 * died between two entries of one large change.
 */
export function repairPartitions(state: ControllerState): MetadataRecord[] {
  return changeAll(state, () => true)
}

/** Looks again for leaders of partitions that have none: after a config may have allowed an unclean election. */
export function electMissingLeaders(state: ControllerState): MetadataRecord[] {
  return changeAll(state, (partition) => !canLead(state, partition.leader))
}

function changeAll(state: ControllerState, concerned: (partition: PartitionImage) => boolean): MetadataRecord[] {
  const rules = topicRules(state.image, state.settings)
  const mayLead = (broker: BrokerId): boolean => canLead(state, broker)
  const live = (broker: BrokerId): boolean => state.image.brokers.get(broker)?.fenced === false
  const records: MetadataRecord[] = []
  for (const { partitions } of state.image.topics.values()) {
    for (const partition of partitions) {
      if (!concerned(partition)) continue
      const isr = partition.isr.filter(live)
      const record = changePartition(partition, { isr }, partitionRules(partition, rules(partition.topic), mayLead))
      if (record !== undefined) records.push(record)
    }
  }
  return records
}
