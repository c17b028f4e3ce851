// Generated from src/schema/messages/delete-records.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteRecordsRequest {
  readonly topics: readonly DeleteRecordsTopic[]
  readonly timeoutMs: number
}

export type DeleteRecordsRequestInput = DeleteRecordsRequest

export interface DeleteRecordsTopic {
  readonly name: string
  readonly partitions: readonly DeleteRecordsPartition[]
}

export type DeleteRecordsTopicInput = DeleteRecordsTopic

export interface DeleteRecordsPartition {
  readonly partitionIndex: number
  readonly offset: number
}

export type DeleteRecordsPartitionInput = DeleteRecordsPartition

export interface DeleteRecordsResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly DeleteRecordsTopicResult[]
}

export interface DeleteRecordsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly DeleteRecordsTopicResultInput[]
}

export interface DeleteRecordsTopicResult {
  readonly name: string
  readonly partitions: readonly DeleteRecordsPartitionResult[]
}

export type DeleteRecordsTopicResultInput = DeleteRecordsTopicResult

export interface DeleteRecordsPartitionResult {
  readonly partitionIndex: number
  readonly lowWatermark: number
  readonly errorCode: number
}

export type DeleteRecordsPartitionResultInput = DeleteRecordsPartitionResult

export function decodeDeleteRecordsRequest(reader: Reader, version: number): DeleteRecordsRequest {
  checkVersion('DeleteRecordsRequest', version, 0, 2)
  const flexible = version >= 2
  const topics: DeleteRecordsTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeDeleteRecordsTopic(reader, version))
  const timeoutMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { topics, timeoutMs }
}

export function encodeDeleteRecordsRequest(writer: Writer, message: DeleteRecordsRequestInput, version: number): void {
  checkVersion('DeleteRecordsRequest', version, 0, 2)
  const flexible = version >= 2
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeDeleteRecordsTopic(writer, element, version)
  const timeoutMs = message.timeoutMs
  writer.int32(timeoutMs)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteRecordsTopic(reader: Reader, version: number): DeleteRecordsTopic {
  const flexible = version >= 2
  const name = (flexible ? reader.compactString() : reader.string())
  const partitions: DeleteRecordsPartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(13) : reader.arrayCount(12)); left > 0; left--) partitions.push(decodeDeleteRecordsPartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeDeleteRecordsTopic(writer: Writer, message: DeleteRecordsTopicInput, version: number): void {
  const flexible = version >= 2
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeDeleteRecordsPartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteRecordsPartition(reader: Reader, version: number): DeleteRecordsPartition {
  const flexible = version >= 2
  const partitionIndex = reader.int32()
  const offset = reader.int64()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, offset }
}

export function encodeDeleteRecordsPartition(writer: Writer, message: DeleteRecordsPartitionInput, version: number): void {
  const flexible = version >= 2
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const offset = message.offset
  writer.int64(offset)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteRecordsResponse(reader: Reader, version: number): DeleteRecordsResponse {
  checkVersion('DeleteRecordsResponse', version, 0, 2)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const topics: DeleteRecordsTopicResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeDeleteRecordsTopicResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeDeleteRecordsResponse(writer: Writer, message: DeleteRecordsResponseInput, version: number): void {
  checkVersion('DeleteRecordsResponse', version, 0, 2)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeDeleteRecordsTopicResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteRecordsTopicResult(reader: Reader, version: number): DeleteRecordsTopicResult {
  const flexible = version >= 2
  const name = (flexible ? reader.compactString() : reader.string())
  const partitions: DeleteRecordsPartitionResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(15) : reader.arrayCount(14)); left > 0; left--) partitions.push(decodeDeleteRecordsPartitionResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeDeleteRecordsTopicResult(writer: Writer, message: DeleteRecordsTopicResultInput, version: number): void {
  const flexible = version >= 2
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeDeleteRecordsPartitionResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteRecordsPartitionResult(reader: Reader, version: number): DeleteRecordsPartitionResult {
  const flexible = version >= 2
  const partitionIndex = reader.int32()
  const lowWatermark = reader.int64()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, lowWatermark, errorCode }
}

export function encodeDeleteRecordsPartitionResult(writer: Writer, message: DeleteRecordsPartitionResultInput, version: number): void {
  const flexible = version >= 2
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const lowWatermark = message.lowWatermark
  writer.int64(lowWatermark)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  if (flexible) writer.uvarint(0)
}

export const DeleteRecordsApi: Api<DeleteRecordsRequest, DeleteRecordsRequestInput, DeleteRecordsResponse, DeleteRecordsResponseInput> = {
  key: 21,
  name: 'DeleteRecords',
  versions: { min: 0, max: 2 },
  flexibleFrom: 2,
  decodeRequest: decodeDeleteRecordsRequest,
  encodeRequest: encodeDeleteRecordsRequest,
  decodeResponse: decodeDeleteRecordsResponse,
  encodeResponse: encodeDeleteRecordsResponse
}
