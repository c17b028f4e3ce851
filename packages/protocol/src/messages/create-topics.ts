// Generated from src/schema/messages/create-topics.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface CreateTopicsRequest {
  readonly topics: readonly CreatableTopic[]
  readonly timeoutMs: number
  readonly validateOnly: boolean
}

export interface CreateTopicsRequestInput {
  readonly topics: readonly CreatableTopicInput[]
  readonly timeoutMs?: number | undefined
  readonly validateOnly?: boolean | undefined
}

export interface CreatableTopic {
  readonly name: string
  readonly numPartitions: number
  readonly replicationFactor: number
  readonly assignments: readonly CreatableReplicaAssignment[]
  readonly configs: readonly CreatableTopicConfig[]
}

export type CreatableTopicInput = CreatableTopic

export interface CreatableReplicaAssignment {
  readonly partitionIndex: number
  readonly brokerIds: readonly number[]
}

export type CreatableReplicaAssignmentInput = CreatableReplicaAssignment

export interface CreatableTopicConfig {
  readonly name: string
  readonly value: string | null
}

export type CreatableTopicConfigInput = CreatableTopicConfig

export interface CreateTopicsResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly CreatableTopicResult[]
}

export interface CreateTopicsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly CreatableTopicResultInput[]
}

export interface CreatableTopicResult {
  readonly name: string
  /** v7 */
  readonly topicId: string
  readonly errorCode: number
  readonly errorMessage: string | null
  /** v5+, tag 0 */
  readonly topicConfigErrorCode: number
  /** v5+ */
  readonly numPartitions: number
  /** v5+ */
  readonly replicationFactor: number
  /** v5+ */
  readonly configs: readonly CreatableTopicConfigs[] | null
}

export interface CreatableTopicResultInput {
  readonly name: string
  readonly topicId: string
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly topicConfigErrorCode?: number | undefined
  readonly numPartitions?: number | undefined
  readonly replicationFactor?: number | undefined
  readonly configs: readonly CreatableTopicConfigsInput[] | null
}

export interface CreatableTopicConfigs {
  readonly name: string
  readonly value: string | null
  readonly readOnly: boolean
  readonly configSource: number
  readonly isSensitive: boolean
}

export interface CreatableTopicConfigsInput {
  readonly name: string
  readonly value: string | null
  readonly readOnly: boolean
  readonly configSource?: number | undefined
  readonly isSensitive: boolean
}

export function decodeCreateTopicsRequest(reader: Reader, version: number): CreateTopicsRequest {
  checkVersion('CreateTopicsRequest', version, 2, 7)
  const flexible = version >= 5
  const topics: CreatableTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(10) : reader.arrayCount(16)); left > 0; left--) topics.push(decodeCreatableTopic(reader, version))
  const timeoutMs = reader.int32()
  const validateOnly = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { topics, timeoutMs, validateOnly }
}

export function encodeCreateTopicsRequest(writer: Writer, message: CreateTopicsRequestInput, version: number): void {
  checkVersion('CreateTopicsRequest', version, 2, 7)
  const flexible = version >= 5
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeCreatableTopic(writer, element, version)
  const timeoutMs = message.timeoutMs ?? 60000
  writer.int32(timeoutMs)
  const validateOnly = message.validateOnly ?? false
  writer.bool(validateOnly)
  if (flexible) writer.uvarint(0)
}

export function decodeCreatableTopic(reader: Reader, version: number): CreatableTopic {
  const flexible = version >= 5
  const name = (flexible ? reader.compactString() : reader.string())
  const numPartitions = reader.int32()
  const replicationFactor = reader.int16()
  const assignments: CreatableReplicaAssignment[] = []
  for (let left = (flexible ? reader.compactArrayCount(6) : reader.arrayCount(8)); left > 0; left--) assignments.push(decodeCreatableReplicaAssignment(reader, version))
  const configs: CreatableTopicConfig[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(4)); left > 0; left--) configs.push(decodeCreatableTopicConfig(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, numPartitions, replicationFactor, assignments, configs }
}

export function encodeCreatableTopic(writer: Writer, message: CreatableTopicInput, version: number): void {
  const flexible = version >= 5
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const numPartitions = message.numPartitions
  writer.int32(numPartitions)
  const replicationFactor = message.replicationFactor
  writer.int16(replicationFactor)
  const assignments = message.assignments
  if (flexible) writer.compactArrayCount(assignments.length)
  else writer.arrayCount(assignments.length)
  for (const element of assignments) encodeCreatableReplicaAssignment(writer, element, version)
  const configs = message.configs
  if (flexible) writer.compactArrayCount(configs.length)
  else writer.arrayCount(configs.length)
  for (const element of configs) encodeCreatableTopicConfig(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeCreatableReplicaAssignment(reader: Reader, version: number): CreatableReplicaAssignment {
  const flexible = version >= 5
  const partitionIndex = reader.int32()
  const brokerIds: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) brokerIds.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, brokerIds }
}

export function encodeCreatableReplicaAssignment(writer: Writer, message: CreatableReplicaAssignmentInput, version: number): void {
  const flexible = version >= 5
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const brokerIds = message.brokerIds
  if (flexible) writer.compactArrayCount(brokerIds.length)
  else writer.arrayCount(brokerIds.length)
  for (const element of brokerIds) writer.int32(element)
  if (flexible) writer.uvarint(0)
}

export function decodeCreatableTopicConfig(reader: Reader, version: number): CreatableTopicConfig {
  const flexible = version >= 5
  const name = (flexible ? reader.compactString() : reader.string())
  const value = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { name, value }
}

export function encodeCreatableTopicConfig(writer: Writer, message: CreatableTopicConfigInput, version: number): void {
  const flexible = version >= 5
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const value = message.value
  if (flexible) writer.compactNullableString(value)
  else writer.nullableString(value)
  if (flexible) writer.uvarint(0)
}

export function decodeCreateTopicsResponse(reader: Reader, version: number): CreateTopicsResponse {
  checkVersion('CreateTopicsResponse', version, 2, 7)
  const flexible = version >= 5
  const throttleTimeMs = reader.int32()
  const topics: CreatableTopicResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(12) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeCreatableTopicResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeCreateTopicsResponse(writer: Writer, message: CreateTopicsResponseInput, version: number): void {
  checkVersion('CreateTopicsResponse', version, 2, 7)
  const flexible = version >= 5
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeCreatableTopicResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeCreatableTopicResult(reader: Reader, version: number): CreatableTopicResult {
  const flexible = version >= 5
  const name = (flexible ? reader.compactString() : reader.string())
  const topicId: string = version >= 7 ? reader.uuid() : ZERO_TOPIC_ID
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  let topicConfigErrorCode: number = 0
  const numPartitions: number = version >= 5 ? reader.int32() : -1
  const replicationFactor: number = version >= 5 ? reader.int16() : -1
  let configs: CreatableTopicConfigs[] | null = []
  if (version >= 5) {
    const count = reader.compactNullableArrayCount(6)
    if (count < 0) configs = null
    else {
      configs = []
      for (let left = count; left > 0; left--) configs.push(decodeCreatableTopicConfigs(reader, version))
    }
  }
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        topicConfigErrorCode = reader.int16()
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { name, topicId, errorCode, errorMessage, topicConfigErrorCode, numPartitions, replicationFactor, configs }
}

export function encodeCreatableTopicResult(writer: Writer, message: CreatableTopicResultInput, version: number): void {
  const flexible = version >= 5
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const topicId = message.topicId
  if (version >= 7) {
    writer.uuid(topicId)
  }
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  const topicConfigErrorCode = message.topicConfigErrorCode ?? 0
  const numPartitions = message.numPartitions ?? -1
  if (version >= 5) {
    writer.int32(numPartitions)
  }
  const replicationFactor = message.replicationFactor ?? -1
  if (version >= 5) {
    writer.int16(replicationFactor)
  }
  const configs = message.configs
  if (version >= 5) {
    writer.compactArrayCount(configs === null ? -1 : configs.length)
    if (configs !== null) for (const element of configs) encodeCreatableTopicConfigs(writer, element, version)
  }
  if (flexible) {
    const hasTopicConfigErrorCode = topicConfigErrorCode !== 0
    writer.uvarint((hasTopicConfigErrorCode ? 1 : 0))
    if (hasTopicConfigErrorCode) {
      const start = writer.beginTaggedField(0)
      writer.int16(topicConfigErrorCode)
      writer.finishTaggedField(start)
    }
  }
}

export function decodeCreatableTopicConfigs(reader: Reader, _version: number): CreatableTopicConfigs {
  const name = reader.compactString()
  const value = reader.compactNullableString()
  const readOnly = reader.bool()
  const configSource = reader.int8()
  const isSensitive = reader.bool()
  reader.skipTaggedFields()
  return { name, value, readOnly, configSource, isSensitive }
}

export function encodeCreatableTopicConfigs(writer: Writer, message: CreatableTopicConfigsInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const value = message.value
  writer.compactNullableString(value)
  const readOnly = message.readOnly
  writer.bool(readOnly)
  const configSource = message.configSource ?? -1
  writer.int8(configSource)
  const isSensitive = message.isSensitive
  writer.bool(isSensitive)
  writer.uvarint(0)
}

export const CreateTopicsApi: Api<CreateTopicsRequest, CreateTopicsRequestInput, CreateTopicsResponse, CreateTopicsResponseInput> = {
  key: 19,
  name: 'CreateTopics',
  versions: { min: 2, max: 7 },
  flexibleFrom: 5,
  decodeRequest: decodeCreateTopicsRequest,
  encodeRequest: encodeCreateTopicsRequest,
  decodeResponse: decodeCreateTopicsResponse,
  encodeResponse: encodeCreateTopicsResponse
}
