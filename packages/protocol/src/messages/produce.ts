// Generated from src/schema/messages/produce.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ProduceRequest {
  readonly transactionalId: string | null
  readonly acks: number
  readonly timeoutMs: number
  readonly topicData: readonly TopicProduceData[]
}

export interface ProduceRequestInput {
  readonly transactionalId?: string | null | undefined
  readonly acks: number
  readonly timeoutMs: number
  readonly topicData: readonly TopicProduceDataInput[]
}

export interface TopicProduceData {
  /** v3-12 */
  readonly name: string
  /** v13 */
  readonly topicId: string
  readonly partitionData: readonly PartitionProduceData[]
}

export interface TopicProduceDataInput {
  readonly name?: string | undefined
  readonly topicId: string
  readonly partitionData: readonly PartitionProduceDataInput[]
}

export interface PartitionProduceData {
  readonly index: number
  readonly records: Buffer | null
}

export type PartitionProduceDataInput = PartitionProduceData

export interface ProduceResponse {
  readonly responses: readonly TopicProduceResponse[]
  readonly throttleTimeMs: number
  /** v10+, tag 0 */
  readonly nodeEndpoints: readonly NodeEndpoint[]
}

export interface ProduceResponseInput {
  readonly responses: readonly TopicProduceResponseInput[]
  readonly throttleTimeMs?: number | undefined
  readonly nodeEndpoints?: readonly NodeEndpointInput[] | undefined
}

export interface TopicProduceResponse {
  /** v3-12 */
  readonly name: string
  /** v13 */
  readonly topicId: string
  readonly partitionResponses: readonly PartitionProduceResponse[]
}

export interface TopicProduceResponseInput {
  readonly name?: string | undefined
  readonly topicId: string
  readonly partitionResponses: readonly PartitionProduceResponseInput[]
}

export interface PartitionProduceResponse {
  readonly index: number
  readonly errorCode: number
  readonly baseOffset: number
  readonly logAppendTimeMs: number
  /** v5+ */
  readonly logStartOffset: number
  /** v8+ */
  readonly recordErrors: readonly BatchIndexAndErrorMessage[]
  /** v8+ */
  readonly errorMessage: string | null
  /** v10+, tag 0 */
  readonly currentLeader: LeaderIdAndEpoch
}

export interface PartitionProduceResponseInput {
  readonly index: number
  readonly errorCode: number
  readonly baseOffset: number
  readonly logAppendTimeMs?: number | undefined
  readonly logStartOffset?: number | undefined
  readonly recordErrors: readonly BatchIndexAndErrorMessageInput[]
  readonly errorMessage?: string | null | undefined
  readonly currentLeader?: LeaderIdAndEpochInput | undefined
}

export interface BatchIndexAndErrorMessage {
  readonly batchIndex: number
  readonly batchIndexErrorMessage: string | null
}

export interface BatchIndexAndErrorMessageInput {
  readonly batchIndex: number
  readonly batchIndexErrorMessage?: string | null | undefined
}

export interface LeaderIdAndEpoch {
  readonly leaderId: number
  readonly leaderEpoch: number
}

export interface LeaderIdAndEpochInput {
  readonly leaderId?: number | undefined
  readonly leaderEpoch?: number | undefined
}

export interface NodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

export interface NodeEndpointInput {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack?: string | null | undefined
}

const DEFAULT_LeaderIdAndEpoch: LeaderIdAndEpoch = {
  leaderId: -1,
  leaderEpoch: -1
}

function isDefaultLeaderIdAndEpoch(message: LeaderIdAndEpochInput): boolean {
  return !((message.leaderId ?? -1) !== -1) && !((message.leaderEpoch ?? -1) !== -1)
}

export function decodeProduceRequest(reader: Reader, version: number): ProduceRequest {
  checkVersion('ProduceRequest', version, 3, 13)
  const flexible = version >= 9
  const transactionalId = (flexible ? reader.compactNullableString() : reader.nullableString())
  const acks = reader.int16()
  const timeoutMs = reader.int32()
  const topicData: TopicProduceData[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topicData.push(decodeTopicProduceData(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, acks, timeoutMs, topicData }
}

export function encodeProduceRequest(writer: Writer, message: ProduceRequestInput, version: number): void {
  checkVersion('ProduceRequest', version, 3, 13)
  const flexible = version >= 9
  const transactionalId = message.transactionalId ?? null
  if (flexible) writer.compactNullableString(transactionalId)
  else writer.nullableString(transactionalId)
  const acks = message.acks
  writer.int16(acks)
  const timeoutMs = message.timeoutMs
  writer.int32(timeoutMs)
  const topicData = message.topicData
  if (flexible) writer.compactArrayCount(topicData.length)
  else writer.arrayCount(topicData.length)
  for (const element of topicData) encodeTopicProduceData(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeTopicProduceData(reader: Reader, version: number): TopicProduceData {
  const flexible = version >= 9
  const name: string = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId: string = version >= 13 ? reader.uuid() : ZERO_TOPIC_ID
  const partitionData: PartitionProduceData[] = []
  for (let left = (flexible ? reader.compactArrayCount(6) : reader.arrayCount(8)); left > 0; left--) partitionData.push(decodePartitionProduceData(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitionData }
}

export function encodeTopicProduceData(writer: Writer, message: TopicProduceDataInput, version: number): void {
  const flexible = version >= 9
  const name = message.name ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(name)
    else writer.string(name)
  }
  const topicId = message.topicId
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitionData = message.partitionData
  if (flexible) writer.compactArrayCount(partitionData.length)
  else writer.arrayCount(partitionData.length)
  for (const element of partitionData) encodePartitionProduceData(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodePartitionProduceData(reader: Reader, version: number): PartitionProduceData {
  const flexible = version >= 9
  const index = reader.int32()
  const records = (flexible ? reader.compactNullableBytes() : reader.nullableBytes())
  if (flexible) reader.skipTaggedFields()
  return { index, records }
}

export function encodePartitionProduceData(writer: Writer, message: PartitionProduceDataInput, version: number): void {
  const flexible = version >= 9
  const index = message.index
  writer.int32(index)
  const records = message.records
  if (flexible) writer.compactNullableRecords(records)
  else writer.nullableRecords(records)
  if (flexible) writer.uvarint(0)
}

export function decodeProduceResponse(reader: Reader, version: number): ProduceResponse {
  checkVersion('ProduceResponse', version, 3, 13)
  const flexible = version >= 9
  const responses: TopicProduceResponse[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) responses.push(decodeTopicProduceResponse(reader, version))
  const throttleTimeMs = reader.int32()
  let nodeEndpoints: NodeEndpoint[] = []
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        if (!(version >= 10)) {
          reader.skipTaggedField(end)
          break
        }
        nodeEndpoints = []
        for (let left = reader.compactArrayCount(11); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version))
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { responses, throttleTimeMs, nodeEndpoints }
}

export function encodeProduceResponse(writer: Writer, message: ProduceResponseInput, version: number): void {
  checkVersion('ProduceResponse', version, 3, 13)
  const flexible = version >= 9
  const responses = message.responses
  if (flexible) writer.compactArrayCount(responses.length)
  else writer.arrayCount(responses.length)
  for (const element of responses) encodeTopicProduceResponse(writer, element, version)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const nodeEndpoints = message.nodeEndpoints ?? []
  if (!(version >= 10) && nodeEndpoints.length !== 0) notInVersion('ProduceResponse.nodeEndpoints', version)
  if (flexible) {
    const hasNodeEndpoints = version >= 10 && nodeEndpoints.length !== 0
    writer.uvarint((hasNodeEndpoints ? 1 : 0))
    if (hasNodeEndpoints) {
      const start = writer.beginTaggedField(0)
      writer.compactArrayCount(nodeEndpoints.length)
      for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version)
      writer.finishTaggedField(start)
    }
  }
}

export function decodeTopicProduceResponse(reader: Reader, version: number): TopicProduceResponse {
  const flexible = version >= 9
  const name: string = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId: string = version >= 13 ? reader.uuid() : ZERO_TOPIC_ID
  const partitionResponses: PartitionProduceResponse[] = []
  for (let left = (flexible ? reader.compactArrayCount(33) : reader.arrayCount(22)); left > 0; left--) partitionResponses.push(decodePartitionProduceResponse(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, partitionResponses }
}

export function encodeTopicProduceResponse(writer: Writer, message: TopicProduceResponseInput, version: number): void {
  const flexible = version >= 9
  const name = message.name ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(name)
    else writer.string(name)
  }
  const topicId = message.topicId
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitionResponses = message.partitionResponses
  if (flexible) writer.compactArrayCount(partitionResponses.length)
  else writer.arrayCount(partitionResponses.length)
  for (const element of partitionResponses) encodePartitionProduceResponse(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodePartitionProduceResponse(reader: Reader, version: number): PartitionProduceResponse {
  const flexible = version >= 9
  const index = reader.int32()
  const errorCode = reader.int16()
  const baseOffset = reader.int64()
  const logAppendTimeMs = reader.int64()
  const logStartOffset: number = version >= 5 ? reader.int64() : -1
  const recordErrors: BatchIndexAndErrorMessage[] = []
  if (version >= 8) for (let left = (flexible ? reader.compactArrayCount(6) : reader.arrayCount(6)); left > 0; left--) recordErrors.push(decodeBatchIndexAndErrorMessage(reader, version))
  const errorMessage: string | null = version >= 8 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  let currentLeader: LeaderIdAndEpoch = DEFAULT_LeaderIdAndEpoch
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        if (!(version >= 10)) {
          reader.skipTaggedField(end)
          break
        }
        currentLeader = decodeLeaderIdAndEpoch(reader, version)
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { index, errorCode, baseOffset, logAppendTimeMs, logStartOffset, recordErrors, errorMessage, currentLeader }
}

export function encodePartitionProduceResponse(writer: Writer, message: PartitionProduceResponseInput, version: number): void {
  const flexible = version >= 9
  const index = message.index
  writer.int32(index)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const baseOffset = message.baseOffset
  writer.int64(baseOffset)
  const logAppendTimeMs = message.logAppendTimeMs ?? -1
  writer.int64(logAppendTimeMs)
  const logStartOffset = message.logStartOffset ?? -1
  if (version >= 5) {
    writer.int64(logStartOffset)
  }
  const recordErrors = message.recordErrors
  if (version >= 8) {
    if (flexible) writer.compactArrayCount(recordErrors.length)
    else writer.arrayCount(recordErrors.length)
    for (const element of recordErrors) encodeBatchIndexAndErrorMessage(writer, element, version)
  }
  const errorMessage = message.errorMessage ?? null
  if (version >= 8) {
    if (flexible) writer.compactNullableString(errorMessage)
    else writer.nullableString(errorMessage)
  }
  const currentLeader = message.currentLeader ?? DEFAULT_LeaderIdAndEpoch
  if (!(version >= 10) && !isDefaultLeaderIdAndEpoch(currentLeader)) notInVersion('PartitionProduceResponse.currentLeader', version)
  if (flexible) {
    const hasCurrentLeader = version >= 10 && !isDefaultLeaderIdAndEpoch(currentLeader)
    writer.uvarint((hasCurrentLeader ? 1 : 0))
    if (hasCurrentLeader) {
      const start = writer.beginTaggedField(0)
      encodeLeaderIdAndEpoch(writer, currentLeader, version)
      writer.finishTaggedField(start)
    }
  }
}

export function decodeBatchIndexAndErrorMessage(reader: Reader, version: number): BatchIndexAndErrorMessage {
  const flexible = version >= 9
  const batchIndex = reader.int32()
  const batchIndexErrorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { batchIndex, batchIndexErrorMessage }
}

export function encodeBatchIndexAndErrorMessage(writer: Writer, message: BatchIndexAndErrorMessageInput, version: number): void {
  const flexible = version >= 9
  const batchIndex = message.batchIndex
  writer.int32(batchIndex)
  const batchIndexErrorMessage = message.batchIndexErrorMessage ?? null
  if (flexible) writer.compactNullableString(batchIndexErrorMessage)
  else writer.nullableString(batchIndexErrorMessage)
  if (flexible) writer.uvarint(0)
}

export function decodeLeaderIdAndEpoch(reader: Reader, _version: number): LeaderIdAndEpoch {
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { leaderId, leaderEpoch }
}

export function encodeLeaderIdAndEpoch(writer: Writer, message: LeaderIdAndEpochInput, _version: number): void {
  const leaderId = message.leaderId ?? -1
  writer.int32(leaderId)
  const leaderEpoch = message.leaderEpoch ?? -1
  writer.int32(leaderEpoch)
  writer.uvarint(0)
}

export function decodeNodeEndpoint(reader: Reader, _version: number): NodeEndpoint {
  const nodeId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const rack = reader.compactNullableString()
  reader.skipTaggedFields()
  return { nodeId, host, port, rack }
}

export function encodeNodeEndpoint(writer: Writer, message: NodeEndpointInput, _version: number): void {
  const nodeId = message.nodeId
  writer.int32(nodeId)
  const host = message.host
  writer.compactString(host)
  const port = message.port
  writer.int32(port)
  const rack = message.rack ?? null
  writer.compactNullableString(rack)
  writer.uvarint(0)
}

export const ProduceApi: Api<ProduceRequest, ProduceRequestInput, ProduceResponse, ProduceResponseInput> = {
  key: 0,
  name: 'Produce',
  versions: { min: 3, max: 13 },
  flexibleFrom: 9,
  decodeRequest: decodeProduceRequest,
  encodeRequest: encodeProduceRequest,
  decodeResponse: decodeProduceResponse,
  encodeResponse: encodeProduceResponse
}
