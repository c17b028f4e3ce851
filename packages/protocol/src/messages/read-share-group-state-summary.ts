// Generated from src/schema/messages/read-share-group-state-summary.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ReadShareGroupStateSummaryRequest {
  readonly groupId: string
  readonly topics: readonly ReadStateSummaryData[]
}

export type ReadShareGroupStateSummaryRequestInput = ReadShareGroupStateSummaryRequest

export interface ReadStateSummaryData {
  readonly topicId: string
  readonly partitions: readonly PartitionData[]
}

export type ReadStateSummaryDataInput = ReadStateSummaryData

export interface PartitionData {
  readonly partition: number
  readonly leaderEpoch: number
}

export type PartitionDataInput = PartitionData

export interface ReadShareGroupStateSummaryResponse {
  readonly results: readonly ReadStateSummaryResult[]
}

export interface ReadShareGroupStateSummaryResponseInput {
  readonly results: readonly ReadStateSummaryResultInput[]
}

export interface ReadStateSummaryResult {
  readonly topicId: string
  readonly partitions: readonly PartitionResult[]
}

export interface ReadStateSummaryResultInput {
  readonly topicId: string
  readonly partitions: readonly PartitionResultInput[]
}

export interface PartitionResult {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly stateEpoch: number
  readonly leaderEpoch: number
  readonly startOffset: number
  /** v1 */
  readonly deliveryCompleteCount: number
}

export interface PartitionResultInput {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly stateEpoch: number
  readonly leaderEpoch: number
  readonly startOffset: number
  readonly deliveryCompleteCount?: number | undefined
}

export function decodeReadShareGroupStateSummaryRequest(reader: Reader, version: number): ReadShareGroupStateSummaryRequest {
  checkVersion('ReadShareGroupStateSummaryRequest', version, 0, 1)
  const groupId = reader.compactString()
  const topics: ReadStateSummaryData[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topics.push(decodeReadStateSummaryData(reader, version))
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeReadShareGroupStateSummaryRequest(writer: Writer, message: ReadShareGroupStateSummaryRequestInput, version: number): void {
  checkVersion('ReadShareGroupStateSummaryRequest', version, 0, 1)
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeReadStateSummaryData(writer, element, version)
  writer.uvarint(0)
}

export function decodeReadStateSummaryData(reader: Reader, version: number): ReadStateSummaryData {
  const topicId = reader.uuid()
  const partitions: PartitionData[] = []
  for (let left = reader.compactArrayCount(9); left > 0; left--) partitions.push(decodePartitionData(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeReadStateSummaryData(writer: Writer, message: ReadStateSummaryDataInput, version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodePartitionData(writer, element, version)
  writer.uvarint(0)
}

export function decodePartitionData(reader: Reader, _version: number): PartitionData {
  const partition = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { partition, leaderEpoch }
}

export function encodePartitionData(writer: Writer, message: PartitionDataInput, _version: number): void {
  const partition = message.partition
  writer.int32(partition)
  const leaderEpoch = message.leaderEpoch
  writer.int32(leaderEpoch)
  writer.uvarint(0)
}

export function decodeReadShareGroupStateSummaryResponse(reader: Reader, version: number): ReadShareGroupStateSummaryResponse {
  checkVersion('ReadShareGroupStateSummaryResponse', version, 0, 1)
  const results: ReadStateSummaryResult[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) results.push(decodeReadStateSummaryResult(reader, version))
  reader.skipTaggedFields()
  return { results }
}

export function encodeReadShareGroupStateSummaryResponse(writer: Writer, message: ReadShareGroupStateSummaryResponseInput, version: number): void {
  checkVersion('ReadShareGroupStateSummaryResponse', version, 0, 1)
  const results = message.results
  writer.compactArrayCount(results.length)
  for (const element of results) encodeReadStateSummaryResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeReadStateSummaryResult(reader: Reader, version: number): ReadStateSummaryResult {
  const topicId = reader.uuid()
  const partitions: PartitionResult[] = []
  for (let left = reader.compactArrayCount(24); left > 0; left--) partitions.push(decodePartitionResult(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeReadStateSummaryResult(writer: Writer, message: ReadStateSummaryResultInput, version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodePartitionResult(writer, element, version)
  writer.uvarint(0)
}

export function decodePartitionResult(reader: Reader, version: number): PartitionResult {
  const partition = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const stateEpoch = reader.int32()
  const leaderEpoch = reader.int32()
  const startOffset = reader.int64()
  const deliveryCompleteCount: number = version >= 1 ? reader.int32() : -1
  reader.skipTaggedFields()
  return { partition, errorCode, errorMessage, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount }
}

export function encodePartitionResult(writer: Writer, message: PartitionResultInput, version: number): void {
  const partition = message.partition
  writer.int32(partition)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const stateEpoch = message.stateEpoch
  writer.int32(stateEpoch)
  const leaderEpoch = message.leaderEpoch
  writer.int32(leaderEpoch)
  const startOffset = message.startOffset
  writer.int64(startOffset)
  const deliveryCompleteCount = message.deliveryCompleteCount ?? -1
  if (version >= 1) {
    writer.int32(deliveryCompleteCount)
  }
  writer.uvarint(0)
}

export const ReadShareGroupStateSummaryApi: Api<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryRequestInput, ReadShareGroupStateSummaryResponse, ReadShareGroupStateSummaryResponseInput> = {
  key: 87,
  name: 'ReadShareGroupStateSummary',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeReadShareGroupStateSummaryRequest,
  encodeRequest: encodeReadShareGroupStateSummaryRequest,
  decodeResponse: decodeReadShareGroupStateSummaryResponse,
  encodeResponse: encodeReadShareGroupStateSummaryResponse
}
