// Generated from src/schema/messages/elect-leaders.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ElectLeadersRequest {
  /** v1+ */
  readonly electionType: number
  readonly topicPartitions: readonly TopicPartitions[] | null
  readonly timeoutMs: number
}

export interface ElectLeadersRequestInput {
  readonly electionType?: number | undefined
  readonly topicPartitions: readonly TopicPartitionsInput[] | null
  readonly timeoutMs?: number | undefined
}

export interface TopicPartitions {
  readonly topic: string
  readonly partitions: readonly number[]
}

export type TopicPartitionsInput = TopicPartitions

export interface ElectLeadersResponse {
  readonly throttleTimeMs: number
  /** v1+ */
  readonly errorCode: number
  readonly replicaElectionResults: readonly ReplicaElectionResult[]
}

export interface ElectLeadersResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode?: number | undefined
  readonly replicaElectionResults: readonly ReplicaElectionResultInput[]
}

export interface ReplicaElectionResult {
  readonly topic: string
  readonly partitionResult: readonly PartitionResult[]
}

export type ReplicaElectionResultInput = ReplicaElectionResult

export interface PartitionResult {
  readonly partitionId: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export type PartitionResultInput = PartitionResult

export function decodeElectLeadersRequest(reader: Reader, version: number): ElectLeadersRequest {
  checkVersion('ElectLeadersRequest', version, 0, 2)
  const flexible = version >= 2
  const electionType: number = version >= 1 ? reader.int8() : 0
  let topicPartitions: TopicPartitions[] | null = []
  {
    const count = (flexible ? reader.compactNullableArrayCount(3) : reader.nullableArrayCount(6))
    if (count < 0) topicPartitions = null
    else {
      topicPartitions = []
      for (let left = count; left > 0; left--) topicPartitions.push(decodeTopicPartitions(reader, version))
    }
  }
  const timeoutMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { electionType, topicPartitions, timeoutMs }
}

export function encodeElectLeadersRequest(writer: Writer, message: ElectLeadersRequestInput, version: number): void {
  checkVersion('ElectLeadersRequest', version, 0, 2)
  const flexible = version >= 2
  const electionType = message.electionType ?? 0
  if (version >= 1) {
    writer.int8(electionType)
  } else if (electionType !== 0) notInVersion('ElectLeadersRequest.electionType', version)
  const topicPartitions = message.topicPartitions
  if (flexible) writer.compactArrayCount(topicPartitions === null ? -1 : topicPartitions.length)
  else writer.arrayCount(topicPartitions === null ? -1 : topicPartitions.length)
  if (topicPartitions !== null) for (const element of topicPartitions) encodeTopicPartitions(writer, element, version)
  const timeoutMs = message.timeoutMs ?? 60000
  writer.int32(timeoutMs)
  if (flexible) writer.uvarint(0)
}

export function decodeTopicPartitions(reader: Reader, version: number): TopicPartitions {
  const flexible = version >= 2
  const topic = (flexible ? reader.compactString() : reader.string())
  const partitions: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) partitions.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { topic, partitions }
}

export function encodeTopicPartitions(writer: Writer, message: TopicPartitionsInput, version: number): void {
  const flexible = version >= 2
  const topic = message.topic
  if (flexible) writer.compactString(topic)
  else writer.string(topic)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  if (flexible) writer.uvarint(0)
}

export function decodeElectLeadersResponse(reader: Reader, version: number): ElectLeadersResponse {
  checkVersion('ElectLeadersResponse', version, 0, 2)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const errorCode: number = version >= 1 ? reader.int16() : 0
  const replicaElectionResults: ReplicaElectionResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) replicaElectionResults.push(decodeReplicaElectionResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, replicaElectionResults }
}

export function encodeElectLeadersResponse(writer: Writer, message: ElectLeadersResponseInput, version: number): void {
  checkVersion('ElectLeadersResponse', version, 0, 2)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode ?? 0
  if (version >= 1) {
    writer.int16(errorCode)
  } else if (errorCode !== 0) notInVersion('ElectLeadersResponse.errorCode', version)
  const replicaElectionResults = message.replicaElectionResults
  if (flexible) writer.compactArrayCount(replicaElectionResults.length)
  else writer.arrayCount(replicaElectionResults.length)
  for (const element of replicaElectionResults) encodeReplicaElectionResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeReplicaElectionResult(reader: Reader, version: number): ReplicaElectionResult {
  const flexible = version >= 2
  const topic = (flexible ? reader.compactString() : reader.string())
  const partitionResult: PartitionResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(8) : reader.arrayCount(8)); left > 0; left--) partitionResult.push(decodePartitionResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { topic, partitionResult }
}

export function encodeReplicaElectionResult(writer: Writer, message: ReplicaElectionResultInput, version: number): void {
  const flexible = version >= 2
  const topic = message.topic
  if (flexible) writer.compactString(topic)
  else writer.string(topic)
  const partitionResult = message.partitionResult
  if (flexible) writer.compactArrayCount(partitionResult.length)
  else writer.arrayCount(partitionResult.length)
  for (const element of partitionResult) encodePartitionResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodePartitionResult(reader: Reader, version: number): PartitionResult {
  const flexible = version >= 2
  const partitionId = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { partitionId, errorCode, errorMessage }
}

export function encodePartitionResult(writer: Writer, message: PartitionResultInput, version: number): void {
  const flexible = version >= 2
  const partitionId = message.partitionId
  writer.int32(partitionId)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  if (flexible) writer.uvarint(0)
}

export const ElectLeadersApi: Api<ElectLeadersRequest, ElectLeadersRequestInput, ElectLeadersResponse, ElectLeadersResponseInput> = {
  key: 43,
  name: 'ElectLeaders',
  versions: { min: 0, max: 2 },
  flexibleFrom: 2,
  decodeRequest: decodeElectLeadersRequest,
  encodeRequest: encodeElectLeadersRequest,
  decodeResponse: decodeElectLeadersResponse,
  encodeResponse: encodeElectLeadersResponse
}
