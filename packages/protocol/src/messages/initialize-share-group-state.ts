// Generated from src/schema/messages/initialize-share-group-state.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface InitializeShareGroupStateRequest {
  readonly groupId: string
  readonly topics: readonly InitializeStateData[]
}

export type InitializeShareGroupStateRequestInput = InitializeShareGroupStateRequest

export interface InitializeStateData {
  readonly topicId: string
  readonly partitions: readonly PartitionData[]
}

export type InitializeStateDataInput = InitializeStateData

export interface PartitionData {
  readonly partition: number
  readonly stateEpoch: number
  readonly startOffset: number
}

export type PartitionDataInput = PartitionData

export interface InitializeShareGroupStateResponse {
  readonly results: readonly InitializeStateResult[]
}

export interface InitializeShareGroupStateResponseInput {
  readonly results: readonly InitializeStateResultInput[]
}

export interface InitializeStateResult {
  readonly topicId: string
  readonly partitions: readonly PartitionResult[]
}

export interface InitializeStateResultInput {
  readonly topicId: string
  readonly partitions: readonly PartitionResultInput[]
}

export interface PartitionResult {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface PartitionResultInput {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export function decodeInitializeShareGroupStateRequest(reader: Reader, version: number): InitializeShareGroupStateRequest {
  checkVersion('InitializeShareGroupStateRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: InitializeStateData[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topics.push(decodeInitializeStateData(reader, version))
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeInitializeShareGroupStateRequest(writer: Writer, message: InitializeShareGroupStateRequestInput, version: number): void {
  checkVersion('InitializeShareGroupStateRequest', version, 0, 0)
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeInitializeStateData(writer, element, version)
  writer.uvarint(0)
}

export function decodeInitializeStateData(reader: Reader, version: number): InitializeStateData {
  const topicId = reader.uuid()
  const partitions: PartitionData[] = []
  for (let left = reader.compactArrayCount(17); left > 0; left--) partitions.push(decodePartitionData(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeInitializeStateData(writer: Writer, message: InitializeStateDataInput, version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodePartitionData(writer, element, version)
  writer.uvarint(0)
}

export function decodePartitionData(reader: Reader, _version: number): PartitionData {
  const partition = reader.int32()
  const stateEpoch = reader.int32()
  const startOffset = reader.int64()
  reader.skipTaggedFields()
  return { partition, stateEpoch, startOffset }
}

export function encodePartitionData(writer: Writer, message: PartitionDataInput, _version: number): void {
  const partition = message.partition
  writer.int32(partition)
  const stateEpoch = message.stateEpoch
  writer.int32(stateEpoch)
  const startOffset = message.startOffset
  writer.int64(startOffset)
  writer.uvarint(0)
}

export function decodeInitializeShareGroupStateResponse(reader: Reader, version: number): InitializeShareGroupStateResponse {
  checkVersion('InitializeShareGroupStateResponse', version, 0, 0)
  const results: InitializeStateResult[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) results.push(decodeInitializeStateResult(reader, version))
  reader.skipTaggedFields()
  return { results }
}

export function encodeInitializeShareGroupStateResponse(writer: Writer, message: InitializeShareGroupStateResponseInput, version: number): void {
  checkVersion('InitializeShareGroupStateResponse', version, 0, 0)
  const results = message.results
  writer.compactArrayCount(results.length)
  for (const element of results) encodeInitializeStateResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeInitializeStateResult(reader: Reader, version: number): InitializeStateResult {
  const topicId = reader.uuid()
  const partitions: PartitionResult[] = []
  for (let left = reader.compactArrayCount(8); left > 0; left--) partitions.push(decodePartitionResult(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeInitializeStateResult(writer: Writer, message: InitializeStateResultInput, version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodePartitionResult(writer, element, version)
  writer.uvarint(0)
}

export function decodePartitionResult(reader: Reader, _version: number): PartitionResult {
  const partition = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partition, errorCode, errorMessage }
}

export function encodePartitionResult(writer: Writer, message: PartitionResultInput, _version: number): void {
  const partition = message.partition
  writer.int32(partition)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const InitializeShareGroupStateApi: Api<InitializeShareGroupStateRequest, InitializeShareGroupStateRequestInput, InitializeShareGroupStateResponse, InitializeShareGroupStateResponseInput> = {
  key: 83,
  name: 'InitializeShareGroupState',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeInitializeShareGroupStateRequest,
  encodeRequest: encodeInitializeShareGroupStateRequest,
  decodeResponse: decodeInitializeShareGroupStateResponse,
  encodeResponse: encodeInitializeShareGroupStateResponse
}
