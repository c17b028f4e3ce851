// Generated from src/schema/messages/list-offsets.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListOffsetsRequest {
  readonly replicaId: number
  /** v2+ */
  readonly isolationLevel: number
  readonly topics: readonly ListOffsetsTopic[]
  /** v10+ */
  readonly timeoutMs: number
}

export interface ListOffsetsRequestInput {
  readonly replicaId: number
  readonly isolationLevel?: number | undefined
  readonly topics: readonly ListOffsetsTopicInput[]
  readonly timeoutMs: number
}

export interface ListOffsetsTopic {
  readonly name: string
  readonly partitions: readonly ListOffsetsPartition[]
}

export interface ListOffsetsTopicInput {
  readonly name: string
  readonly partitions: readonly ListOffsetsPartitionInput[]
}

export interface ListOffsetsPartition {
  readonly partitionIndex: number
  /** v4+ */
  readonly currentLeaderEpoch: number
  readonly timestamp: number
}

export interface ListOffsetsPartitionInput {
  readonly partitionIndex: number
  readonly currentLeaderEpoch?: number | undefined
  readonly timestamp: number
}

export interface ListOffsetsResponse {
  /** v2+ */
  readonly throttleTimeMs: number
  readonly topics: readonly ListOffsetsTopicResponse[]
}

export interface ListOffsetsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly ListOffsetsTopicResponseInput[]
}

export interface ListOffsetsTopicResponse {
  readonly name: string
  readonly partitions: readonly ListOffsetsPartitionResponse[]
}

export interface ListOffsetsTopicResponseInput {
  readonly name: string
  readonly partitions: readonly ListOffsetsPartitionResponseInput[]
}

export interface ListOffsetsPartitionResponse {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly timestamp: number
  readonly offset: number
  /** v4+ */
  readonly leaderEpoch: number
}

export interface ListOffsetsPartitionResponseInput {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly timestamp?: number | undefined
  readonly offset?: number | undefined
  readonly leaderEpoch?: number | undefined
}

export function decodeListOffsetsRequest(reader: Reader, version: number): ListOffsetsRequest {
  checkVersion('ListOffsetsRequest', version, 1, 11)
  const flexible = version >= 6
  const replicaId = reader.int32()
  const isolationLevel: number = version >= 2 ? reader.int8() : 0
  const topics: ListOffsetsTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeListOffsetsTopic(reader, version))
  const timeoutMs: number = version >= 10 ? reader.int32() : 0
  if (flexible) reader.skipTaggedFields()
  return { replicaId, isolationLevel, topics, timeoutMs }
}

export function encodeListOffsetsRequest(writer: Writer, message: ListOffsetsRequestInput, version: number): void {
  checkVersion('ListOffsetsRequest', version, 1, 11)
  const flexible = version >= 6
  const replicaId = message.replicaId
  writer.int32(replicaId)
  const isolationLevel = message.isolationLevel ?? 0
  if (version >= 2) {
    writer.int8(isolationLevel)
  } else if (isolationLevel !== 0) notInVersion('ListOffsetsRequest.isolationLevel', version)
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeListOffsetsTopic(writer, element, version)
  const timeoutMs = message.timeoutMs
  if (version >= 10) {
    writer.int32(timeoutMs)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeListOffsetsTopic(reader: Reader, version: number): ListOffsetsTopic {
  const flexible = version >= 6
  const name = (flexible ? reader.compactString() : reader.string())
  const partitions: ListOffsetsPartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(17) : reader.arrayCount(12)); left > 0; left--) partitions.push(decodeListOffsetsPartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeListOffsetsTopic(writer: Writer, message: ListOffsetsTopicInput, version: number): void {
  const flexible = version >= 6
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeListOffsetsPartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeListOffsetsPartition(reader: Reader, version: number): ListOffsetsPartition {
  const flexible = version >= 6
  const partitionIndex = reader.int32()
  const currentLeaderEpoch: number = version >= 4 ? reader.int32() : -1
  const timestamp = reader.int64()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, currentLeaderEpoch, timestamp }
}

export function encodeListOffsetsPartition(writer: Writer, message: ListOffsetsPartitionInput, version: number): void {
  const flexible = version >= 6
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const currentLeaderEpoch = message.currentLeaderEpoch ?? -1
  if (version >= 4) {
    writer.int32(currentLeaderEpoch)
  }
  const timestamp = message.timestamp
  writer.int64(timestamp)
  if (flexible) writer.uvarint(0)
}

export function decodeListOffsetsResponse(reader: Reader, version: number): ListOffsetsResponse {
  checkVersion('ListOffsetsResponse', version, 1, 11)
  const flexible = version >= 6
  const throttleTimeMs: number = version >= 2 ? reader.int32() : 0
  const topics: ListOffsetsTopicResponse[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeListOffsetsTopicResponse(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeListOffsetsResponse(writer: Writer, message: ListOffsetsResponseInput, version: number): void {
  checkVersion('ListOffsetsResponse', version, 1, 11)
  const flexible = version >= 6
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 2) {
    writer.int32(throttleTimeMs)
  }
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeListOffsetsTopicResponse(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeListOffsetsTopicResponse(reader: Reader, version: number): ListOffsetsTopicResponse {
  const flexible = version >= 6
  const name = (flexible ? reader.compactString() : reader.string())
  const partitions: ListOffsetsPartitionResponse[] = []
  for (let left = (flexible ? reader.compactArrayCount(27) : reader.arrayCount(22)); left > 0; left--) partitions.push(decodeListOffsetsPartitionResponse(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeListOffsetsTopicResponse(writer: Writer, message: ListOffsetsTopicResponseInput, version: number): void {
  const flexible = version >= 6
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeListOffsetsPartitionResponse(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeListOffsetsPartitionResponse(reader: Reader, version: number): ListOffsetsPartitionResponse {
  const flexible = version >= 6
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const timestamp = reader.int64()
  const offset = reader.int64()
  const leaderEpoch: number = version >= 4 ? reader.int32() : -1
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, errorCode, timestamp, offset, leaderEpoch }
}

export function encodeListOffsetsPartitionResponse(writer: Writer, message: ListOffsetsPartitionResponseInput, version: number): void {
  const flexible = version >= 6
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const timestamp = message.timestamp ?? -1
  writer.int64(timestamp)
  const offset = message.offset ?? -1
  writer.int64(offset)
  const leaderEpoch = message.leaderEpoch ?? -1
  if (version >= 4) {
    writer.int32(leaderEpoch)
  } else if (leaderEpoch !== -1) notInVersion('ListOffsetsPartitionResponse.leaderEpoch', version)
  if (flexible) writer.uvarint(0)
}

export const ListOffsetsApi: Api<ListOffsetsRequest, ListOffsetsRequestInput, ListOffsetsResponse, ListOffsetsResponseInput> = {
  key: 2,
  name: 'ListOffsets',
  versions: { min: 1, max: 11 },
  flexibleFrom: 6,
  decodeRequest: decodeListOffsetsRequest,
  encodeRequest: encodeListOffsetsRequest,
  decodeResponse: decodeListOffsetsResponse,
  encodeResponse: encodeListOffsetsResponse
}
