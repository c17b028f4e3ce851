// Generated from src/schema/messages/share-acknowledge.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareAcknowledgeRequest {
  readonly groupId: string | null
  readonly memberId: string | null
  readonly shareSessionEpoch: number
  /** v2 */
  readonly isRenewAck: boolean
  readonly topics: readonly AcknowledgeTopic[]
}

export interface ShareAcknowledgeRequestInput {
  readonly groupId?: string | null | undefined
  readonly memberId: string | null
  readonly shareSessionEpoch: number
  readonly isRenewAck?: boolean | undefined
  readonly topics: readonly AcknowledgeTopicInput[]
}

export interface AcknowledgeTopic {
  readonly topicId: string
  readonly partitions: readonly AcknowledgePartition[]
}

export type AcknowledgeTopicInput = AcknowledgeTopic

export interface AcknowledgePartition {
  readonly partitionIndex: number
  readonly acknowledgementBatches: readonly AcknowledgementBatch[]
}

export type AcknowledgePartitionInput = AcknowledgePartition

export interface AcknowledgementBatch {
  readonly firstOffset: number
  readonly lastOffset: number
  readonly acknowledgeTypes: readonly number[]
}

export type AcknowledgementBatchInput = AcknowledgementBatch

export interface ShareAcknowledgeResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  /** v2 */
  readonly acquisitionLockTimeoutMs: number
  readonly responses: readonly ShareAcknowledgeTopicResponse[]
  readonly nodeEndpoints: readonly NodeEndpoint[]
}

export interface ShareAcknowledgeResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly acquisitionLockTimeoutMs: number
  readonly responses: readonly ShareAcknowledgeTopicResponseInput[]
  readonly nodeEndpoints: readonly NodeEndpointInput[]
}

export interface ShareAcknowledgeTopicResponse {
  readonly topicId: string
  readonly partitions: readonly PartitionData[]
}

export interface ShareAcknowledgeTopicResponseInput {
  readonly topicId: string
  readonly partitions: readonly PartitionDataInput[]
}

export interface PartitionData {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly currentLeader: LeaderIdAndEpoch
}

export interface PartitionDataInput {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly currentLeader: LeaderIdAndEpochInput
}

export interface LeaderIdAndEpoch {
  readonly leaderId: number
  readonly leaderEpoch: number
}

export type LeaderIdAndEpochInput = LeaderIdAndEpoch

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

export function decodeShareAcknowledgeRequest(reader: Reader, version: number): ShareAcknowledgeRequest {
  checkVersion('ShareAcknowledgeRequest', version, 1, 2)
  const groupId = reader.compactNullableString()
  const memberId = reader.compactNullableString()
  const shareSessionEpoch = reader.int32()
  const isRenewAck: boolean = version >= 2 ? reader.bool() : false
  const topics: AcknowledgeTopic[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topics.push(decodeAcknowledgeTopic(reader, version))
  reader.skipTaggedFields()
  return { groupId, memberId, shareSessionEpoch, isRenewAck, topics }
}

export function encodeShareAcknowledgeRequest(writer: Writer, message: ShareAcknowledgeRequestInput, version: number): void {
  checkVersion('ShareAcknowledgeRequest', version, 1, 2)
  const groupId = message.groupId ?? null
  writer.compactNullableString(groupId)
  const memberId = message.memberId
  writer.compactNullableString(memberId)
  const shareSessionEpoch = message.shareSessionEpoch
  writer.int32(shareSessionEpoch)
  const isRenewAck = message.isRenewAck ?? false
  if (version >= 2) {
    writer.bool(isRenewAck)
  } else if (isRenewAck !== false) notInVersion('ShareAcknowledgeRequest.isRenewAck', version)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeAcknowledgeTopic(writer, element, version)
  writer.uvarint(0)
}

export function decodeAcknowledgeTopic(reader: Reader, version: number): AcknowledgeTopic {
  const topicId = reader.uuid()
  const partitions: AcknowledgePartition[] = []
  for (let left = reader.compactArrayCount(6); left > 0; left--) partitions.push(decodeAcknowledgePartition(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeAcknowledgeTopic(writer: Writer, message: AcknowledgeTopicInput, version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeAcknowledgePartition(writer, element, version)
  writer.uvarint(0)
}

export function decodeAcknowledgePartition(reader: Reader, version: number): AcknowledgePartition {
  const partitionIndex = reader.int32()
  const acknowledgementBatches: AcknowledgementBatch[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) acknowledgementBatches.push(decodeAcknowledgementBatch(reader, version))
  reader.skipTaggedFields()
  return { partitionIndex, acknowledgementBatches }
}

export function encodeAcknowledgePartition(writer: Writer, message: AcknowledgePartitionInput, version: number): void {
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

export function decodeShareAcknowledgeResponse(reader: Reader, version: number): ShareAcknowledgeResponse {
  checkVersion('ShareAcknowledgeResponse', version, 1, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const acquisitionLockTimeoutMs: number = version >= 2 ? reader.int32() : 0
  const responses: ShareAcknowledgeTopicResponse[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) responses.push(decodeShareAcknowledgeTopicResponse(reader, version))
  const nodeEndpoints: NodeEndpoint[] = []
  for (let left = reader.compactArrayCount(11); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints }
}

export function encodeShareAcknowledgeResponse(writer: Writer, message: ShareAcknowledgeResponseInput, version: number): void {
  checkVersion('ShareAcknowledgeResponse', version, 1, 2)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const acquisitionLockTimeoutMs = message.acquisitionLockTimeoutMs
  if (version >= 2) {
    writer.int32(acquisitionLockTimeoutMs)
  }
  const responses = message.responses
  writer.compactArrayCount(responses.length)
  for (const element of responses) encodeShareAcknowledgeTopicResponse(writer, element, version)
  const nodeEndpoints = message.nodeEndpoints
  writer.compactArrayCount(nodeEndpoints.length)
  for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version)
  writer.uvarint(0)
}

export function decodeShareAcknowledgeTopicResponse(reader: Reader, version: number): ShareAcknowledgeTopicResponse {
  const topicId = reader.uuid()
  const partitions: PartitionData[] = []
  for (let left = reader.compactArrayCount(17); left > 0; left--) partitions.push(decodePartitionData(reader, version))
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeShareAcknowledgeTopicResponse(writer: Writer, message: ShareAcknowledgeTopicResponseInput, version: number): void {
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
  const currentLeader = decodeLeaderIdAndEpoch(reader, version)
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage, currentLeader }
}

export function encodePartitionData(writer: Writer, message: PartitionDataInput, version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const currentLeader = message.currentLeader
  encodeLeaderIdAndEpoch(writer, currentLeader, version)
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

export const ShareAcknowledgeApi: Api<ShareAcknowledgeRequest, ShareAcknowledgeRequestInput, ShareAcknowledgeResponse, ShareAcknowledgeResponseInput> = {
  key: 79,
  name: 'ShareAcknowledge',
  versions: { min: 1, max: 2 },
  flexibleFrom: 0,
  decodeRequest: decodeShareAcknowledgeRequest,
  encodeRequest: encodeShareAcknowledgeRequest,
  decodeResponse: decodeShareAcknowledgeResponse,
  encodeResponse: encodeShareAcknowledgeResponse
}
