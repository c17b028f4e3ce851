// Generated from src/schema/messages/txn-offset-commit.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface TxnOffsetCommitRequest {
  readonly transactionalId: string
  readonly groupId: string
  readonly producerId: number
  readonly producerEpoch: number
  /** v3+ */
  readonly generationIdOrMemberEpoch: number
  /** v3+ */
  readonly memberId: string
  /** v3+ */
  readonly groupInstanceId: string | null
  readonly topics: readonly TxnOffsetCommitRequestTopic[]
}

export interface TxnOffsetCommitRequestInput {
  readonly transactionalId: string
  readonly groupId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly generationIdOrMemberEpoch?: number | undefined
  readonly memberId?: string | undefined
  readonly groupInstanceId?: string | null | undefined
  readonly topics: readonly TxnOffsetCommitRequestTopicInput[]
}

export interface TxnOffsetCommitRequestTopic {
  /** v0-5 */
  readonly name: string
  /** v6 */
  readonly topicId: string
  readonly partitions: readonly TxnOffsetCommitRequestPartition[]
}

export interface TxnOffsetCommitRequestTopicInput {
  readonly name?: string | undefined
  readonly topicId: string
  readonly partitions: readonly TxnOffsetCommitRequestPartitionInput[]
}

export interface TxnOffsetCommitRequestPartition {
  readonly partitionIndex: number
  readonly committedOffset: number
  /** v2+ */
  readonly committedLeaderEpoch: number
  readonly committedMetadata: string | null
}

export interface TxnOffsetCommitRequestPartitionInput {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch?: number | undefined
  readonly committedMetadata: string | null
}

export interface TxnOffsetCommitResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly TxnOffsetCommitResponseTopic[]
}

export interface TxnOffsetCommitResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly TxnOffsetCommitResponseTopicInput[]
}

export interface TxnOffsetCommitResponseTopic {
  /** v0-5 */
  readonly name: string
  /** v6 */
  readonly topicId: string
  readonly partitions: readonly TxnOffsetCommitResponsePartition[]
}

export interface TxnOffsetCommitResponseTopicInput {
  readonly name?: string | undefined
  readonly topicId: string
  readonly partitions: readonly TxnOffsetCommitResponsePartitionInput[]
}

export interface TxnOffsetCommitResponsePartition {
  readonly partitionIndex: number
  readonly errorCode: number
}

export type TxnOffsetCommitResponsePartitionInput = TxnOffsetCommitResponsePartition

export function decodeTxnOffsetCommitRequest(reader: Reader, version: number): TxnOffsetCommitRequest {
  checkVersion('TxnOffsetCommitRequest', version, 0, 6)
  const flexible = version >= 3
  const transactionalId = (flexible ? reader.compactString() : reader.string())
  const groupId = (flexible ? reader.compactString() : reader.string())
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const generationIdOrMemberEpoch: number = version >= 3 ? reader.int32() : -1
  const memberId: string = version >= 3 ? reader.compactString() : ''
  const groupInstanceId: string | null = version >= 3 ? reader.compactNullableString() : null
  const topics: TxnOffsetCommitRequestTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeTxnOffsetCommitRequestTopic(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, groupId, producerId, producerEpoch, generationIdOrMemberEpoch, memberId, groupInstanceId, topics }
}

export function encodeTxnOffsetCommitRequest(writer: Writer, message: TxnOffsetCommitRequestInput, version: number): void {
  checkVersion('TxnOffsetCommitRequest', version, 0, 6)
  const flexible = version >= 3
  const transactionalId = message.transactionalId
  if (flexible) writer.compactString(transactionalId)
  else writer.string(transactionalId)
  const groupId = message.groupId
  if (flexible) writer.compactString(groupId)
  else writer.string(groupId)
  const producerId = message.producerId
  writer.int64(producerId)
  const producerEpoch = message.producerEpoch
  writer.int16(producerEpoch)
  const generationIdOrMemberEpoch = message.generationIdOrMemberEpoch ?? -1
  if (version >= 3) {
    writer.int32(generationIdOrMemberEpoch)
  } else if (generationIdOrMemberEpoch !== -1) notInVersion('TxnOffsetCommitRequest.generationIdOrMemberEpoch', version)
  const memberId = message.memberId ?? ''
  if (version >= 3) {
    writer.compactString(memberId)
  } else if (memberId !== '') notInVersion('TxnOffsetCommitRequest.memberId', version)
  const groupInstanceId = message.groupInstanceId ?? null
  if (version >= 3) {
    writer.compactNullableString(groupInstanceId)
  } else if (groupInstanceId !== null) notInVersion('TxnOffsetCommitRequest.groupInstanceId', version)
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeTxnOffsetCommitRequestTopic(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeTxnOffsetCommitRequestTopic(reader: Reader, version: number): TxnOffsetCommitRequestTopic {
  const flexible = version >= 3
  const name: string = version <= 5 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId: string = version >= 6 ? reader.uuid() : ZERO_TOPIC_ID
  const partitions: TxnOffsetCommitRequestPartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(18) : reader.arrayCount(14)); left > 0; left--) partitions.push(decodeTxnOffsetCommitRequestPartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitions }
}

export function encodeTxnOffsetCommitRequestTopic(writer: Writer, message: TxnOffsetCommitRequestTopicInput, version: number): void {
  const flexible = version >= 3
  const name = message.name ?? ''
  if (version <= 5) {
    if (flexible) writer.compactString(name)
    else writer.string(name)
  }
  const topicId = message.topicId
  if (version >= 6) {
    writer.uuid(topicId)
  }
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeTxnOffsetCommitRequestPartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeTxnOffsetCommitRequestPartition(reader: Reader, version: number): TxnOffsetCommitRequestPartition {
  const flexible = version >= 3
  const partitionIndex = reader.int32()
  const committedOffset = reader.int64()
  const committedLeaderEpoch: number = version >= 2 ? reader.int32() : -1
  const committedMetadata = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }
}

export function encodeTxnOffsetCommitRequestPartition(writer: Writer, message: TxnOffsetCommitRequestPartitionInput, version: number): void {
  const flexible = version >= 3
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const committedOffset = message.committedOffset
  writer.int64(committedOffset)
  const committedLeaderEpoch = message.committedLeaderEpoch ?? -1
  if (version >= 2) {
    writer.int32(committedLeaderEpoch)
  }
  const committedMetadata = message.committedMetadata
  if (flexible) writer.compactNullableString(committedMetadata)
  else writer.nullableString(committedMetadata)
  if (flexible) writer.uvarint(0)
}

export function decodeTxnOffsetCommitResponse(reader: Reader, version: number): TxnOffsetCommitResponse {
  checkVersion('TxnOffsetCommitResponse', version, 0, 6)
  const flexible = version >= 3
  const throttleTimeMs = reader.int32()
  const topics: TxnOffsetCommitResponseTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeTxnOffsetCommitResponseTopic(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeTxnOffsetCommitResponse(writer: Writer, message: TxnOffsetCommitResponseInput, version: number): void {
  checkVersion('TxnOffsetCommitResponse', version, 0, 6)
  const flexible = version >= 3
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeTxnOffsetCommitResponseTopic(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeTxnOffsetCommitResponseTopic(reader: Reader, version: number): TxnOffsetCommitResponseTopic {
  const flexible = version >= 3
  const name: string = version <= 5 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId: string = version >= 6 ? reader.uuid() : ZERO_TOPIC_ID
  const partitions: TxnOffsetCommitResponsePartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(7) : reader.arrayCount(6)); left > 0; left--) partitions.push(decodeTxnOffsetCommitResponsePartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitions }
}

export function encodeTxnOffsetCommitResponseTopic(writer: Writer, message: TxnOffsetCommitResponseTopicInput, version: number): void {
  const flexible = version >= 3
  const name = message.name ?? ''
  if (version <= 5) {
    if (flexible) writer.compactString(name)
    else writer.string(name)
  }
  const topicId = message.topicId
  if (version >= 6) {
    writer.uuid(topicId)
  }
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeTxnOffsetCommitResponsePartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeTxnOffsetCommitResponsePartition(reader: Reader, version: number): TxnOffsetCommitResponsePartition {
  const flexible = version >= 3
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, errorCode }
}

export function encodeTxnOffsetCommitResponsePartition(writer: Writer, message: TxnOffsetCommitResponsePartitionInput, version: number): void {
  const flexible = version >= 3
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  if (flexible) writer.uvarint(0)
}

export const TxnOffsetCommitApi: Api<TxnOffsetCommitRequest, TxnOffsetCommitRequestInput, TxnOffsetCommitResponse, TxnOffsetCommitResponseInput> = {
  key: 28,
  name: 'TxnOffsetCommit',
  versions: { min: 0, max: 6 },
  flexibleFrom: 3,
  decodeRequest: decodeTxnOffsetCommitRequest,
  encodeRequest: encodeTxnOffsetCommitRequest,
  decodeResponse: decodeTxnOffsetCommitResponse,
  encodeResponse: encodeTxnOffsetCommitResponse
}
