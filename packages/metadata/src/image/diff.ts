import type {
  BrokerRegistration,
  MetadataDelta,
  MetadataImage,
  PartitionImage,
  QuorumMember,
  TopicImage
} from '../types.ts'
import { DeltaBuilder } from './delta-builder.ts'
import type { ConfigResource } from './image-records.ts'

interface ComparableImage extends MetadataImage {
  configResources(): Iterable<ConfigResource>
}

/** What leads from one image to another: the delta of a snapshot that replaces what a node had. */
export function diffImages(before: ComparableImage, after: ComparableImage): MetadataDelta {
  const delta = new DeltaBuilder()
  if (before.clusterId !== after.clusterId) delta.clusterId()
  for (const topic of before.topics.values()) if (!after.topics.has(topic.id)) delta.removedTopic(topic)
  for (const topic of after.topics.values()) diffTopic(before.topics.get(topic.id), topic, delta)
  for (const id of new Set([...before.brokers.keys(), ...after.brokers.keys()])) {
    if (!sameRegistration(before.brokers.get(id), after.brokers.get(id))) delta.broker(id)
  }
  for (const id of new Set([...before.quorumMembers.keys(), ...after.quorumMembers.keys()])) {
    if (!sameMember(before.quorumMembers.get(id), after.quorumMembers.get(id))) delta.quorumMember(id)
  }
  diffConfigs(before, after, delta)
  diffConfigs(after, before, delta)
  return delta.build()
}

function diffTopic(before: TopicImage | undefined, after: TopicImage, delta: DeltaBuilder): void {
  for (const partition of after.partitions) {
    const old = before?.partitions[partition.partition]
    if (!sameVersion(old, partition)) delta.partition(old, partition)
  }
}

/** A partition's epoch counts its changes, so two states of one epoch are the same. */
function sameVersion(before: PartitionImage | undefined, after: PartitionImage): boolean {
  return (
    before !== undefined && before.partitionEpoch === after.partitionEpoch && before.leaderEpoch === after.leaderEpoch
  )
}

function sameRegistration(before: BrokerRegistration | undefined, after: BrokerRegistration | undefined): boolean {
  return (
    before?.epoch === after?.epoch &&
    before?.fenced === after?.fenced &&
    before?.inControlledShutdown === after?.inControlledShutdown
  )
}

function sameMember(before: QuorumMember | undefined, after: QuorumMember | undefined): boolean {
  return (
    before?.directoryId === after?.directoryId &&
    before?.host === after?.host &&
    before?.port === after?.port &&
    before?.voter === after?.voter
  )
}

function diffConfigs(left: ComparableImage, right: ComparableImage, delta: DeltaBuilder): void {
  for (const { type, name, values } of left.configResources()) {
    const others = right.configOverrides(type, name)
    const same = values.size === others.size && [...values].every(([key, value]) => others.get(key) === value)
    if (!same) delta.config(type, name)
  }
}
