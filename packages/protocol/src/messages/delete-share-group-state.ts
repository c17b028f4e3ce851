// Generated from src/schema/messages/delete-share-group-state.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteShareGroupStateRequest {
  readonly groupId: string
  readonly topics: readonly DeleteStateData[]
}

export type DeleteShareGroupStateRequestInput = DeleteShareGroupStateRequest

export interface DeleteStateData {
  readonly topicId: string
  readonly partitions: readonly PartitionData[]
}

export type DeleteStateDataInput = DeleteStateData

export interface PartitionData {
  readonly partition: number
}

export type PartitionDataInput = PartitionData

export interface DeleteShareGroupStateResponse {
  readonly results: readonly DeleteStateResult[]
}

export interface DeleteShareGroupStateResponseInput {
  readonly results: readonly DeleteStateResultInput[]
}

export interface DeleteStateResult {
  readonly topicId: string
  readonly partitions: readonly PartitionResult[]
}

export interface DeleteStateResultInput {
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

export function decodeDeleteShareGroupStateRequest(reader: Reader, version: number): DeleteShareGroupStateRequest {
  checkVersion('DeleteShareGroupStateRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: DeleteStateData[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topics.push(decodeDeleteStateData(reader, version))
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeDeleteShareGroupStateRequest(writer: Writer, message: DeleteShareGroupStateRequestInput, version: number): void {
  checkVersion('DeleteShareGroupStateRequest', version, 0, 0)
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeDeleteStateData(writer, element, version)
  writer.uvarint(0)
}

export function decodeDeleteStateData(reader: Reader, version: number): DeleteStateData {
  const topicId = reader.uuid()
  const partitions: PartitionData[] = []
  for (let left = reader.compactArrayCount(5); left > 0; left--) partitions.push(decodePartitionData(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeDeleteStateData(writer: Writer, message: DeleteStateDataInput, version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodePartitionData(writer, element, version)
  writer.uvarint(0)
}

export function decodePartitionData(reader: Reader, _version: number): PartitionData {
  const partition = reader.int32()
  reader.skipTaggedFields()
  return { partition }
}

export function encodePartitionData(writer: Writer, message: PartitionDataInput, _version: number): void {
  const partition = message.partition
  writer.int32(partition)
  writer.uvarint(0)
}

export function decodeDeleteShareGroupStateResponse(reader: Reader, version: number): DeleteShareGroupStateResponse {
  checkVersion('DeleteShareGroupStateResponse', version, 0, 0)
  const results: DeleteStateResult[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) results.push(decodeDeleteStateResult(reader, version))
  reader.skipTaggedFields()
  return { results }
}

export function encodeDeleteShareGroupStateResponse(writer: Writer, message: DeleteShareGroupStateResponseInput, version: number): void {
  checkVersion('DeleteShareGroupStateResponse', version, 0, 0)
  const results = message.results
  writer.compactArrayCount(results.length)
  for (const element of results) encodeDeleteStateResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeDeleteStateResult(reader: Reader, version: number): DeleteStateResult {
  const topicId = reader.uuid()
  const partitions: PartitionResult[] = []
  for (let left = reader.compactArrayCount(8); left > 0; left--) partitions.push(decodePartitionResult(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeDeleteStateResult(writer: Writer, message: DeleteStateResultInput, version: number): void {
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

export const DeleteShareGroupStateApi: Api<DeleteShareGroupStateRequest, DeleteShareGroupStateRequestInput, DeleteShareGroupStateResponse, DeleteShareGroupStateResponseInput> = {
  key: 86,
  name: 'DeleteShareGroupState',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeDeleteShareGroupStateRequest,
  encodeRequest: encodeDeleteShareGroupStateRequest,
  decodeResponse: decodeDeleteShareGroupStateResponse,
  encodeResponse: encodeDeleteShareGroupStateResponse
}
