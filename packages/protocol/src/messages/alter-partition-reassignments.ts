// Generated from src/schema/messages/alter-partition-reassignments.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterPartitionReassignmentsRequest {
  readonly timeoutMs: number
  /** v1 */
  readonly allowReplicationFactorChange: boolean
  readonly topics: readonly ReassignableTopic[]
}

export interface AlterPartitionReassignmentsRequestInput {
  readonly timeoutMs?: number | undefined
  readonly allowReplicationFactorChange?: boolean | undefined
  readonly topics: readonly ReassignableTopicInput[]
}

export interface ReassignableTopic {
  readonly name: string
  readonly partitions: readonly ReassignablePartition[]
}

export interface ReassignableTopicInput {
  readonly name: string
  readonly partitions: readonly ReassignablePartitionInput[]
}

export interface ReassignablePartition {
  readonly partitionIndex: number
  readonly replicas: readonly number[] | null
}

export interface ReassignablePartitionInput {
  readonly partitionIndex: number
  readonly replicas?: readonly number[] | null | undefined
}

export interface AlterPartitionReassignmentsResponse {
  readonly throttleTimeMs: number
  /** v1 */
  readonly allowReplicationFactorChange: boolean
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly responses: readonly ReassignableTopicResponse[]
}

export interface AlterPartitionReassignmentsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly allowReplicationFactorChange?: boolean | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly responses: readonly ReassignableTopicResponseInput[]
}

export interface ReassignableTopicResponse {
  readonly name: string
  readonly partitions: readonly ReassignablePartitionResponse[]
}

export type ReassignableTopicResponseInput = ReassignableTopicResponse

export interface ReassignablePartitionResponse {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export type ReassignablePartitionResponseInput = ReassignablePartitionResponse

export function decodeAlterPartitionReassignmentsRequest(reader: Reader, version: number): AlterPartitionReassignmentsRequest {
  checkVersion('AlterPartitionReassignmentsRequest', version, 0, 1)
  const timeoutMs = reader.int32()
  const allowReplicationFactorChange: boolean = version >= 1 ? reader.bool() : true
  const topics: ReassignableTopic[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeReassignableTopic(reader, version))
  reader.skipTaggedFields()
  return { timeoutMs, allowReplicationFactorChange, topics }
}

export function encodeAlterPartitionReassignmentsRequest(writer: Writer, message: AlterPartitionReassignmentsRequestInput, version: number): void {
  checkVersion('AlterPartitionReassignmentsRequest', version, 0, 1)
  const timeoutMs = message.timeoutMs ?? 60000
  writer.int32(timeoutMs)
  const allowReplicationFactorChange = message.allowReplicationFactorChange ?? true
  if (version >= 1) {
    writer.bool(allowReplicationFactorChange)
  } else if (allowReplicationFactorChange !== true) notInVersion('AlterPartitionReassignmentsRequest.allowReplicationFactorChange', version)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeReassignableTopic(writer, element, version)
  writer.uvarint(0)
}

export function decodeReassignableTopic(reader: Reader, version: number): ReassignableTopic {
  const name = reader.compactString()
  const partitions: ReassignablePartition[] = []
  for (let left = reader.compactArrayCount(6); left > 0; left--) partitions.push(decodeReassignablePartition(reader, version))
  reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeReassignableTopic(writer: Writer, message: ReassignableTopicInput, version: number): void {
  const name = message.name
  writer.compactString(name)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeReassignablePartition(writer, element, version)
  writer.uvarint(0)
}

export function decodeReassignablePartition(reader: Reader, _version: number): ReassignablePartition {
  const partitionIndex = reader.int32()
  let replicas: number[] | null = null
  {
    const count = reader.compactNullableArrayCount(4)
    if (count < 0) replicas = null
    else {
      replicas = []
      for (let left = count; left > 0; left--) replicas.push(reader.int32())
    }
  }
  reader.skipTaggedFields()
  return { partitionIndex, replicas }
}

export function encodeReassignablePartition(writer: Writer, message: ReassignablePartitionInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const replicas = message.replicas ?? null
  writer.compactArrayCount(replicas === null ? -1 : replicas.length)
  if (replicas !== null) for (const element of replicas) writer.int32(element)
  writer.uvarint(0)
}

export function decodeAlterPartitionReassignmentsResponse(reader: Reader, version: number): AlterPartitionReassignmentsResponse {
  checkVersion('AlterPartitionReassignmentsResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const allowReplicationFactorChange: boolean = version >= 1 ? reader.bool() : true
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const responses: ReassignableTopicResponse[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) responses.push(decodeReassignableTopicResponse(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses }
}

export function encodeAlterPartitionReassignmentsResponse(writer: Writer, message: AlterPartitionReassignmentsResponseInput, version: number): void {
  checkVersion('AlterPartitionReassignmentsResponse', version, 0, 1)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const allowReplicationFactorChange = message.allowReplicationFactorChange ?? true
  if (version >= 1) {
    writer.bool(allowReplicationFactorChange)
  }
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  const responses = message.responses
  writer.compactArrayCount(responses.length)
  for (const element of responses) encodeReassignableTopicResponse(writer, element, version)
  writer.uvarint(0)
}

export function decodeReassignableTopicResponse(reader: Reader, version: number): ReassignableTopicResponse {
  const name = reader.compactString()
  const partitions: ReassignablePartitionResponse[] = []
  for (let left = reader.compactArrayCount(8); left > 0; left--) partitions.push(decodeReassignablePartitionResponse(reader, version))
  reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeReassignableTopicResponse(writer: Writer, message: ReassignableTopicResponseInput, version: number): void {
  const name = message.name
  writer.compactString(name)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeReassignablePartitionResponse(writer, element, version)
  writer.uvarint(0)
}

export function decodeReassignablePartitionResponse(reader: Reader, _version: number): ReassignablePartitionResponse {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage }
}

export function encodeReassignablePartitionResponse(writer: Writer, message: ReassignablePartitionResponseInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const AlterPartitionReassignmentsApi: Api<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsRequestInput, AlterPartitionReassignmentsResponse, AlterPartitionReassignmentsResponseInput> = {
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeAlterPartitionReassignmentsRequest,
  encodeRequest: encodeAlterPartitionReassignmentsRequest,
  decodeResponse: decodeAlterPartitionReassignmentsResponse,
  encodeResponse: encodeAlterPartitionReassignmentsResponse
}
