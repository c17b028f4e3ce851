// Generated from src/schema/messages/write-share-group-state.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface WriteShareGroupStateRequest {
  readonly groupId: string
  readonly topics: readonly WriteStateData[]
}

export interface WriteShareGroupStateRequestInput {
  readonly groupId: string
  readonly topics: readonly WriteStateDataInput[]
}

export interface WriteStateData {
  readonly topicId: string
  readonly partitions: readonly PartitionData[]
}

export interface WriteStateDataInput {
  readonly topicId: string
  readonly partitions: readonly PartitionDataInput[]
}

export interface PartitionData {
  readonly partition: number
  readonly stateEpoch: number
  readonly leaderEpoch: number
  readonly startOffset: number
  /** v1 */
  readonly deliveryCompleteCount: number
  readonly stateBatches: readonly StateBatch[]
}

export interface PartitionDataInput {
  readonly partition: number
  readonly stateEpoch: number
  readonly leaderEpoch: number
  readonly startOffset: number
  readonly deliveryCompleteCount?: number | undefined
  readonly stateBatches: readonly StateBatchInput[]
}

export interface StateBatch {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly deliveryState: number
  readonly deliveryCount: number
}

export type StateBatchInput = StateBatch

export interface WriteShareGroupStateResponse {
  readonly results: readonly WriteStateResult[]
}

export interface WriteShareGroupStateResponseInput {
  readonly results: readonly WriteStateResultInput[]
}

export interface WriteStateResult {
  readonly topicId: string
  readonly partitions: readonly PartitionResult[]
}

export interface WriteStateResultInput {
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

export function decodeWriteShareGroupStateRequest(reader: Reader, version: number): WriteShareGroupStateRequest {
  checkVersion('WriteShareGroupStateRequest', version, 0, 1)
  const groupId = reader.compactString()
  const topics: WriteStateData[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topics.push(decodeWriteStateData(reader, version))
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeWriteShareGroupStateRequest(writer: Writer, message: WriteShareGroupStateRequestInput, version: number): void {
  checkVersion('WriteShareGroupStateRequest', version, 0, 1)
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeWriteStateData(writer, element, version)
  writer.uvarint(0)
}

export function decodeWriteStateData(reader: Reader, version: number): WriteStateData {
  const topicId = reader.uuid()
  const partitions: PartitionData[] = []
  for (let left = reader.compactArrayCount(22); left > 0; left--) partitions.push(decodePartitionData(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeWriteStateData(writer: Writer, message: WriteStateDataInput, version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodePartitionData(writer, element, version)
  writer.uvarint(0)
}

export function decodePartitionData(reader: Reader, version: number): PartitionData {
  const partition = reader.int32()
  const stateEpoch = reader.int32()
  const leaderEpoch = reader.int32()
  const startOffset = reader.int64()
  const deliveryCompleteCount: number = version >= 1 ? reader.int32() : -1
  const stateBatches: StateBatch[] = []
  for (let left = reader.compactArrayCount(20); left > 0; left--) stateBatches.push(decodeStateBatch(reader, version))
  reader.skipTaggedFields()
  return { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches }
}

export function encodePartitionData(writer: Writer, message: PartitionDataInput, version: number): void {
  const partition = message.partition
  writer.int32(partition)
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
  const stateBatches = message.stateBatches
  writer.compactArrayCount(stateBatches.length)
  for (const element of stateBatches) encodeStateBatch(writer, element, version)
  writer.uvarint(0)
}

export function decodeStateBatch(reader: Reader, _version: number): StateBatch {
  const firstOffset = reader.int64()
  const lastOffset = reader.int64()
  const deliveryState = reader.int8()
  const deliveryCount = reader.int16()
  reader.skipTaggedFields()
  return { firstOffset, lastOffset, deliveryState, deliveryCount }
}

export function encodeStateBatch(writer: Writer, message: StateBatchInput, _version: number): void {
  const firstOffset = message.firstOffset
  writer.int64(firstOffset)
  const lastOffset = message.lastOffset
  writer.int64(lastOffset)
  const deliveryState = message.deliveryState
  writer.int8(deliveryState)
  const deliveryCount = message.deliveryCount
  writer.int16(deliveryCount)
  writer.uvarint(0)
}

export function decodeWriteShareGroupStateResponse(reader: Reader, version: number): WriteShareGroupStateResponse {
  checkVersion('WriteShareGroupStateResponse', version, 0, 1)
  const results: WriteStateResult[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) results.push(decodeWriteStateResult(reader, version))
  reader.skipTaggedFields()
  return { results }
}

export function encodeWriteShareGroupStateResponse(writer: Writer, message: WriteShareGroupStateResponseInput, version: number): void {
  checkVersion('WriteShareGroupStateResponse', version, 0, 1)
  const results = message.results
  writer.compactArrayCount(results.length)
  for (const element of results) encodeWriteStateResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeWriteStateResult(reader: Reader, version: number): WriteStateResult {
  const topicId = reader.uuid()
  const partitions: PartitionResult[] = []
  for (let left = reader.compactArrayCount(8); left > 0; left--) partitions.push(decodePartitionResult(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeWriteStateResult(writer: Writer, message: WriteStateResultInput, version: number): void {
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

export const WriteShareGroupStateApi: Api<WriteShareGroupStateRequest, WriteShareGroupStateRequestInput, WriteShareGroupStateResponse, WriteShareGroupStateResponseInput> = {
  key: 85,
  name: 'WriteShareGroupState',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeWriteShareGroupStateRequest,
  encodeRequest: encodeWriteShareGroupStateRequest,
  decodeResponse: decodeWriteShareGroupStateResponse,
  encodeResponse: encodeWriteShareGroupStateResponse
}
