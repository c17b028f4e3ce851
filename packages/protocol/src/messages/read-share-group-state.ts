// Generated from src/schema/messages/read-share-group-state.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ReadShareGroupStateRequest {
  readonly groupId: string
  readonly topics: readonly ReadStateData[]
}

export type ReadShareGroupStateRequestInput = ReadShareGroupStateRequest

export interface ReadStateData {
  readonly topicId: string
  readonly partitions: readonly PartitionData[]
}

export type ReadStateDataInput = ReadStateData

export interface PartitionData {
  readonly partition: number
  readonly leaderEpoch: number
}

export type PartitionDataInput = PartitionData

export interface ReadShareGroupStateResponse {
  readonly results: readonly ReadStateResult[]
}

export interface ReadShareGroupStateResponseInput {
  readonly results: readonly ReadStateResultInput[]
}

export interface ReadStateResult {
  readonly topicId: string
  readonly partitions: readonly PartitionResult[]
}

export interface ReadStateResultInput {
  readonly topicId: string
  readonly partitions: readonly PartitionResultInput[]
}

export interface PartitionResult {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly stateEpoch: number
  readonly startOffset: number
  readonly stateBatches: readonly StateBatch[]
}

export interface PartitionResultInput {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly stateEpoch: number
  readonly startOffset: number
  readonly stateBatches: readonly StateBatchInput[]
}

export interface StateBatch {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly deliveryState: number
  readonly deliveryCount: number
}

export type StateBatchInput = StateBatch

export function decodeReadShareGroupStateRequest(reader: Reader, version: number): ReadShareGroupStateRequest {
  checkVersion('ReadShareGroupStateRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: ReadStateData[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topics.push(decodeReadStateData(reader, version))
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeReadShareGroupStateRequest(writer: Writer, message: ReadShareGroupStateRequestInput, version: number): void {
  checkVersion('ReadShareGroupStateRequest', version, 0, 0)
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeReadStateData(writer, element, version)
  writer.uvarint(0)
}

export function decodeReadStateData(reader: Reader, version: number): ReadStateData {
  const topicId = reader.uuid()
  const partitions: PartitionData[] = []
  for (let left = reader.compactArrayCount(9); left > 0; left--) partitions.push(decodePartitionData(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeReadStateData(writer: Writer, message: ReadStateDataInput, version: number): void {
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

export function decodeReadShareGroupStateResponse(reader: Reader, version: number): ReadShareGroupStateResponse {
  checkVersion('ReadShareGroupStateResponse', version, 0, 0)
  const results: ReadStateResult[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) results.push(decodeReadStateResult(reader, version))
  reader.skipTaggedFields()
  return { results }
}

export function encodeReadShareGroupStateResponse(writer: Writer, message: ReadShareGroupStateResponseInput, version: number): void {
  checkVersion('ReadShareGroupStateResponse', version, 0, 0)
  const results = message.results
  writer.compactArrayCount(results.length)
  for (const element of results) encodeReadStateResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeReadStateResult(reader: Reader, version: number): ReadStateResult {
  const topicId = reader.uuid()
  const partitions: PartitionResult[] = []
  for (let left = reader.compactArrayCount(21); left > 0; left--) partitions.push(decodePartitionResult(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeReadStateResult(writer: Writer, message: ReadStateResultInput, version: number): void {
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
  const startOffset = reader.int64()
  const stateBatches: StateBatch[] = []
  for (let left = reader.compactArrayCount(20); left > 0; left--) stateBatches.push(decodeStateBatch(reader, version))
  reader.skipTaggedFields()
  return { partition, errorCode, errorMessage, stateEpoch, startOffset, stateBatches }
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
  const startOffset = message.startOffset
  writer.int64(startOffset)
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

export const ReadShareGroupStateApi: Api<ReadShareGroupStateRequest, ReadShareGroupStateRequestInput, ReadShareGroupStateResponse, ReadShareGroupStateResponseInput> = {
  key: 84,
  name: 'ReadShareGroupState',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeReadShareGroupStateRequest,
  encodeRequest: encodeReadShareGroupStateRequest,
  decodeResponse: decodeReadShareGroupStateResponse,
  encodeResponse: encodeReadShareGroupStateResponse
}
