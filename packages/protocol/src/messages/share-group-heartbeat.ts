// Generated from src/schema/messages/share-group-heartbeat.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareGroupHeartbeatRequest {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly rackId: string | null
  readonly subscribedTopicNames: readonly string[] | null
}

export interface ShareGroupHeartbeatRequestInput {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly rackId?: string | null | undefined
  readonly subscribedTopicNames?: readonly string[] | null | undefined
}

export interface ShareGroupHeartbeatResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly memberId: string | null
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly assignment: Assignment | null
}

export interface ShareGroupHeartbeatResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly memberId?: string | null | undefined
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly assignment?: AssignmentInput | null | undefined
}

export interface Assignment {
  readonly topicPartitions: readonly TopicPartitions[]
}

export type AssignmentInput = Assignment

export interface TopicPartitions {
  readonly topicId: string
  readonly partitions: readonly number[]
}

export type TopicPartitionsInput = TopicPartitions

export function decodeShareGroupHeartbeatRequest(reader: Reader, version: number): ShareGroupHeartbeatRequest {
  checkVersion('ShareGroupHeartbeatRequest', version, 1, 1)
  const groupId = reader.compactString()
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const rackId = reader.compactNullableString()
  let subscribedTopicNames: string[] | null = null
  {
    const count = reader.compactNullableArrayCount(1)
    if (count < 0) subscribedTopicNames = null
    else {
      subscribedTopicNames = []
      for (let left = count; left > 0; left--) subscribedTopicNames.push(reader.compactString())
    }
  }
  reader.skipTaggedFields()
  return { groupId, memberId, memberEpoch, rackId, subscribedTopicNames }
}

export function encodeShareGroupHeartbeatRequest(writer: Writer, message: ShareGroupHeartbeatRequestInput, version: number): void {
  checkVersion('ShareGroupHeartbeatRequest', version, 1, 1)
  const groupId = message.groupId
  writer.compactString(groupId)
  const memberId = message.memberId
  writer.compactString(memberId)
  const memberEpoch = message.memberEpoch
  writer.int32(memberEpoch)
  const rackId = message.rackId ?? null
  writer.compactNullableString(rackId)
  const subscribedTopicNames = message.subscribedTopicNames ?? null
  writer.compactArrayCount(subscribedTopicNames === null ? -1 : subscribedTopicNames.length)
  if (subscribedTopicNames !== null) for (const element of subscribedTopicNames) writer.compactString(element)
  writer.uvarint(0)
}

export function decodeShareGroupHeartbeatResponse(reader: Reader, version: number): ShareGroupHeartbeatResponse {
  checkVersion('ShareGroupHeartbeatResponse', version, 1, 1)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const memberId = reader.compactNullableString()
  const memberEpoch = reader.int32()
  const heartbeatIntervalMs = reader.int32()
  const assignment = (reader.structPresent() ? decodeAssignment(reader, version) : null)
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment }
}

export function encodeShareGroupHeartbeatResponse(writer: Writer, message: ShareGroupHeartbeatResponseInput, version: number): void {
  checkVersion('ShareGroupHeartbeatResponse', version, 1, 1)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const memberId = message.memberId ?? null
  writer.compactNullableString(memberId)
  const memberEpoch = message.memberEpoch
  writer.int32(memberEpoch)
  const heartbeatIntervalMs = message.heartbeatIntervalMs
  writer.int32(heartbeatIntervalMs)
  const assignment = message.assignment ?? null
  if (assignment === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeAssignment(writer, assignment, version)
  }
  writer.uvarint(0)
}

export function decodeAssignment(reader: Reader, version: number): Assignment {
  const topicPartitions: TopicPartitions[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topicPartitions.push(decodeTopicPartitions(reader, version))
  reader.skipTaggedFields()
  return { topicPartitions }
}

export function encodeAssignment(writer: Writer, message: AssignmentInput, version: number): void {
  const topicPartitions = message.topicPartitions
  writer.compactArrayCount(topicPartitions.length)
  for (const element of topicPartitions) encodeTopicPartitions(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopicPartitions(reader: Reader, _version: number): TopicPartitions {
  const topicId = reader.uuid()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeTopicPartitions(writer: Writer, message: TopicPartitionsInput, _version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export const ShareGroupHeartbeatApi: Api<ShareGroupHeartbeatRequest, ShareGroupHeartbeatRequestInput, ShareGroupHeartbeatResponse, ShareGroupHeartbeatResponseInput> = {
  key: 76,
  name: 'ShareGroupHeartbeat',
  versions: { min: 1, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeShareGroupHeartbeatRequest,
  encodeRequest: encodeShareGroupHeartbeatRequest,
  decodeResponse: decodeShareGroupHeartbeatResponse,
  encodeResponse: encodeShareGroupHeartbeatResponse
}
