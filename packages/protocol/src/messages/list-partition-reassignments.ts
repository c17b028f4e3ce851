// Generated from src/schema/messages/list-partition-reassignments.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListPartitionReassignmentsRequest {
  readonly timeoutMs: number
  readonly topics: readonly ListPartitionReassignmentsTopics[] | null
}

export interface ListPartitionReassignmentsRequestInput {
  readonly timeoutMs?: number | undefined
  readonly topics?: readonly ListPartitionReassignmentsTopicsInput[] | null | undefined
}

export interface ListPartitionReassignmentsTopics {
  readonly name: string
  readonly partitionIndexes: readonly number[]
}

export type ListPartitionReassignmentsTopicsInput = ListPartitionReassignmentsTopics

export interface ListPartitionReassignmentsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly topics: readonly OngoingTopicReassignment[]
}

export interface ListPartitionReassignmentsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly topics: readonly OngoingTopicReassignmentInput[]
}

export interface OngoingTopicReassignment {
  readonly name: string
  readonly partitions: readonly OngoingPartitionReassignment[]
}

export type OngoingTopicReassignmentInput = OngoingTopicReassignment

export interface OngoingPartitionReassignment {
  readonly partitionIndex: number
  readonly replicas: readonly number[]
  readonly addingReplicas: readonly number[]
  readonly removingReplicas: readonly number[]
}

export type OngoingPartitionReassignmentInput = OngoingPartitionReassignment

export function decodeListPartitionReassignmentsRequest(reader: Reader, version: number): ListPartitionReassignmentsRequest {
  checkVersion('ListPartitionReassignmentsRequest', version, 0, 0)
  const timeoutMs = reader.int32()
  let topics: ListPartitionReassignmentsTopics[] | null = null
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) topics = null
    else {
      topics = []
      for (let left = count; left > 0; left--) topics.push(decodeListPartitionReassignmentsTopics(reader, version))
    }
  }
  reader.skipTaggedFields()
  return { timeoutMs, topics }
}

export function encodeListPartitionReassignmentsRequest(writer: Writer, message: ListPartitionReassignmentsRequestInput, version: number): void {
  checkVersion('ListPartitionReassignmentsRequest', version, 0, 0)
  const timeoutMs = message.timeoutMs ?? 60000
  writer.int32(timeoutMs)
  const topics = message.topics ?? null
  writer.compactArrayCount(topics === null ? -1 : topics.length)
  if (topics !== null) for (const element of topics) encodeListPartitionReassignmentsTopics(writer, element, version)
  writer.uvarint(0)
}

export function decodeListPartitionReassignmentsTopics(reader: Reader, _version: number): ListPartitionReassignmentsTopics {
  const name = reader.compactString()
  const partitionIndexes: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitionIndexes.push(reader.int32())
  reader.skipTaggedFields()
  return { name, partitionIndexes }
}

export function encodeListPartitionReassignmentsTopics(writer: Writer, message: ListPartitionReassignmentsTopicsInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const partitionIndexes = message.partitionIndexes
  writer.compactArrayCount(partitionIndexes.length)
  for (const element of partitionIndexes) writer.int32(element)
  writer.uvarint(0)
}

export function decodeListPartitionReassignmentsResponse(reader: Reader, version: number): ListPartitionReassignmentsResponse {
  checkVersion('ListPartitionReassignmentsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const topics: OngoingTopicReassignment[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeOngoingTopicReassignment(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, topics }
}

export function encodeListPartitionReassignmentsResponse(writer: Writer, message: ListPartitionReassignmentsResponseInput, version: number): void {
  checkVersion('ListPartitionReassignmentsResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeOngoingTopicReassignment(writer, element, version)
  writer.uvarint(0)
}

export function decodeOngoingTopicReassignment(reader: Reader, version: number): OngoingTopicReassignment {
  const name = reader.compactString()
  const partitions: OngoingPartitionReassignment[] = []
  for (let left = reader.compactArrayCount(8); left > 0; left--) partitions.push(decodeOngoingPartitionReassignment(reader, version))
  reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeOngoingTopicReassignment(writer: Writer, message: OngoingTopicReassignmentInput, version: number): void {
  const name = message.name
  writer.compactString(name)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeOngoingPartitionReassignment(writer, element, version)
  writer.uvarint(0)
}

export function decodeOngoingPartitionReassignment(reader: Reader, _version: number): OngoingPartitionReassignment {
  const partitionIndex = reader.int32()
  const replicas: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) replicas.push(reader.int32())
  const addingReplicas: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) addingReplicas.push(reader.int32())
  const removingReplicas: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) removingReplicas.push(reader.int32())
  reader.skipTaggedFields()
  return { partitionIndex, replicas, addingReplicas, removingReplicas }
}

export function encodeOngoingPartitionReassignment(writer: Writer, message: OngoingPartitionReassignmentInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const replicas = message.replicas
  writer.compactArrayCount(replicas.length)
  for (const element of replicas) writer.int32(element)
  const addingReplicas = message.addingReplicas
  writer.compactArrayCount(addingReplicas.length)
  for (const element of addingReplicas) writer.int32(element)
  const removingReplicas = message.removingReplicas
  writer.compactArrayCount(removingReplicas.length)
  for (const element of removingReplicas) writer.int32(element)
  writer.uvarint(0)
}

export const ListPartitionReassignmentsApi: Api<ListPartitionReassignmentsRequest, ListPartitionReassignmentsRequestInput, ListPartitionReassignmentsResponse, ListPartitionReassignmentsResponseInput> = {
  key: 46,
  name: 'ListPartitionReassignments',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeListPartitionReassignmentsRequest,
  encodeRequest: encodeListPartitionReassignmentsRequest,
  decodeResponse: decodeListPartitionReassignmentsResponse,
  encodeResponse: encodeListPartitionReassignmentsResponse
}
