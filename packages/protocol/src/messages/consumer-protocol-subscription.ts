// Generated from src/schema/messages/consumer-protocol-subscription.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerProtocolSubscription {
  readonly topics: readonly string[]
  readonly userData: Buffer | null
  /** v1+ */
  readonly ownedPartitions: readonly TopicPartition[]
  /** v2+ */
  readonly generationId: number
  /** v3 */
  readonly rackId: string | null
}

export interface ConsumerProtocolSubscriptionInput {
  readonly topics: readonly string[]
  readonly userData?: Buffer | null | undefined
  readonly ownedPartitions: readonly TopicPartitionInput[]
  readonly generationId?: number | undefined
  readonly rackId?: string | null | undefined
}

export interface TopicPartition {
  readonly topic: string
  readonly partitions: readonly number[]
}

export type TopicPartitionInput = TopicPartition

export function decodeConsumerProtocolSubscription(reader: Reader, version: number): ConsumerProtocolSubscription {
  checkVersion('ConsumerProtocolSubscription', version, 0, 3)
  const topics: string[] = []
  for (let left = reader.arrayCount(2); left > 0; left--) topics.push(reader.string())
  const userData = reader.nullableBytes()
  const ownedPartitions: TopicPartition[] = []
  if (version >= 1) for (let left = reader.arrayCount(6); left > 0; left--) ownedPartitions.push(decodeTopicPartition(reader, version))
  const generationId: number = version >= 2 ? reader.int32() : -1
  const rackId: string | null = version >= 3 ? reader.nullableString() : null
  return { topics, userData, ownedPartitions, generationId, rackId }
}

export function encodeConsumerProtocolSubscription(writer: Writer, message: ConsumerProtocolSubscriptionInput, version: number): void {
  checkVersion('ConsumerProtocolSubscription', version, 0, 3)
  const topics = message.topics
  writer.arrayCount(topics.length)
  for (const element of topics) writer.string(element)
  const userData = message.userData ?? null
  writer.nullableBytes(userData)
  const ownedPartitions = message.ownedPartitions
  if (version >= 1) {
    writer.arrayCount(ownedPartitions.length)
    for (const element of ownedPartitions) encodeTopicPartition(writer, element, version)
  }
  const generationId = message.generationId ?? -1
  if (version >= 2) {
    writer.int32(generationId)
  }
  const rackId = message.rackId ?? null
  if (version >= 3) {
    writer.nullableString(rackId)
  }
}

export function decodeTopicPartition(reader: Reader, _version: number): TopicPartition {
  const topic = reader.string()
  const partitions: number[] = []
  for (let left = reader.arrayCount(4); left > 0; left--) partitions.push(reader.int32())
  return { topic, partitions }
}

export function encodeTopicPartition(writer: Writer, message: TopicPartitionInput, _version: number): void {
  const topic = message.topic
  writer.string(topic)
  const partitions = message.partitions
  writer.arrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
}

export const ConsumerProtocolSubscriptionVersions = { min: 0, max: 3 } as const
