import { LeaderEpoch } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  ListOffsetsApi,
  type ListOffsetsPartition,
  type ListOffsetsPartitionResponseInput,
  type ListOffsetsRequest,
  type ListOffsetsTopic
} from '@gregor/protocol/messages/list-offsets'
import { OffsetSpec, type Replicas } from '@gregor/replication'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import { findPartition } from '../topic-reference.ts'

interface Ports {
  readonly metadata: MetadataSource
  readonly replicas: Replicas
}

/** Special timestamps of tiered storage, which this broker does not have: there is no such offset. */
const TIERED_SPECS: ReadonlyMap<number, { readonly versionMin: number }> = new Map([
  [-5, { versionMin: 9 }],
  [-6, { versionMin: 11 }]
])

/** Special timestamps by the version that brought them. */
const SPEC_VERSION_MIN: ReadonlyMap<number, number> = new Map([
  [OffsetSpec.latest, 0],
  [OffsetSpec.earliest, 0],
  [OffsetSpec.maxTimestamp, 7],
  [OffsetSpec.earliestLocal, 8],
  ...Array.from(TIERED_SPECS, ([spec, { versionMin }]) => [spec, versionMin] as const)
])

/**
 * ListOffsets: v1-11
 *
 * Behavior:
 * - The first offset at or after a timestamp, or one of the special offsets, as leader. -1 when there is none.
 * - A partition named twice is refused with INVALID_REQUEST.
 * - The replica id is ignored: everybody gets what a consumer gets.
 * - Without tiered storage, the latest tiered and the earliest pending upload are -1.
 *
 * Version notes:
 * - v2: isolation level; v4: leader epochs (KIP-320)
 * - v7: -3, the largest timestamp (KIP-734); v8: -4, the earliest local (KIP-405); v9: -5, the latest tiered
 *   (KIP-1005); v10: a timeout for remote reads, ignored; v11: -6, the earliest pending upload (KIP-1023)
 */
export function listOffsetsHandler(ports: Ports): ServedApi {
  return serve(ListOffsetsApi, {
    versions: { min: 1, max: 11 },
    handle: async (request, { apiVersion: version }) => {
      const duplicates = duplicatePartitions(request)
      const topics = request.topics.map(async (topic) => ({
        name: topic.name,
        partitions: await Promise.all(
          topic.partitions.map((partition) => listOffset(ports, { request, topic, partition, version, duplicates }))
        )
      }))
      return { topics: await Promise.all(topics) }
    },
    errorCodes: ({ topics }) => topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
  })
}

function duplicatePartitions(request: ListOffsetsRequest): ReadonlySet<string> {
  const seen = new Set<string>()
  const duplicates = new Set<string>()
  for (const { name, partitions } of request.topics) {
    for (const { partitionIndex } of partitions) {
      const key = `${name}-${partitionIndex}`
      if (seen.has(key)) duplicates.add(key)
      seen.add(key)
    }
  }
  return duplicates
}

async function listOffset(
  { metadata, replicas }: Ports,
  options: {
    readonly request: ListOffsetsRequest
    readonly topic: ListOffsetsTopic
    readonly partition: ListOffsetsPartition
    readonly version: number
    readonly duplicates: ReadonlySet<string>
  }
): Promise<ListOffsetsPartitionResponseInput> {
  const { request, topic, partition, version, duplicates } = options
  const { timestamp, partitionIndex } = partition
  if (duplicates.has(`${topic.name}-${partitionIndex}`)) return failed(partition, ErrorCode.INVALID_REQUEST)
  const place = locate(metadata.image, topic.name, partitionIndex)
  if (place === undefined) return failed(partition, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  if (timestamp < 0 && version < (SPEC_VERSION_MIN.get(timestamp) ?? Infinity)) {
    return failed(partition, ErrorCode.UNSUPPORTED_VERSION)
  }
  if (TIERED_SPECS.has(timestamp)) return failed(partition, ErrorCode.NONE)
  const entry = { ...place, timestamp, currentLeaderEpoch: LeaderEpoch(partition.currentLeaderEpoch) }
  const outcome = await replicas.listOffset(entry, { readCommitted: request.isolationLevel === 1 })
  const { errorCode, offset, timestampMs, leaderEpoch } = outcome
  const found = { partitionIndex, errorCode, offset, timestamp: timestampMs }
  return version >= 4 ? { ...found, leaderEpoch } : found
}

function locate(image: MetadataImage, name: string, index: number) {
  const topic = image.topicByName(name)
  const partition = topic && findPartition(topic, index)
  return topic === undefined || partition === undefined ? undefined : { topicId: topic.id, partition }
}

/** Offset and timestamp stay -1. */
function failed({ partitionIndex }: ListOffsetsPartition, errorCode: number): ListOffsetsPartitionResponseInput {
  return { partitionIndex, errorCode }
}
