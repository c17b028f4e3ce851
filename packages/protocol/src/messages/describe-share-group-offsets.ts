// Generated from src/schema/messages/describe-share-group-offsets.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeShareGroupOffsetsRequest {
  readonly groups: readonly DescribeShareGroupOffsetsRequestGroup[]
}

export type DescribeShareGroupOffsetsRequestInput = DescribeShareGroupOffsetsRequest

export interface DescribeShareGroupOffsetsRequestGroup {
  readonly groupId: string
  readonly topics: readonly DescribeShareGroupOffsetsRequestTopic[] | null
}

export type DescribeShareGroupOffsetsRequestGroupInput = DescribeShareGroupOffsetsRequestGroup

export interface DescribeShareGroupOffsetsRequestTopic {
  readonly topicName: string
  readonly partitions: readonly number[]
}

export type DescribeShareGroupOffsetsRequestTopicInput = DescribeShareGroupOffsetsRequestTopic

export interface DescribeShareGroupOffsetsResponse {
  readonly throttleTimeMs: number
  readonly groups: readonly DescribeShareGroupOffsetsResponseGroup[]
}

export interface DescribeShareGroupOffsetsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly groups: readonly DescribeShareGroupOffsetsResponseGroupInput[]
}

export interface DescribeShareGroupOffsetsResponseGroup {
  readonly groupId: string
  readonly topics: readonly DescribeShareGroupOffsetsResponseTopic[]
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface DescribeShareGroupOffsetsResponseGroupInput {
  readonly groupId: string
  readonly topics: readonly DescribeShareGroupOffsetsResponseTopicInput[]
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export interface DescribeShareGroupOffsetsResponseTopic {
  readonly topicName: string
  readonly topicId: string
  readonly partitions: readonly DescribeShareGroupOffsetsResponsePartition[]
}

export interface DescribeShareGroupOffsetsResponseTopicInput {
  readonly topicName: string
  readonly topicId: string
  readonly partitions: readonly DescribeShareGroupOffsetsResponsePartitionInput[]
}

export interface DescribeShareGroupOffsetsResponsePartition {
  readonly partitionIndex: number
  readonly startOffset: number
  readonly leaderEpoch: number
  /** v1 */
  readonly lag: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface DescribeShareGroupOffsetsResponsePartitionInput {
  readonly partitionIndex: number
  readonly startOffset: number
  readonly leaderEpoch: number
  readonly lag?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export function decodeDescribeShareGroupOffsetsRequest(reader: Reader, version: number): DescribeShareGroupOffsetsRequest {
  checkVersion('DescribeShareGroupOffsetsRequest', version, 0, 1)
  const groups: DescribeShareGroupOffsetsRequestGroup[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) groups.push(decodeDescribeShareGroupOffsetsRequestGroup(reader, version))
  reader.skipTaggedFields()
  return { groups }
}

export function encodeDescribeShareGroupOffsetsRequest(writer: Writer, message: DescribeShareGroupOffsetsRequestInput, version: number): void {
  checkVersion('DescribeShareGroupOffsetsRequest', version, 0, 1)
  const groups = message.groups
  writer.compactArrayCount(groups.length)
  for (const element of groups) encodeDescribeShareGroupOffsetsRequestGroup(writer, element, version)
  writer.uvarint(0)
}

export function decodeDescribeShareGroupOffsetsRequestGroup(reader: Reader, version: number): DescribeShareGroupOffsetsRequestGroup {
  const groupId = reader.compactString()
  let topics: DescribeShareGroupOffsetsRequestTopic[] | null = []
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) topics = null
    else {
      topics = []
      for (let left = count; left > 0; left--) topics.push(decodeDescribeShareGroupOffsetsRequestTopic(reader, version))
    }
  }
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeDescribeShareGroupOffsetsRequestGroup(writer: Writer, message: DescribeShareGroupOffsetsRequestGroupInput, version: number): void {
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics === null ? -1 : topics.length)
  if (topics !== null) for (const element of topics) encodeDescribeShareGroupOffsetsRequestTopic(writer, element, version)
  writer.uvarint(0)
}

export function decodeDescribeShareGroupOffsetsRequestTopic(reader: Reader, _version: number): DescribeShareGroupOffsetsRequestTopic {
  const topicName = reader.compactString()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { topicName, partitions }
}

export function encodeDescribeShareGroupOffsetsRequestTopic(writer: Writer, message: DescribeShareGroupOffsetsRequestTopicInput, _version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export function decodeDescribeShareGroupOffsetsResponse(reader: Reader, version: number): DescribeShareGroupOffsetsResponse {
  checkVersion('DescribeShareGroupOffsetsResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const groups: DescribeShareGroupOffsetsResponseGroup[] = []
  for (let left = reader.compactArrayCount(6); left > 0; left--) groups.push(decodeDescribeShareGroupOffsetsResponseGroup(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, groups }
}

export function encodeDescribeShareGroupOffsetsResponse(writer: Writer, message: DescribeShareGroupOffsetsResponseInput, version: number): void {
  checkVersion('DescribeShareGroupOffsetsResponse', version, 0, 1)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const groups = message.groups
  writer.compactArrayCount(groups.length)
  for (const element of groups) encodeDescribeShareGroupOffsetsResponseGroup(writer, element, version)
  writer.uvarint(0)
}

export function decodeDescribeShareGroupOffsetsResponseGroup(reader: Reader, version: number): DescribeShareGroupOffsetsResponseGroup {
  const groupId = reader.compactString()
  const topics: DescribeShareGroupOffsetsResponseTopic[] = []
  for (let left = reader.compactArrayCount(19); left > 0; left--) topics.push(decodeDescribeShareGroupOffsetsResponseTopic(reader, version))
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { groupId, topics, errorCode, errorMessage }
}

export function encodeDescribeShareGroupOffsetsResponseGroup(writer: Writer, message: DescribeShareGroupOffsetsResponseGroupInput, version: number): void {
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeDescribeShareGroupOffsetsResponseTopic(writer, element, version)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export function decodeDescribeShareGroupOffsetsResponseTopic(reader: Reader, version: number): DescribeShareGroupOffsetsResponseTopic {
  const topicName = reader.compactString()
  const topicId = reader.uuid()
  const partitions: DescribeShareGroupOffsetsResponsePartition[] = []
  for (let left = reader.compactArrayCount(20); left > 0; left--) partitions.push(decodeDescribeShareGroupOffsetsResponsePartition(reader, version))
  reader.skipTaggedFields()
  return { topicName, topicId, partitions }
}

export function encodeDescribeShareGroupOffsetsResponseTopic(writer: Writer, message: DescribeShareGroupOffsetsResponseTopicInput, version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeDescribeShareGroupOffsetsResponsePartition(writer, element, version)
  writer.uvarint(0)
}

export function decodeDescribeShareGroupOffsetsResponsePartition(reader: Reader, version: number): DescribeShareGroupOffsetsResponsePartition {
  const partitionIndex = reader.int32()
  const startOffset = reader.int64()
  const leaderEpoch = reader.int32()
  const lag: number = version >= 1 ? reader.int64() : -1
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage }
}

export function encodeDescribeShareGroupOffsetsResponsePartition(writer: Writer, message: DescribeShareGroupOffsetsResponsePartitionInput, version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const startOffset = message.startOffset
  writer.int64(startOffset)
  const leaderEpoch = message.leaderEpoch
  writer.int32(leaderEpoch)
  const lag = message.lag ?? -1
  if (version >= 1) {
    writer.int64(lag)
  }
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const DescribeShareGroupOffsetsApi: Api<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsRequestInput, DescribeShareGroupOffsetsResponse, DescribeShareGroupOffsetsResponseInput> = {
  key: 90,
  name: 'DescribeShareGroupOffsets',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeDescribeShareGroupOffsetsRequest,
  encodeRequest: encodeDescribeShareGroupOffsetsRequest,
  decodeResponse: decodeDescribeShareGroupOffsetsResponse,
  encodeResponse: encodeDescribeShareGroupOffsetsResponse
}
