// Generated from src/schema/messages/offset-fetch.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '../api.ts'
import { checkVersion, notInVersion, nullNotAllowed } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetFetchRequest {
  /** v1-7 */
  readonly groupId: string
  /** v1-7 */
  readonly topics: readonly OffsetFetchRequestTopic[] | null
  /** v8+ */
  readonly groups: readonly OffsetFetchRequestGroup[]
  /** v7+ */
  readonly requireStable: boolean
}

export interface OffsetFetchRequestInput {
  readonly groupId?: string | undefined
  readonly topics?: readonly OffsetFetchRequestTopicInput[] | null | undefined
  readonly groups?: readonly OffsetFetchRequestGroupInput[] | undefined
  readonly requireStable?: boolean | undefined
}

export interface OffsetFetchRequestTopic {
  readonly name: string
  readonly partitionIndexes: readonly number[]
}

export type OffsetFetchRequestTopicInput = OffsetFetchRequestTopic

export interface OffsetFetchRequestGroup {
  readonly groupId: string
  /** v9+ */
  readonly memberId: string | null
  /** v9+ */
  readonly memberEpoch: number
  readonly topics: readonly OffsetFetchRequestTopics[] | null
}

export interface OffsetFetchRequestGroupInput {
  readonly groupId: string
  readonly memberId?: string | null | undefined
  readonly memberEpoch?: number | undefined
  readonly topics: readonly OffsetFetchRequestTopicsInput[] | null
}

export interface OffsetFetchRequestTopics {
  /** v8-9 */
  readonly name: string
  /** v10 */
  readonly topicId: string
  readonly partitionIndexes: readonly number[]
}

export interface OffsetFetchRequestTopicsInput {
  readonly name?: string | undefined
  readonly topicId: string
  readonly partitionIndexes: readonly number[]
}

export interface OffsetFetchResponse {
  /** v3+ */
  readonly throttleTimeMs: number
  /** v1-7 */
  readonly topics: readonly OffsetFetchResponseTopic[]
  /** v2-7 */
  readonly errorCode: number
  /** v8+ */
  readonly groups: readonly OffsetFetchResponseGroup[]
}

export interface OffsetFetchResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics?: readonly OffsetFetchResponseTopicInput[] | undefined
  readonly errorCode?: number | undefined
  readonly groups?: readonly OffsetFetchResponseGroupInput[] | undefined
}

export interface OffsetFetchResponseTopic {
  readonly name: string
  readonly partitions: readonly OffsetFetchResponsePartition[]
}

export interface OffsetFetchResponseTopicInput {
  readonly name: string
  readonly partitions: readonly OffsetFetchResponsePartitionInput[]
}

export interface OffsetFetchResponsePartition {
  readonly partitionIndex: number
  readonly committedOffset: number
  /** v5+ */
  readonly committedLeaderEpoch: number
  readonly metadata: string | null
  readonly errorCode: number
}

export interface OffsetFetchResponsePartitionInput {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch?: number | undefined
  readonly metadata: string | null
  readonly errorCode: number
}

export interface OffsetFetchResponseGroup {
  readonly groupId: string
  readonly topics: readonly OffsetFetchResponseTopics[]
  readonly errorCode: number
}

export interface OffsetFetchResponseGroupInput {
  readonly groupId: string
  readonly topics: readonly OffsetFetchResponseTopicsInput[]
  readonly errorCode?: number | undefined
}

export interface OffsetFetchResponseTopics {
  /** v8-9 */
  readonly name: string
  /** v10 */
  readonly topicId: string
  readonly partitions: readonly OffsetFetchResponsePartitions[]
}

export interface OffsetFetchResponseTopicsInput {
  readonly name?: string | undefined
  readonly topicId: string
  readonly partitions: readonly OffsetFetchResponsePartitionsInput[]
}

export interface OffsetFetchResponsePartitions {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch: number
  readonly metadata: string | null
  readonly errorCode: number
}

export interface OffsetFetchResponsePartitionsInput {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch?: number | undefined
  readonly metadata: string | null
  readonly errorCode: number
}

export function decodeOffsetFetchRequest(reader: Reader, version: number): OffsetFetchRequest {
  checkVersion('OffsetFetchRequest', version, 1, 10)
  const flexible = version >= 6
  const groupId: string = version <= 7 ? (flexible ? reader.compactString() : reader.string()) : ''
  let topics: OffsetFetchRequestTopic[] | null = []
  if (version <= 7) {
    const count = version >= 2 ? (flexible ? reader.compactNullableArrayCount(3) : reader.nullableArrayCount(6)) : (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6))
    if (count < 0) topics = null
    else {
      topics = []
      for (let left = count; left > 0; left--) topics.push(decodeOffsetFetchRequestTopic(reader, version))
    }
  }
  const groups: OffsetFetchRequestGroup[] = []
  if (version >= 8) for (let left = reader.compactArrayCount(3); left > 0; left--) groups.push(decodeOffsetFetchRequestGroup(reader, version))
  const requireStable: boolean = version >= 7 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { groupId, topics, groups, requireStable }
}

export function encodeOffsetFetchRequest(writer: Writer, message: OffsetFetchRequestInput, version: number): void {
  checkVersion('OffsetFetchRequest', version, 1, 10)
  const flexible = version >= 6
  const groupId = message.groupId ?? ''
  if (version <= 7) {
    if (flexible) writer.compactString(groupId)
    else writer.string(groupId)
  } else if (groupId !== '') notInVersion('OffsetFetchRequest.groupId', version)
  const topics = message.topics === undefined ? [] : message.topics
  if (version <= 7) {
    if (topics === null && !(version >= 2)) nullNotAllowed('OffsetFetchRequest.topics', version)
    if (flexible) writer.compactArrayCount(topics === null ? -1 : topics.length)
    else writer.arrayCount(topics === null ? -1 : topics.length)
    if (topics !== null) for (const element of topics) encodeOffsetFetchRequestTopic(writer, element, version)
  } else if ((topics === null || topics.length !== 0)) notInVersion('OffsetFetchRequest.topics', version)
  const groups = message.groups ?? []
  if (version >= 8) {
    writer.compactArrayCount(groups.length)
    for (const element of groups) encodeOffsetFetchRequestGroup(writer, element, version)
  } else if (groups.length !== 0) notInVersion('OffsetFetchRequest.groups', version)
  const requireStable = message.requireStable ?? false
  if (version >= 7) {
    writer.bool(requireStable)
  } else if (requireStable !== false) notInVersion('OffsetFetchRequest.requireStable', version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetFetchRequestTopic(reader: Reader, version: number): OffsetFetchRequestTopic {
  const flexible = version >= 6
  const name = (flexible ? reader.compactString() : reader.string())
  const partitionIndexes: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) partitionIndexes.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { name, partitionIndexes }
}

export function encodeOffsetFetchRequestTopic(writer: Writer, message: OffsetFetchRequestTopicInput, version: number): void {
  const flexible = version >= 6
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const partitionIndexes = message.partitionIndexes
  if (flexible) writer.compactArrayCount(partitionIndexes.length)
  else writer.arrayCount(partitionIndexes.length)
  for (const element of partitionIndexes) writer.int32(element)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetFetchRequestGroup(reader: Reader, version: number): OffsetFetchRequestGroup {
  const groupId = reader.compactString()
  const memberId: string | null = version >= 9 ? reader.compactNullableString() : null
  const memberEpoch: number = version >= 9 ? reader.int32() : -1
  let topics: OffsetFetchRequestTopics[] | null = []
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) topics = null
    else {
      topics = []
      for (let left = count; left > 0; left--) topics.push(decodeOffsetFetchRequestTopics(reader, version))
    }
  }
  reader.skipTaggedFields()
  return { groupId, memberId, memberEpoch, topics }
}

export function encodeOffsetFetchRequestGroup(writer: Writer, message: OffsetFetchRequestGroupInput, version: number): void {
  const groupId = message.groupId
  writer.compactString(groupId)
  const memberId = message.memberId ?? null
  if (version >= 9) {
    writer.compactNullableString(memberId)
  }
  const memberEpoch = message.memberEpoch ?? -1
  if (version >= 9) {
    writer.int32(memberEpoch)
  }
  const topics = message.topics
  writer.compactArrayCount(topics === null ? -1 : topics.length)
  if (topics !== null) for (const element of topics) encodeOffsetFetchRequestTopics(writer, element, version)
  writer.uvarint(0)
}

export function decodeOffsetFetchRequestTopics(reader: Reader, version: number): OffsetFetchRequestTopics {
  const name: string = version <= 9 ? reader.compactString() : ''
  const topicId: string = version >= 10 ? reader.uuid() : ZERO_TOPIC_ID
  const partitionIndexes: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitionIndexes.push(reader.int32())
  reader.skipTaggedFields()
  return { name, topicId, partitionIndexes }
}

export function encodeOffsetFetchRequestTopics(writer: Writer, message: OffsetFetchRequestTopicsInput, version: number): void {
  const name = message.name ?? ''
  if (version <= 9) {
    writer.compactString(name)
  }
  const topicId = message.topicId
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const partitionIndexes = message.partitionIndexes
  writer.compactArrayCount(partitionIndexes.length)
  for (const element of partitionIndexes) writer.int32(element)
  writer.uvarint(0)
}

export function decodeOffsetFetchResponse(reader: Reader, version: number): OffsetFetchResponse {
  checkVersion('OffsetFetchResponse', version, 1, 10)
  const flexible = version >= 6
  const throttleTimeMs: number = version >= 3 ? reader.int32() : 0
  const topics: OffsetFetchResponseTopic[] = []
  if (version <= 7) for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeOffsetFetchResponseTopic(reader, version))
  const errorCode: number = version >= 2 && version <= 7 ? reader.int16() : 0
  const groups: OffsetFetchResponseGroup[] = []
  if (version >= 8) for (let left = reader.compactArrayCount(5); left > 0; left--) groups.push(decodeOffsetFetchResponseGroup(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics, errorCode, groups }
}

export function encodeOffsetFetchResponse(writer: Writer, message: OffsetFetchResponseInput, version: number): void {
  checkVersion('OffsetFetchResponse', version, 1, 10)
  const flexible = version >= 6
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 3) {
    writer.int32(throttleTimeMs)
  }
  const topics = message.topics ?? []
  if (version <= 7) {
    if (flexible) writer.compactArrayCount(topics.length)
    else writer.arrayCount(topics.length)
    for (const element of topics) encodeOffsetFetchResponseTopic(writer, element, version)
  } else if (topics.length !== 0) notInVersion('OffsetFetchResponse.topics', version)
  const errorCode = message.errorCode ?? 0
  if (version >= 2 && version <= 7) {
    writer.int16(errorCode)
  }
  const groups = message.groups ?? []
  if (version >= 8) {
    writer.compactArrayCount(groups.length)
    for (const element of groups) encodeOffsetFetchResponseGroup(writer, element, version)
  } else if (groups.length !== 0) notInVersion('OffsetFetchResponse.groups', version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetFetchResponseTopic(reader: Reader, version: number): OffsetFetchResponseTopic {
  const flexible = version >= 6
  const name = (flexible ? reader.compactString() : reader.string())
  const partitions: OffsetFetchResponsePartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(20) : reader.arrayCount(16)); left > 0; left--) partitions.push(decodeOffsetFetchResponsePartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeOffsetFetchResponseTopic(writer: Writer, message: OffsetFetchResponseTopicInput, version: number): void {
  const flexible = version >= 6
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeOffsetFetchResponsePartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetFetchResponsePartition(reader: Reader, version: number): OffsetFetchResponsePartition {
  const flexible = version >= 6
  const partitionIndex = reader.int32()
  const committedOffset = reader.int64()
  const committedLeaderEpoch: number = version >= 5 ? reader.int32() : -1
  const metadata = (flexible ? reader.compactNullableString() : reader.nullableString())
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }
}

export function encodeOffsetFetchResponsePartition(writer: Writer, message: OffsetFetchResponsePartitionInput, version: number): void {
  const flexible = version >= 6
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const committedOffset = message.committedOffset
  writer.int64(committedOffset)
  const committedLeaderEpoch = message.committedLeaderEpoch ?? -1
  if (version >= 5) {
    writer.int32(committedLeaderEpoch)
  }
  const metadata = message.metadata
  if (flexible) writer.compactNullableString(metadata)
  else writer.nullableString(metadata)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetFetchResponseGroup(reader: Reader, version: number): OffsetFetchResponseGroup {
  const groupId = reader.compactString()
  const topics: OffsetFetchResponseTopics[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeOffsetFetchResponseTopics(reader, version))
  const errorCode = reader.int16()
  reader.skipTaggedFields()
  return { groupId, topics, errorCode }
}

export function encodeOffsetFetchResponseGroup(writer: Writer, message: OffsetFetchResponseGroupInput, version: number): void {
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeOffsetFetchResponseTopics(writer, element, version)
  const errorCode = message.errorCode ?? 0
  writer.int16(errorCode)
  writer.uvarint(0)
}

export function decodeOffsetFetchResponseTopics(reader: Reader, version: number): OffsetFetchResponseTopics {
  const name: string = version <= 9 ? reader.compactString() : ''
  const topicId: string = version >= 10 ? reader.uuid() : ZERO_TOPIC_ID
  const partitions: OffsetFetchResponsePartitions[] = []
  for (let left = reader.compactArrayCount(20); left > 0; left--) partitions.push(decodeOffsetFetchResponsePartitions(reader, version))
  reader.skipTaggedFields()
  return { name, topicId, partitions }
}

export function encodeOffsetFetchResponseTopics(writer: Writer, message: OffsetFetchResponseTopicsInput, version: number): void {
  const name = message.name ?? ''
  if (version <= 9) {
    writer.compactString(name)
  }
  const topicId = message.topicId
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeOffsetFetchResponsePartitions(writer, element, version)
  writer.uvarint(0)
}

export function decodeOffsetFetchResponsePartitions(reader: Reader, _version: number): OffsetFetchResponsePartitions {
  const partitionIndex = reader.int32()
  const committedOffset = reader.int64()
  const committedLeaderEpoch = reader.int32()
  const metadata = reader.compactNullableString()
  const errorCode = reader.int16()
  reader.skipTaggedFields()
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }
}

export function encodeOffsetFetchResponsePartitions(writer: Writer, message: OffsetFetchResponsePartitionsInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const committedOffset = message.committedOffset
  writer.int64(committedOffset)
  const committedLeaderEpoch = message.committedLeaderEpoch ?? -1
  writer.int32(committedLeaderEpoch)
  const metadata = message.metadata
  writer.compactNullableString(metadata)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  writer.uvarint(0)
}

export const OffsetFetchApi: Api<OffsetFetchRequest, OffsetFetchRequestInput, OffsetFetchResponse, OffsetFetchResponseInput> = {
  key: 9,
  name: 'OffsetFetch',
  versions: { min: 1, max: 10 },
  flexibleFrom: 6,
  decodeRequest: decodeOffsetFetchRequest,
  encodeRequest: encodeOffsetFetchRequest,
  decodeResponse: decodeOffsetFetchResponse,
  encodeResponse: encodeOffsetFetchResponse
}
