// Generated from src/schema/messages/describe-topic-partitions.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeTopicPartitionsRequest {
  readonly topics: readonly TopicRequest[]
  readonly responsePartitionLimit: number
  readonly cursor: DescribeTopicPartitionsRequestCursor | null
}

export interface DescribeTopicPartitionsRequestInput {
  readonly topics: readonly TopicRequestInput[]
  readonly responsePartitionLimit?: number | undefined
  readonly cursor?: DescribeTopicPartitionsRequestCursorInput | null | undefined
}

export interface TopicRequest {
  readonly name: string
}

export type TopicRequestInput = TopicRequest

export interface DescribeTopicPartitionsRequestCursor {
  readonly topicName: string
  readonly partitionIndex: number
}

export type DescribeTopicPartitionsRequestCursorInput = DescribeTopicPartitionsRequestCursor

export interface DescribeTopicPartitionsResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly DescribeTopicPartitionsResponseTopic[]
  readonly nextCursor: DescribeTopicPartitionsResponseCursor | null
}

export interface DescribeTopicPartitionsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly DescribeTopicPartitionsResponseTopicInput[]
  readonly nextCursor?: DescribeTopicPartitionsResponseCursorInput | null | undefined
}

export interface DescribeTopicPartitionsResponseTopic {
  readonly errorCode: number
  readonly name: string | null
  readonly topicId: string
  readonly isInternal: boolean
  readonly partitions: readonly DescribeTopicPartitionsResponsePartition[]
  readonly topicAuthorizedOperations: number
}

export interface DescribeTopicPartitionsResponseTopicInput {
  readonly errorCode: number
  readonly name: string | null
  readonly topicId: string
  readonly isInternal?: boolean | undefined
  readonly partitions: readonly DescribeTopicPartitionsResponsePartitionInput[]
  readonly topicAuthorizedOperations?: number | undefined
}

export interface DescribeTopicPartitionsResponsePartition {
  readonly errorCode: number
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly replicaNodes: readonly number[]
  readonly isrNodes: readonly number[]
  readonly eligibleLeaderReplicas: readonly number[] | null
  readonly lastKnownElr: readonly number[] | null
  readonly offlineReplicas: readonly number[]
}

export interface DescribeTopicPartitionsResponsePartitionInput {
  readonly errorCode: number
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch?: number | undefined
  readonly replicaNodes: readonly number[]
  readonly isrNodes: readonly number[]
  readonly eligibleLeaderReplicas?: readonly number[] | null | undefined
  readonly lastKnownElr?: readonly number[] | null | undefined
  readonly offlineReplicas: readonly number[]
}

export interface DescribeTopicPartitionsResponseCursor {
  readonly topicName: string
  readonly partitionIndex: number
}

export type DescribeTopicPartitionsResponseCursorInput = DescribeTopicPartitionsResponseCursor

export function decodeDescribeTopicPartitionsRequest(reader: Reader, version: number): DescribeTopicPartitionsRequest {
  checkVersion('DescribeTopicPartitionsRequest', version, 0, 0)
  const topics: TopicRequest[] = []
  for (let left = reader.compactArrayCount(2); left > 0; left--) topics.push(decodeTopicRequest(reader, version))
  const responsePartitionLimit = reader.int32()
  const cursor = (reader.structPresent() ? decodeDescribeTopicPartitionsRequestCursor(reader, version) : null)
  reader.skipTaggedFields()
  return { topics, responsePartitionLimit, cursor }
}

export function encodeDescribeTopicPartitionsRequest(writer: Writer, message: DescribeTopicPartitionsRequestInput, version: number): void {
  checkVersion('DescribeTopicPartitionsRequest', version, 0, 0)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeTopicRequest(writer, element, version)
  const responsePartitionLimit = message.responsePartitionLimit ?? 2000
  writer.int32(responsePartitionLimit)
  const cursor = message.cursor ?? null
  if (cursor === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeDescribeTopicPartitionsRequestCursor(writer, cursor, version)
  }
  writer.uvarint(0)
}

export function decodeTopicRequest(reader: Reader, _version: number): TopicRequest {
  const name = reader.compactString()
  reader.skipTaggedFields()
  return { name }
}

export function encodeTopicRequest(writer: Writer, message: TopicRequestInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  writer.uvarint(0)
}

export function decodeDescribeTopicPartitionsRequestCursor(reader: Reader, _version: number): DescribeTopicPartitionsRequestCursor {
  const topicName = reader.compactString()
  const partitionIndex = reader.int32()
  reader.skipTaggedFields()
  return { topicName, partitionIndex }
}

export function encodeDescribeTopicPartitionsRequestCursor(writer: Writer, message: DescribeTopicPartitionsRequestCursorInput, _version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  writer.uvarint(0)
}

export function decodeDescribeTopicPartitionsResponse(reader: Reader, version: number): DescribeTopicPartitionsResponse {
  checkVersion('DescribeTopicPartitionsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const topics: DescribeTopicPartitionsResponseTopic[] = []
  for (let left = reader.compactArrayCount(26); left > 0; left--) topics.push(decodeDescribeTopicPartitionsResponseTopic(reader, version))
  const nextCursor = (reader.structPresent() ? decodeDescribeTopicPartitionsResponseCursor(reader, version) : null)
  reader.skipTaggedFields()
  return { throttleTimeMs, topics, nextCursor }
}

export function encodeDescribeTopicPartitionsResponse(writer: Writer, message: DescribeTopicPartitionsResponseInput, version: number): void {
  checkVersion('DescribeTopicPartitionsResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeDescribeTopicPartitionsResponseTopic(writer, element, version)
  const nextCursor = message.nextCursor ?? null
  if (nextCursor === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeDescribeTopicPartitionsResponseCursor(writer, nextCursor, version)
  }
  writer.uvarint(0)
}

export function decodeDescribeTopicPartitionsResponseTopic(reader: Reader, version: number): DescribeTopicPartitionsResponseTopic {
  const errorCode = reader.int16()
  const name = reader.compactNullableString()
  const topicId = reader.uuid()
  const isInternal = reader.bool()
  const partitions: DescribeTopicPartitionsResponsePartition[] = []
  for (let left = reader.compactArrayCount(20); left > 0; left--) partitions.push(decodeDescribeTopicPartitionsResponsePartition(reader, version))
  const topicAuthorizedOperations = reader.int32()
  reader.skipTaggedFields()
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations }
}

export function encodeDescribeTopicPartitionsResponseTopic(writer: Writer, message: DescribeTopicPartitionsResponseTopicInput, version: number): void {
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const name = message.name
  writer.compactNullableString(name)
  const topicId = message.topicId
  writer.uuid(topicId)
  const isInternal = message.isInternal ?? false
  writer.bool(isInternal)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeDescribeTopicPartitionsResponsePartition(writer, element, version)
  const topicAuthorizedOperations = message.topicAuthorizedOperations ?? -2147483648
  writer.int32(topicAuthorizedOperations)
  writer.uvarint(0)
}

export function decodeDescribeTopicPartitionsResponsePartition(reader: Reader, _version: number): DescribeTopicPartitionsResponsePartition {
  const errorCode = reader.int16()
  const partitionIndex = reader.int32()
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  const replicaNodes: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) replicaNodes.push(reader.int32())
  const isrNodes: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) isrNodes.push(reader.int32())
  let eligibleLeaderReplicas: number[] | null = null
  {
    const count = reader.compactNullableArrayCount(4)
    if (count < 0) eligibleLeaderReplicas = null
    else {
      eligibleLeaderReplicas = []
      for (let left = count; left > 0; left--) eligibleLeaderReplicas.push(reader.int32())
    }
  }
  let lastKnownElr: number[] | null = null
  {
    const count = reader.compactNullableArrayCount(4)
    if (count < 0) lastKnownElr = null
    else {
      lastKnownElr = []
      for (let left = count; left > 0; left--) lastKnownElr.push(reader.int32())
    }
  }
  const offlineReplicas: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) offlineReplicas.push(reader.int32())
  reader.skipTaggedFields()
  return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, eligibleLeaderReplicas, lastKnownElr, offlineReplicas }
}

export function encodeDescribeTopicPartitionsResponsePartition(writer: Writer, message: DescribeTopicPartitionsResponsePartitionInput, _version: number): void {
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const leaderId = message.leaderId
  writer.int32(leaderId)
  const leaderEpoch = message.leaderEpoch ?? -1
  writer.int32(leaderEpoch)
  const replicaNodes = message.replicaNodes
  writer.compactArrayCount(replicaNodes.length)
  for (const element of replicaNodes) writer.int32(element)
  const isrNodes = message.isrNodes
  writer.compactArrayCount(isrNodes.length)
  for (const element of isrNodes) writer.int32(element)
  const eligibleLeaderReplicas = message.eligibleLeaderReplicas ?? null
  writer.compactArrayCount(eligibleLeaderReplicas === null ? -1 : eligibleLeaderReplicas.length)
  if (eligibleLeaderReplicas !== null) for (const element of eligibleLeaderReplicas) writer.int32(element)
  const lastKnownElr = message.lastKnownElr ?? null
  writer.compactArrayCount(lastKnownElr === null ? -1 : lastKnownElr.length)
  if (lastKnownElr !== null) for (const element of lastKnownElr) writer.int32(element)
  const offlineReplicas = message.offlineReplicas
  writer.compactArrayCount(offlineReplicas.length)
  for (const element of offlineReplicas) writer.int32(element)
  writer.uvarint(0)
}

export function decodeDescribeTopicPartitionsResponseCursor(reader: Reader, _version: number): DescribeTopicPartitionsResponseCursor {
  const topicName = reader.compactString()
  const partitionIndex = reader.int32()
  reader.skipTaggedFields()
  return { topicName, partitionIndex }
}

export function encodeDescribeTopicPartitionsResponseCursor(writer: Writer, message: DescribeTopicPartitionsResponseCursorInput, _version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  writer.uvarint(0)
}

export const DescribeTopicPartitionsApi: Api<DescribeTopicPartitionsRequest, DescribeTopicPartitionsRequestInput, DescribeTopicPartitionsResponse, DescribeTopicPartitionsResponseInput> = {
  key: 75,
  name: 'DescribeTopicPartitions',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeDescribeTopicPartitionsRequest,
  encodeRequest: encodeDescribeTopicPartitionsRequest,
  decodeResponse: decodeDescribeTopicPartitionsResponse,
  encodeResponse: encodeDescribeTopicPartitionsResponse
}
