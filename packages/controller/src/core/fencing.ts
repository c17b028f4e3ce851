import type { BrokerId } from '@gregor/base'
import type { BrokerRegistration, MetadataRecord, PartitionRecord } from '@gregor/metadata'
import { changePartition } from './partition-change.ts'
import { canLead, type ControllerState } from './state.ts'
import { partitionRules, topicRules } from './topic-rules.ts'

/** Takes a broker out of all in-sync replicas and its leaderships away; then it is fenced. */
export function fence(state: ControllerState, broker: BrokerRegistration): MetadataRecord[] {
  return [...withdraw(state, broker.id), fencingRecord(broker, { fenced: true })]
}

/** The same for a broker that asks to go: it stays unfenced, so that clients may still be sent away by it. */
export function startShutdown(state: ControllerState, broker: BrokerRegistration): MetadataRecord[] {
  return [fencingRecord(broker, { inControlledShutdown: true }), ...withdraw(state, broker.id)]
}

/** Lets a broker take part again; partitions that had to wait for it get their leader. */
export function unfence(state: ControllerState, broker: BrokerRegistration): MetadataRecord[] {
  const rules = topicRules(state.image, state.settings)
  const mayLead = (other: BrokerId): boolean => other === broker.id || canLead(state, other)
  const records: MetadataRecord[] = [fencingRecord(broker, { fenced: false, inControlledShutdown: false })]
  for (const partition of state.image.partitionsOf(broker.id)) {
    if (mayLead(partition.leader)) continue
    const record = changePartition(partition, {}, partitionRules(partition, rules(partition.topic), mayLead))
    if (record !== undefined) records.push(record)
  }
  return records
}

/** Partitions without the broker among in-sync replicas or as a leader. */
export function withdraw(state: ControllerState, broker: BrokerId): PartitionRecord[] {
  const rules = topicRules(state.image, state.settings)
  const mayLead = (other: BrokerId): boolean => other !== broker && canLead(state, other)
  const records: PartitionRecord[] = []
  for (const partition of state.image.partitionsOf(broker)) {
    if (partition.leader !== broker && !partition.isr.includes(broker)) continue
    const isr = partition.isr.filter((other) => other !== broker)
    const record = changePartition(partition, { isr }, partitionRules(partition, rules(partition.topic), mayLead))
    if (record !== undefined) records.push(record)
  }
  return records
}

function fencingRecord(
  { id, epoch, fenced, inControlledShutdown }: BrokerRegistration,
  change: { readonly fenced?: boolean; readonly inControlledShutdown?: boolean }
): MetadataRecord {
  return { type: 'brokerFencing', brokerId: id, brokerEpoch: epoch, fenced, inControlledShutdown, ...change }
}
