// Generated from src/schema/messages/consumer-group-target-assignment-member-value.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupTargetAssignmentMemberValue {
  readonly topicPartitions: readonly TopicPartition[]
}

export type ConsumerGroupTargetAssignmentMemberValueInput = ConsumerGroupTargetAssignmentMemberValue

export interface TopicPartition {
  readonly topicId: string
  readonly partitions: readonly number[]
}

export type TopicPartitionInput = TopicPartition

export function decodeConsumerGroupTargetAssignmentMemberValue(reader: Reader, version: number): ConsumerGroupTargetAssignmentMemberValue {
  checkVersion('ConsumerGroupTargetAssignmentMemberValue', version, 0, 0)
  const topicPartitions: TopicPartition[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topicPartitions.push(decodeTopicPartition(reader, version))
  reader.skipTaggedFields()
  return { topicPartitions }
}

export function encodeConsumerGroupTargetAssignmentMemberValue(writer: Writer, message: ConsumerGroupTargetAssignmentMemberValueInput, version: number): void {
  checkVersion('ConsumerGroupTargetAssignmentMemberValue', version, 0, 0)
  const topicPartitions = message.topicPartitions
  writer.compactArrayCount(topicPartitions.length)
  for (const element of topicPartitions) encodeTopicPartition(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopicPartition(reader: Reader, _version: number): TopicPartition {
  const topicId = reader.uuid()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeTopicPartition(writer: Writer, message: TopicPartitionInput, _version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export const ConsumerGroupTargetAssignmentMemberValueVersions = { min: 0, max: 0 } as const
