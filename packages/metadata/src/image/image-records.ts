import type { MetadataRecord, PartitionRecord } from '../records.ts'
import type { MetadataImage, PartitionImage } from '../types.ts'

/** All explicitly set values of one resource. */
export interface ConfigResource {
  readonly type: number
  readonly name: string
  readonly values: ReadonlyMap<string, string>
}

/** The record that states the whole of a partition. */
export function partitionRecord(partition: PartitionImage): PartitionRecord {
  const { topic: _, ...state } = partition
  return { type: 'partition', ...state }
}

/** An image as records, each thing once: the content of a snapshot. */
export function imageRecords(image: MetadataImage, configs: Iterable<ConfigResource>): MetadataRecord[] {
  const records: MetadataRecord[] = []
  if (image.clusterId !== undefined) records.push({ type: 'cluster', clusterId: image.clusterId })
  for (const member of image.quorumMembers.values()) records.push({ type: 'quorumMember', member })
  for (const registration of image.brokers.values()) records.push({ type: 'registerBroker', registration })
  for (const topic of image.topics.values()) {
    records.push({ type: 'topic', topicId: topic.id, name: topic.name })
    for (const partition of topic.partitions) records.push(partitionRecord(partition))
  }
  for (const { type, name, values } of configs) {
    for (const [key, value] of values) {
      records.push({ type: 'config', resourceType: type, resourceName: name, key, value })
    }
  }
  if (image.nextProducerId > 0) records.push({ type: 'producerIds', nextProducerId: image.nextProducerId })
  return records
}
