// Generated from src/schema/messages/create-partitions.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface CreatePartitionsRequest {
  readonly topics: readonly CreatePartitionsTopic[]
  readonly timeoutMs: number
  readonly validateOnly: boolean
}

export type CreatePartitionsRequestInput = CreatePartitionsRequest

export interface CreatePartitionsTopic {
  readonly name: string
  readonly count: number
  readonly assignments: readonly CreatePartitionsAssignment[] | null
}

export type CreatePartitionsTopicInput = CreatePartitionsTopic

export interface CreatePartitionsAssignment {
  readonly brokerIds: readonly number[]
}

export type CreatePartitionsAssignmentInput = CreatePartitionsAssignment

export interface CreatePartitionsResponse {
  readonly throttleTimeMs: number
  readonly results: readonly CreatePartitionsTopicResult[]
}

export interface CreatePartitionsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly results: readonly CreatePartitionsTopicResultInput[]
}

export interface CreatePartitionsTopicResult {
  readonly name: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface CreatePartitionsTopicResultInput {
  readonly name: string
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export function decodeCreatePartitionsRequest(reader: Reader, version: number): CreatePartitionsRequest {
  checkVersion('CreatePartitionsRequest', version, 0, 3)
  const flexible = version >= 2
  const topics: CreatePartitionsTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(7) : reader.arrayCount(10)); left > 0; left--) topics.push(decodeCreatePartitionsTopic(reader, version))
  const timeoutMs = reader.int32()
  const validateOnly = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { topics, timeoutMs, validateOnly }
}

export function encodeCreatePartitionsRequest(writer: Writer, message: CreatePartitionsRequestInput, version: number): void {
  checkVersion('CreatePartitionsRequest', version, 0, 3)
  const flexible = version >= 2
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeCreatePartitionsTopic(writer, element, version)
  const timeoutMs = message.timeoutMs
  writer.int32(timeoutMs)
  const validateOnly = message.validateOnly
  writer.bool(validateOnly)
  if (flexible) writer.uvarint(0)
}

export function decodeCreatePartitionsTopic(reader: Reader, version: number): CreatePartitionsTopic {
  const flexible = version >= 2
  const name = (flexible ? reader.compactString() : reader.string())
  const countField = reader.int32()
  let assignments: CreatePartitionsAssignment[] | null = []
  {
    const count = (flexible ? reader.compactNullableArrayCount(2) : reader.nullableArrayCount(4))
    if (count < 0) assignments = null
    else {
      assignments = []
      for (let left = count; left > 0; left--) assignments.push(decodeCreatePartitionsAssignment(reader, version))
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { name, count: countField, assignments }
}

export function encodeCreatePartitionsTopic(writer: Writer, message: CreatePartitionsTopicInput, version: number): void {
  const flexible = version >= 2
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const countField = message.count
  writer.int32(countField)
  const assignments = message.assignments
  if (flexible) writer.compactArrayCount(assignments === null ? -1 : assignments.length)
  else writer.arrayCount(assignments === null ? -1 : assignments.length)
  if (assignments !== null) for (const element of assignments) encodeCreatePartitionsAssignment(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeCreatePartitionsAssignment(reader: Reader, version: number): CreatePartitionsAssignment {
  const flexible = version >= 2
  const brokerIds: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) brokerIds.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { brokerIds }
}

export function encodeCreatePartitionsAssignment(writer: Writer, message: CreatePartitionsAssignmentInput, version: number): void {
  const flexible = version >= 2
  const brokerIds = message.brokerIds
  if (flexible) writer.compactArrayCount(brokerIds.length)
  else writer.arrayCount(brokerIds.length)
  for (const element of brokerIds) writer.int32(element)
  if (flexible) writer.uvarint(0)
}

export function decodeCreatePartitionsResponse(reader: Reader, version: number): CreatePartitionsResponse {
  checkVersion('CreatePartitionsResponse', version, 0, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const results: CreatePartitionsTopicResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(5) : reader.arrayCount(6)); left > 0; left--) results.push(decodeCreatePartitionsTopicResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeCreatePartitionsResponse(writer: Writer, message: CreatePartitionsResponseInput, version: number): void {
  checkVersion('CreatePartitionsResponse', version, 0, 3)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const results = message.results
  if (flexible) writer.compactArrayCount(results.length)
  else writer.arrayCount(results.length)
  for (const element of results) encodeCreatePartitionsTopicResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeCreatePartitionsTopicResult(reader: Reader, version: number): CreatePartitionsTopicResult {
  const flexible = version >= 2
  const name = (flexible ? reader.compactString() : reader.string())
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { name, errorCode, errorMessage }
}

export function encodeCreatePartitionsTopicResult(writer: Writer, message: CreatePartitionsTopicResultInput, version: number): void {
  const flexible = version >= 2
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  if (flexible) writer.uvarint(0)
}

export const CreatePartitionsApi: Api<CreatePartitionsRequest, CreatePartitionsRequestInput, CreatePartitionsResponse, CreatePartitionsResponseInput> = {
  key: 37,
  name: 'CreatePartitions',
  versions: { min: 0, max: 3 },
  flexibleFrom: 2,
  decodeRequest: decodeCreatePartitionsRequest,
  encodeRequest: encodeCreatePartitionsRequest,
  decodeResponse: decodeCreatePartitionsResponse,
  encodeResponse: encodeCreatePartitionsResponse
}
