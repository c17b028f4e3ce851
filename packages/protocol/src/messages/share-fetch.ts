// Generated from src/schema/messages/share-fetch.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareFetchRequest {
  readonly groupId: string | null
  readonly memberId: string | null
  readonly shareSessionEpoch: number
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly maxRecords: number
  readonly batchSize: number
  /** v2 */
  readonly shareAcquireMode: number
  /** v2 */
  readonly isRenewAck: boolean
  readonly topics: readonly FetchTopic[]
  readonly forgottenTopicsData: readonly ForgottenTopic[]
}

export interface ShareFetchRequestInput {
  readonly groupId?: string | null | undefined
  readonly memberId: string | null
  readonly shareSessionEpoch: number
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes?: number | undefined
  readonly maxRecords: number
  readonly batchSize: number
  readonly shareAcquireMode?: number | undefined
  readonly isRenewAck?: boolean | undefined
  readonly topics: readonly FetchTopicInput[]
  readonly forgottenTopicsData: readonly ForgottenTopicInput[]
}

export interface FetchTopic {
  readonly topicId: string
  readonly partitions: readonly FetchPartition[]
}

export type FetchTopicInput = FetchTopic

export interface FetchPartition {
  readonly partitionIndex: number
  readonly acknowledgementBatches: readonly AcknowledgementBatch[]
}

export type FetchPartitionInput = FetchPartition

export interface AcknowledgementBatch {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly acknowledgeTypes: readonly number[]
}

export type AcknowledgementBatchInput = AcknowledgementBatch

export interface ForgottenTopic {
  readonly topicId: string
  readonly partitions: readonly number[]
}

export type ForgottenTopicInput = ForgottenTopic

export interface ShareFetchResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly acquisitionLockTimeoutMs: number
  readonly responses: readonly ShareFetchableTopicResponse[]
  readonly nodeEndpoints: readonly NodeEndpoint[]
}

export interface ShareFetchResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly acquisitionLockTimeoutMs: number
  readonly responses: readonly ShareFetchableTopicResponseInput[]
  readonly nodeEndpoints: readonly NodeEndpointInput[]
}

export interface ShareFetchableTopicResponse {
  readonly topicId: string
  readonly partitions: readonly PartitionData[]
}

export interface ShareFetchableTopicResponseInput {
  readonly topicId: string
  readonly partitions: readonly PartitionDataInput[]
}

export interface PartitionData {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly acknowledgeErrorCode: number
  readonly acknowledgeErrorMessage: string | null
  readonly currentLeader: LeaderIdAndEpoch
  readonly records: Buffer
  readonly acquiredRecords: readonly AcquiredRecords[]
}

export interface PartitionDataInput {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly acknowledgeErrorCode: number
  readonly acknowledgeErrorMessage?: string | null | undefined
  readonly currentLeader: LeaderIdAndEpochInput
  readonly records: Buffer
  readonly acquiredRecords: readonly AcquiredRecordsInput[]
}

export interface LeaderIdAndEpoch {
  readonly leaderId: number
  readonly leaderEpoch: number
}

export type LeaderIdAndEpochInput = LeaderIdAndEpoch

export interface AcquiredRecords {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly deliveryCount: number
}

export type AcquiredRecordsInput = AcquiredRecords

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

export function decodeShareFetchRequest(reader: Reader, version: number): ShareFetchRequest {
  checkVersion('ShareFetchRequest', version, 1, 2)
  const groupId = reader.compactNullableString()
  const memberId = reader.compactNullableString()
  const shareSessionEpoch = reader.int32()
  const maxWaitMs = reader.int32()
  const minBytes = reader.int32()
  const maxBytes = reader.int32()
  const maxRecords = reader.int32()
  const batchSize = reader.int32()
  const shareAcquireMode: number = version >= 2 ? reader.int8() : 0
  const isRenewAck: boolean = version >= 2 ? reader.bool() : false
  const topics: FetchTopic[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topics.push(decodeFetchTopic(reader, version))
  const forgottenTopicsData: ForgottenTopic[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) forgottenTopicsData.push(decodeForgottenTopic(reader, version))
  reader.skipTaggedFields()
  return { groupId, memberId, shareSessionEpoch, maxWaitMs, minBytes, maxBytes, maxRecords, batchSize, shareAcquireMode, isRenewAck, topics, forgottenTopicsData }
}

export function encodeShareFetchRequest(writer: Writer, message: ShareFetchRequestInput, version: number): void {
  checkVersion('ShareFetchRequest', version, 1, 2)
  const groupId = message.groupId ?? null
  writer.compactNullableString(groupId)
  const memberId = message.memberId
  writer.compactNullableString(memberId)
  const shareSessionEpoch = message.shareSessionEpoch
  writer.int32(shareSessionEpoch)
  const maxWaitMs = message.maxWaitMs
  writer.int32(maxWaitMs)
  const minBytes = message.minBytes
  writer.int32(minBytes)
  const maxBytes = message.maxBytes ?? 2147483647
  writer.int32(maxBytes)
  const maxRecords = message.maxRecords
  writer.int32(maxRecords)
  const batchSize = message.batchSize
  writer.int32(batchSize)
  const shareAcquireMode = message.shareAcquireMode ?? 0
  if (version >= 2) {
    writer.int8(shareAcquireMode)
  }
  const isRenewAck = message.isRenewAck ?? false
  if (version >= 2) {
    writer.bool(isRenewAck)
  } else if (isRenewAck !== false) notInVersion('ShareFetchRequest.isRenewAck', version)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeFetchTopic(writer, element, version)
  const forgottenTopicsData = message.forgottenTopicsData
  writer.compactArrayCount(forgottenTopicsData.length)
  for (const element of forgottenTopicsData) encodeForgottenTopic(writer, element, version)
  writer.uvarint(0)
}

export function decodeFetchTopic(reader: Reader, version: number): FetchTopic {
  const topicId = reader.uuid()
  const partitions: FetchPartition[] = []
  for (let left = reader.compactArrayCount(6); left > 0; left--) partitions.push(decodeFetchPartition(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeFetchTopic(writer: Writer, message: FetchTopicInput, version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeFetchPartition(writer, element, version)
  writer.uvarint(0)
}

export function decodeFetchPartition(reader: Reader, version: number): FetchPartition {
  const partitionIndex = reader.int32()
  const acknowledgementBatches: AcknowledgementBatch[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) acknowledgementBatches.push(decodeAcknowledgementBatch(reader, version))
  reader.skipTaggedFields()
  return { partitionIndex, acknowledgementBatches }
}

export function encodeFetchPartition(writer: Writer, message: FetchPartitionInput, version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const acknowledgementBatches = message.acknowledgementBatches
  writer.compactArrayCount(acknowledgementBatches.length)
  for (const element of acknowledgementBatches) encodeAcknowledgementBatch(writer, element, version)
  writer.uvarint(0)
}

export function decodeAcknowledgementBatch(reader: Reader, _version: number): AcknowledgementBatch {
  const firstOffset = reader.int64()
  const lastOffset = reader.int64()
  const acknowledgeTypes: number[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) acknowledgeTypes.push(reader.int8())
  reader.skipTaggedFields()
  return { firstOffset, lastOffset, acknowledgeTypes }
}

export function encodeAcknowledgementBatch(writer: Writer, message: AcknowledgementBatchInput, _version: number): void {
  const firstOffset = message.firstOffset
  writer.int64(firstOffset)
  const lastOffset = message.lastOffset
  writer.int64(lastOffset)
  const acknowledgeTypes = message.acknowledgeTypes
  writer.compactArrayCount(acknowledgeTypes.length)
  for (const element of acknowledgeTypes) writer.int8(element)
  writer.uvarint(0)
}

export function decodeForgottenTopic(reader: Reader, _version: number): ForgottenTopic {
  const topicId = reader.uuid()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeForgottenTopic(writer: Writer, message: ForgottenTopicInput, _version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export function decodeShareFetchResponse(reader: Reader, version: number): ShareFetchResponse {
  checkVersion('ShareFetchResponse', version, 1, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const acquisitionLockTimeoutMs = reader.int32()
  const responses: ShareFetchableTopicResponse[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) responses.push(decodeShareFetchableTopicResponse(reader, version))
  const nodeEndpoints: NodeEndpoint[] = []
  for (let left = reader.compactArrayCount(11); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints }
}

export function encodeShareFetchResponse(writer: Writer, message: ShareFetchResponseInput, version: number): void {
  checkVersion('ShareFetchResponse', version, 1, 2)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const acquisitionLockTimeoutMs = message.acquisitionLockTimeoutMs
  writer.int32(acquisitionLockTimeoutMs)
  const responses = message.responses
  writer.compactArrayCount(responses.length)
  for (const element of responses) encodeShareFetchableTopicResponse(writer, element, version)
  const nodeEndpoints = message.nodeEndpoints
  writer.compactArrayCount(nodeEndpoints.length)
  for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version)
  writer.uvarint(0)
}

export function decodeShareFetchableTopicResponse(reader: Reader, version: number): ShareFetchableTopicResponse {
  const topicId = reader.uuid()
  const partitions: PartitionData[] = []
  for (let left = reader.compactArrayCount(22); left > 0; left--) partitions.push(decodePartitionData(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeShareFetchableTopicResponse(writer: Writer, message: ShareFetchableTopicResponseInput, version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodePartitionData(writer, element, version)
  writer.uvarint(0)
}

export function decodePartitionData(reader: Reader, version: number): PartitionData {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const acknowledgeErrorCode = reader.int16()
  const acknowledgeErrorMessage = reader.compactNullableString()
  const currentLeader = decodeLeaderIdAndEpoch(reader, version)
  const records = reader.compactBytes()
  const acquiredRecords: AcquiredRecords[] = []
  for (let left = reader.compactArrayCount(19); left > 0; left--) acquiredRecords.push(decodeAcquiredRecords(reader, version))
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage, acknowledgeErrorCode, acknowledgeErrorMessage, currentLeader, records, acquiredRecords }
}

export function encodePartitionData(writer: Writer, message: PartitionDataInput, version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const acknowledgeErrorCode = message.acknowledgeErrorCode
  writer.int16(acknowledgeErrorCode)
  const acknowledgeErrorMessage = message.acknowledgeErrorMessage ?? null
  writer.compactNullableString(acknowledgeErrorMessage)
  const currentLeader = message.currentLeader
  encodeLeaderIdAndEpoch(writer, currentLeader, version)
  const records = message.records
  writer.compactRecords(records)
  const acquiredRecords = message.acquiredRecords
  writer.compactArrayCount(acquiredRecords.length)
  for (const element of acquiredRecords) encodeAcquiredRecords(writer, element, version)
  writer.uvarint(0)
}

export function decodeLeaderIdAndEpoch(reader: Reader, _version: number): LeaderIdAndEpoch {
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { leaderId, leaderEpoch }
}

export function encodeLeaderIdAndEpoch(writer: Writer, message: LeaderIdAndEpochInput, _version: number): void {
  const leaderId = message.leaderId
  writer.int32(leaderId)
  const leaderEpoch = message.leaderEpoch
  writer.int32(leaderEpoch)
  writer.uvarint(0)
}

export function decodeAcquiredRecords(reader: Reader, _version: number): AcquiredRecords {
  const firstOffset = reader.int64()
  const lastOffset = reader.int64()
  const deliveryCount = reader.int16()
  reader.skipTaggedFields()
  return { firstOffset, lastOffset, deliveryCount }
}

export function encodeAcquiredRecords(writer: Writer, message: AcquiredRecordsInput, _version: number): void {
  const firstOffset = message.firstOffset
  writer.int64(firstOffset)
  const lastOffset = message.lastOffset
  writer.int64(lastOffset)
  const deliveryCount = message.deliveryCount
  writer.int16(deliveryCount)
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

export const ShareFetchApi: Api<ShareFetchRequest, ShareFetchRequestInput, ShareFetchResponse, ShareFetchResponseInput> = {
  key: 78,
  name: 'ShareFetch',
  versions: { min: 1, max: 2 },
  flexibleFrom: 0,
  decodeRequest: decodeShareFetchRequest,
  encodeRequest: encodeShareFetchRequest,
  decodeResponse: decodeShareFetchResponse,
  encodeResponse: encodeShareFetchResponse
}
