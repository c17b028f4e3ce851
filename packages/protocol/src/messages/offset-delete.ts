// Generated from src/schema/messages/offset-delete.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetDeleteRequest {
  readonly groupId: string
  readonly topics: readonly OffsetDeleteRequestTopic[]
}

export type OffsetDeleteRequestInput = OffsetDeleteRequest

export interface OffsetDeleteRequestTopic {
  readonly name: string
  readonly partitions: readonly OffsetDeleteRequestPartition[]
}

export type OffsetDeleteRequestTopicInput = OffsetDeleteRequestTopic

export interface OffsetDeleteRequestPartition {
  readonly partitionIndex: number
}

export type OffsetDeleteRequestPartitionInput = OffsetDeleteRequestPartition

export interface OffsetDeleteResponse {
  readonly errorCode: number
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetDeleteResponseTopic[]
}

export interface OffsetDeleteResponseInput {
  readonly errorCode: number
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly OffsetDeleteResponseTopicInput[]
}

export interface OffsetDeleteResponseTopic {
  readonly name: string
  readonly partitions: readonly OffsetDeleteResponsePartition[]
}

export type OffsetDeleteResponseTopicInput = OffsetDeleteResponseTopic

export interface OffsetDeleteResponsePartition {
  readonly partitionIndex: number
  readonly errorCode: number
}

export type OffsetDeleteResponsePartitionInput = OffsetDeleteResponsePartition

export function decodeOffsetDeleteRequest(reader: Reader, version: number): OffsetDeleteRequest {
  checkVersion('OffsetDeleteRequest', version, 0, 0)
  const groupId = reader.string()
  const topics: OffsetDeleteRequestTopic[] = []
  for (let left = reader.arrayCount(6); left > 0; left--) topics.push(decodeOffsetDeleteRequestTopic(reader, version))
  return { groupId, topics }
}

export function encodeOffsetDeleteRequest(writer: Writer, message: OffsetDeleteRequestInput, version: number): void {
  checkVersion('OffsetDeleteRequest', version, 0, 0)
  const groupId = message.groupId
  writer.string(groupId)
  const topics = message.topics
  writer.arrayCount(topics.length)
  for (const element of topics) encodeOffsetDeleteRequestTopic(writer, element, version)
}

export function decodeOffsetDeleteRequestTopic(reader: Reader, version: number): OffsetDeleteRequestTopic {
  const name = reader.string()
  const partitions: OffsetDeleteRequestPartition[] = []
  for (let left = reader.arrayCount(4); left > 0; left--) partitions.push(decodeOffsetDeleteRequestPartition(reader, version))
  return { name, partitions }
}

export function encodeOffsetDeleteRequestTopic(writer: Writer, message: OffsetDeleteRequestTopicInput, version: number): void {
  const name = message.name
  writer.string(name)
  const partitions = message.partitions
  writer.arrayCount(partitions.length)
  for (const element of partitions) encodeOffsetDeleteRequestPartition(writer, element, version)
}

export function decodeOffsetDeleteRequestPartition(reader: Reader, _version: number): OffsetDeleteRequestPartition {
  const partitionIndex = reader.int32()
  return { partitionIndex }
}

export function encodeOffsetDeleteRequestPartition(writer: Writer, message: OffsetDeleteRequestPartitionInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
}

export function decodeOffsetDeleteResponse(reader: Reader, version: number): OffsetDeleteResponse {
  checkVersion('OffsetDeleteResponse', version, 0, 0)
  const errorCode = reader.int16()
  const throttleTimeMs = reader.int32()
  const topics: OffsetDeleteResponseTopic[] = []
  for (let left = reader.arrayCount(6); left > 0; left--) topics.push(decodeOffsetDeleteResponseTopic(reader, version))
  return { errorCode, throttleTimeMs, topics }
}

export function encodeOffsetDeleteResponse(writer: Writer, message: OffsetDeleteResponseInput, version: number): void {
  checkVersion('OffsetDeleteResponse', version, 0, 0)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const topics = message.topics
  writer.arrayCount(topics.length)
  for (const element of topics) encodeOffsetDeleteResponseTopic(writer, element, version)
}

export function decodeOffsetDeleteResponseTopic(reader: Reader, version: number): OffsetDeleteResponseTopic {
  const name = reader.string()
  const partitions: OffsetDeleteResponsePartition[] = []
  for (let left = reader.arrayCount(6); left > 0; left--) partitions.push(decodeOffsetDeleteResponsePartition(reader, version))
  return { name, partitions }
}

export function encodeOffsetDeleteResponseTopic(writer: Writer, message: OffsetDeleteResponseTopicInput, version: number): void {
  const name = message.name
  writer.string(name)
  const partitions = message.partitions
  writer.arrayCount(partitions.length)
  for (const element of partitions) encodeOffsetDeleteResponsePartition(writer, element, version)
}

export function decodeOffsetDeleteResponsePartition(reader: Reader, _version: number): OffsetDeleteResponsePartition {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  return { partitionIndex, errorCode }
}

export function encodeOffsetDeleteResponsePartition(writer: Writer, message: OffsetDeleteResponsePartitionInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
}

export const OffsetDeleteApi: Api<OffsetDeleteRequest, OffsetDeleteRequestInput, OffsetDeleteResponse, OffsetDeleteResponseInput> = {
  key: 47,
  name: 'OffsetDelete',
  versions: { min: 0, max: 0 },
  flexibleFrom: Infinity,
  decodeRequest: decodeOffsetDeleteRequest,
  encodeRequest: encodeOffsetDeleteRequest,
  decodeResponse: decodeOffsetDeleteResponse,
  encodeResponse: encodeOffsetDeleteResponse
}
