import { ZERO_TOPIC_ID } from '@gregor/base'
import { isInternalTopic, topicNameProblem, type MetadataImage, type TopicImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  DescribeTopicPartitionsApi,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsResponseInput,
  type DescribeTopicPartitionsResponseTopicInput
} from '@gregor/protocol/messages/describe-topic-partitions'
import { topicOperations } from '../authorized-operations.ts'
import { reachabilityOf, viewPartition, type Reachability } from '../partition-view.ts'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import { CloseConnection } from '../request-context.ts'

/** Partitions in one response, however many the client takes (Kafka's `max.request.partition.size.limit`). */
const PARTITIONS_MAX = 2000

/**
 * DescribeTopicPartitions: v0
 *
 * Behavior:
 * - Topics in the order of their names, those asked for or all, with eligible leader replicas (KIP-966).
 * - At most 2000 partitions a response; the cursor tells where the next request goes on. A topic that was deleted in
 *   between is passed over.
 * - A cursor with a negative partition closes the connection: the response has no place for an error.
 */
export function describeTopicPartitionsHandler(ports: { readonly metadata: MetadataSource }): ServedApi {
  return serve(DescribeTopicPartitionsApi, {
    versions: { min: 0, max: 0 },
    handle: (request, { connection }) => describe(ports.metadata.image, request, connection.listener),
    errorCodes: ({ topics }) => topics.map(({ errorCode }) => errorCode)
  })
}

function describe(
  image: MetadataImage,
  request: DescribeTopicPartitionsRequest,
  listener: string
): DescribeTopicPartitionsResponseInput {
  const { cursor } = request
  if (cursor !== null && cursor.partitionIndex < 0) {
    throw new CloseConnection(`sent DescribeTopicPartitions with a cursor at partition ${cursor.partitionIndex}`)
  }
  const reachability = reachabilityOf(image, { listener, unreachableCode: ErrorCode.LISTENER_NOT_FOUND })
  const topics: DescribeTopicPartitionsResponseTopicInput[] = []
  let room = Math.min(Math.max(request.responsePartitionLimit, 1), PARTITIONS_MAX)
  for (const name of namesFrom(image, request)) {
    const topic = image.topicByName(name)
    const start = cursor?.topicName === name ? cursor.partitionIndex : 0
    if (topic === undefined) {
      topics.push(unknownTopic(name))
      continue
    }
    if (room === 0) return { topics, nextCursor: { topicName: name, partitionIndex: start } }
    topics.push(describeTopic(topic, { start, end: start + room, reachability }))
    const end = Math.min(start + room, topic.partitions.length)
    if (end < topic.partitions.length) return { topics, nextCursor: { topicName: name, partitionIndex: end } }
    room -= Math.max(0, end - start)
  }
  return { topics, nextCursor: null }
}

/** The names to describe, each once, from the cursor's topic on. */
function namesFrom(image: MetadataImage, { topics, cursor }: DescribeTopicPartitionsRequest): string[] {
  const names =
    topics.length === 0 ? Array.from(image.topics.values(), ({ name }) => name) : topics.map(({ name }) => name)
  const sorted = [...new Set(names)].sort(byCodeUnits)
  return cursor === null ? sorted : sorted.filter((name) => byCodeUnits(name, cursor.topicName) >= 0)
}

const byCodeUnits = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

function describeTopic(
  topic: TopicImage,
  { start, end, reachability }: { start: number; end: number; reachability: Reachability }
): DescribeTopicPartitionsResponseTopicInput {
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: topic.partitions.slice(start, end).map((partition) => ({
      ...viewPartition(partition, reachability),
      eligibleLeaderReplicas: partition.elr,
      lastKnownElr: partition.lastKnownElr
    })),
    topicAuthorizedOperations: topicOperations
  }
}

function unknownTopic(name: string): DescribeTopicPartitionsResponseTopicInput {
  const invalid = topicNameProblem(name) !== undefined
  const errorCode = invalid ? ErrorCode.INVALID_TOPIC_EXCEPTION : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  return { errorCode, name, topicId: ZERO_TOPIC_ID, partitions: [] }
}
