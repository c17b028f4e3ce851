// Generated from src/schema/messages/consumer-protocol-assignment.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerProtocolAssignment {
  readonly assignedPartitions: readonly TopicPartition[]
  readonly userData: Buffer | null
}

export interface ConsumerProtocolAssignmentInput {
  readonly assignedPartitions: readonly TopicPartitionInput[]
  readonly userData?: Buffer | null | undefined
}

export interface TopicPartition {
  readonly topic: string
  readonly partitions: readonly number[]
}

export type TopicPartitionInput = TopicPartition

export function decodeConsumerProtocolAssignment(reader: Reader, version: number): ConsumerProtocolAssignment {
  checkVersion('ConsumerProtocolAssignment', version, 0, 3)
  const assignedPartitions: TopicPartition[] = []
  for (let left = reader.arrayCount(6); left > 0; left--) assignedPartitions.push(decodeTopicPartition(reader, version))
  const userData = reader.nullableBytes()
  return { assignedPartitions, userData }
}

export function encodeConsumerProtocolAssignment(writer: Writer, message: ConsumerProtocolAssignmentInput, version: number): void {
  checkVersion('ConsumerProtocolAssignment', version, 0, 3)
  const assignedPartitions = message.assignedPartitions
  writer.arrayCount(assignedPartitions.length)
  for (const element of assignedPartitions) encodeTopicPartition(writer, element, version)
  const userData = message.userData ?? null
  writer.nullableBytes(userData)
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

export const ConsumerProtocolAssignmentVersions = { min: 0, max: 3 } as const
