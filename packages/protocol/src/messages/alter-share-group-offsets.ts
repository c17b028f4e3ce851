// Generated from src/schema/messages/alter-share-group-offsets.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterShareGroupOffsetsRequest {
  readonly groupId: string
  readonly topics: readonly AlterShareGroupOffsetsRequestTopic[]
}

export type AlterShareGroupOffsetsRequestInput = AlterShareGroupOffsetsRequest

export interface AlterShareGroupOffsetsRequestTopic {
  readonly topicName: string
  readonly partitions: readonly AlterShareGroupOffsetsRequestPartition[]
}

export type AlterShareGroupOffsetsRequestTopicInput = AlterShareGroupOffsetsRequestTopic

export interface AlterShareGroupOffsetsRequestPartition {
  readonly partitionIndex: number
  readonly startOffset: number
}

export type AlterShareGroupOffsetsRequestPartitionInput = AlterShareGroupOffsetsRequestPartition

export interface AlterShareGroupOffsetsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly responses: readonly AlterShareGroupOffsetsResponseTopic[]
}

export interface AlterShareGroupOffsetsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly responses: readonly AlterShareGroupOffsetsResponseTopicInput[]
}

export interface AlterShareGroupOffsetsResponseTopic {
  readonly topicName: string
  readonly topicId: string
  readonly partitions: readonly AlterShareGroupOffsetsResponsePartition[]
}

export interface AlterShareGroupOffsetsResponseTopicInput {
  readonly topicName: string
  readonly topicId: string
  readonly partitions: readonly AlterShareGroupOffsetsResponsePartitionInput[]
}

export interface AlterShareGroupOffsetsResponsePartition {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface AlterShareGroupOffsetsResponsePartitionInput {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export function decodeAlterShareGroupOffsetsRequest(reader: Reader, version: number): AlterShareGroupOffsetsRequest {
  checkVersion('AlterShareGroupOffsetsRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: AlterShareGroupOffsetsRequestTopic[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeAlterShareGroupOffsetsRequestTopic(reader, version))
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeAlterShareGroupOffsetsRequest(writer: Writer, message: AlterShareGroupOffsetsRequestInput, version: number): void {
  checkVersion('AlterShareGroupOffsetsRequest', version, 0, 0)
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeAlterShareGroupOffsetsRequestTopic(writer, element, version)
  writer.uvarint(0)
}

export function decodeAlterShareGroupOffsetsRequestTopic(reader: Reader, version: number): AlterShareGroupOffsetsRequestTopic {
  const topicName = reader.compactString()
  const partitions: AlterShareGroupOffsetsRequestPartition[] = []
  for (let left = reader.compactArrayCount(13); left > 0; left--) partitions.push(decodeAlterShareGroupOffsetsRequestPartition(reader, version))
  reader.skipTaggedFields()
  return { topicName, partitions }
}

export function encodeAlterShareGroupOffsetsRequestTopic(writer: Writer, message: AlterShareGroupOffsetsRequestTopicInput, version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeAlterShareGroupOffsetsRequestPartition(writer, element, version)
  writer.uvarint(0)
}

export function decodeAlterShareGroupOffsetsRequestPartition(reader: Reader, _version: number): AlterShareGroupOffsetsRequestPartition {
  const partitionIndex = reader.int32()
  const startOffset = reader.int64()
  reader.skipTaggedFields()
  return { partitionIndex, startOffset }
}

export function encodeAlterShareGroupOffsetsRequestPartition(writer: Writer, message: AlterShareGroupOffsetsRequestPartitionInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const startOffset = message.startOffset
  writer.int64(startOffset)
  writer.uvarint(0)
}

export function decodeAlterShareGroupOffsetsResponse(reader: Reader, version: number): AlterShareGroupOffsetsResponse {
  checkVersion('AlterShareGroupOffsetsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const responses: AlterShareGroupOffsetsResponseTopic[] = []
  for (let left = reader.compactArrayCount(19); left > 0; left--) responses.push(decodeAlterShareGroupOffsetsResponseTopic(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, responses }
}

export function encodeAlterShareGroupOffsetsResponse(writer: Writer, message: AlterShareGroupOffsetsResponseInput, version: number): void {
  checkVersion('AlterShareGroupOffsetsResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const responses = message.responses
  writer.compactArrayCount(responses.length)
  for (const element of responses) encodeAlterShareGroupOffsetsResponseTopic(writer, element, version)
  writer.uvarint(0)
}

export function decodeAlterShareGroupOffsetsResponseTopic(reader: Reader, version: number): AlterShareGroupOffsetsResponseTopic {
  const topicName = reader.compactString()
  const topicId = reader.uuid()
  const partitions: AlterShareGroupOffsetsResponsePartition[] = []
  for (let left = reader.compactArrayCount(8); left > 0; left--) partitions.push(decodeAlterShareGroupOffsetsResponsePartition(reader, version))
  reader.skipTaggedFields()
  return { topicName, topicId, partitions }
}

export function encodeAlterShareGroupOffsetsResponseTopic(writer: Writer, message: AlterShareGroupOffsetsResponseTopicInput, version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeAlterShareGroupOffsetsResponsePartition(writer, element, version)
  writer.uvarint(0)
}

export function decodeAlterShareGroupOffsetsResponsePartition(reader: Reader, _version: number): AlterShareGroupOffsetsResponsePartition {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage }
}

export function encodeAlterShareGroupOffsetsResponsePartition(writer: Writer, message: AlterShareGroupOffsetsResponsePartitionInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const AlterShareGroupOffsetsApi: Api<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsRequestInput, AlterShareGroupOffsetsResponse, AlterShareGroupOffsetsResponseInput> = {
  key: 91,
  name: 'AlterShareGroupOffsets',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeAlterShareGroupOffsetsRequest,
  encodeRequest: encodeAlterShareGroupOffsetsRequest,
  decodeResponse: decodeAlterShareGroupOffsetsResponse,
  encodeResponse: encodeAlterShareGroupOffsetsResponse
}
