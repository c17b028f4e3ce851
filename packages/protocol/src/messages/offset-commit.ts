// Generated from src/schema/messages/offset-commit.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetCommitRequest {
  readonly groupId: string
  readonly generationIdOrMemberEpoch: number
  readonly memberId: string
  /** v7+ */
  readonly groupInstanceId: string | null
  /** v2-4 */
  readonly retentionTimeMs: number
  readonly topics: readonly OffsetCommitRequestTopic[]
}

export interface OffsetCommitRequestInput {
  readonly groupId: string
  readonly generationIdOrMemberEpoch?: number | undefined
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly retentionTimeMs?: number | undefined
  readonly topics: readonly OffsetCommitRequestTopicInput[]
}

export interface OffsetCommitRequestTopic {
  /** v2-9 */
  readonly name: string
  /** v10 */
  readonly topicId: string
  readonly partitions: readonly OffsetCommitRequestPartition[]
}

export interface OffsetCommitRequestTopicInput {
  readonly name?: string | undefined
  readonly topicId: string
  readonly partitions: readonly OffsetCommitRequestPartitionInput[]
}

export interface OffsetCommitRequestPartition {
  readonly partitionIndex: number
  readonly committedOffset: number
  /** v6+ */
  readonly committedLeaderEpoch: number
  readonly committedMetadata: string | null
}

export interface OffsetCommitRequestPartitionInput {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch?: number | undefined
  readonly committedMetadata: string | null
}

export interface OffsetCommitResponse {
  /** v3+ */
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetCommitResponseTopic[]
}

export interface OffsetCommitResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly OffsetCommitResponseTopicInput[]
}

export interface OffsetCommitResponseTopic {
  /** v2-9 */
  readonly name: string
  /** v10 */
  readonly topicId: string
  readonly partitions: readonly OffsetCommitResponsePartition[]
}

export interface OffsetCommitResponseTopicInput {
  readonly name?: string | undefined
  readonly topicId: string
  readonly partitions: readonly OffsetCommitResponsePartitionInput[]
}

export interface OffsetCommitResponsePartition {
  readonly partitionIndex: number
  readonly errorCode: number
}

export type OffsetCommitResponsePartitionInput = OffsetCommitResponsePartition

export function decodeOffsetCommitRequest(reader: Reader, version: number): OffsetCommitRequest {
  checkVersion('OffsetCommitRequest', version, 2, 10)
  const flexible = version >= 8
  const groupId = (flexible ? reader.compactString() : reader.string())
  const generationIdOrMemberEpoch = reader.int32()
  const memberId = (flexible ? reader.compactString() : reader.string())
  const groupInstanceId: string | null = version >= 7 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const retentionTimeMs: number = version <= 4 ? reader.int64() : -1
  const topics: OffsetCommitRequestTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeOffsetCommitRequestTopic(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics }
}

export function encodeOffsetCommitRequest(writer: Writer, message: OffsetCommitRequestInput, version: number): void {
  checkVersion('OffsetCommitRequest', version, 2, 10)
  const flexible = version >= 8
  const groupId = message.groupId
  if (flexible) writer.compactString(groupId)
  else writer.string(groupId)
  const generationIdOrMemberEpoch = message.generationIdOrMemberEpoch ?? -1
  writer.int32(generationIdOrMemberEpoch)
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const groupInstanceId = message.groupInstanceId ?? null
  if (version >= 7) {
    if (flexible) writer.compactNullableString(groupInstanceId)
    else writer.nullableString(groupInstanceId)
  } else if (groupInstanceId !== null) notInVersion('OffsetCommitRequest.groupInstanceId', version)
  const retentionTimeMs = message.retentionTimeMs ?? -1
  if (version <= 4) {
    writer.int64(retentionTimeMs)
  }
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeOffsetCommitRequestTopic(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetCommitRequestTopic(reader: Reader, version: number): OffsetCommitRequestTopic {
  const flexible = version >= 8
  const name: string = version <= 9 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId: string = version >= 10 ? reader.uuid() : ZERO_TOPIC_ID
  const partitions: OffsetCommitRequestPartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(18) : reader.arrayCount(14)); left > 0; left--) partitions.push(decodeOffsetCommitRequestPartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitions }
}

export function encodeOffsetCommitRequestTopic(writer: Writer, message: OffsetCommitRequestTopicInput, version: number): void {
  const flexible = version >= 8
  const name = message.name ?? ''
  if (version <= 9) {
    if (flexible) writer.compactString(name)
    else writer.string(name)
  }
  const topicId = message.topicId
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeOffsetCommitRequestPartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetCommitRequestPartition(reader: Reader, version: number): OffsetCommitRequestPartition {
  const flexible = version >= 8
  const partitionIndex = reader.int32()
  const committedOffset = reader.int64()
  const committedLeaderEpoch: number = version >= 6 ? reader.int32() : -1
  const committedMetadata = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }
}

export function encodeOffsetCommitRequestPartition(writer: Writer, message: OffsetCommitRequestPartitionInput, version: number): void {
  const flexible = version >= 8
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const committedOffset = message.committedOffset
  writer.int64(committedOffset)
  const committedLeaderEpoch = message.committedLeaderEpoch ?? -1
  if (version >= 6) {
    writer.int32(committedLeaderEpoch)
  }
  const committedMetadata = message.committedMetadata
  if (flexible) writer.compactNullableString(committedMetadata)
  else writer.nullableString(committedMetadata)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetCommitResponse(reader: Reader, version: number): OffsetCommitResponse {
  checkVersion('OffsetCommitResponse', version, 2, 10)
  const flexible = version >= 8
  const throttleTimeMs: number = version >= 3 ? reader.int32() : 0
  const topics: OffsetCommitResponseTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeOffsetCommitResponseTopic(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeOffsetCommitResponse(writer: Writer, message: OffsetCommitResponseInput, version: number): void {
  checkVersion('OffsetCommitResponse', version, 2, 10)
  const flexible = version >= 8
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 3) {
    writer.int32(throttleTimeMs)
  }
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeOffsetCommitResponseTopic(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetCommitResponseTopic(reader: Reader, version: number): OffsetCommitResponseTopic {
  const flexible = version >= 8
  const name: string = version <= 9 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId: string = version >= 10 ? reader.uuid() : ZERO_TOPIC_ID
  const partitions: OffsetCommitResponsePartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(7) : reader.arrayCount(6)); left > 0; left--) partitions.push(decodeOffsetCommitResponsePartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitions }
}

export function encodeOffsetCommitResponseTopic(writer: Writer, message: OffsetCommitResponseTopicInput, version: number): void {
  const flexible = version >= 8
  const name = message.name ?? ''
  if (version <= 9) {
    if (flexible) writer.compactString(name)
    else writer.string(name)
  }
  const topicId = message.topicId
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeOffsetCommitResponsePartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetCommitResponsePartition(reader: Reader, version: number): OffsetCommitResponsePartition {
  const flexible = version >= 8
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, errorCode }
}

export function encodeOffsetCommitResponsePartition(writer: Writer, message: OffsetCommitResponsePartitionInput, version: number): void {
  const flexible = version >= 8
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  if (flexible) writer.uvarint(0)
}

export const OffsetCommitApi: Api<OffsetCommitRequest, OffsetCommitRequestInput, OffsetCommitResponse, OffsetCommitResponseInput> = {
  key: 8,
  name: 'OffsetCommit',
  versions: { min: 2, max: 10 },
  flexibleFrom: 8,
  decodeRequest: decodeOffsetCommitRequest,
  encodeRequest: encodeOffsetCommitRequest,
  decodeResponse: decodeOffsetCommitResponse,
  encodeResponse: encodeOffsetCommitResponse
}
