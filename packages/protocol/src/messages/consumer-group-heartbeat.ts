// Generated from src/schema/messages/consumer-group-heartbeat.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupHeartbeatRequest {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly rebalanceTimeoutMs: number
  readonly subscribedTopicNames: readonly string[] | null
  /** v1 */
  readonly subscribedTopicRegex: string | null
  readonly serverAssignor: string | null
  readonly topicPartitions: readonly ConsumerGroupHeartbeatRequestTopicPartitions[] | null
}

export interface ConsumerGroupHeartbeatRequestInput {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly instanceId?: string | null | undefined
  readonly rackId?: string | null | undefined
  readonly rebalanceTimeoutMs?: number | undefined
  readonly subscribedTopicNames?: readonly string[] | null | undefined
  readonly subscribedTopicRegex?: string | null | undefined
  readonly serverAssignor?: string | null | undefined
  readonly topicPartitions?: readonly ConsumerGroupHeartbeatRequestTopicPartitionsInput[] | null | undefined
}

export interface ConsumerGroupHeartbeatRequestTopicPartitions {
  readonly topicId: string
  readonly partitions: readonly number[]
}

export type ConsumerGroupHeartbeatRequestTopicPartitionsInput = ConsumerGroupHeartbeatRequestTopicPartitions

export interface ConsumerGroupHeartbeatResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly memberId: string | null
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly assignment: Assignment | null
}

export interface ConsumerGroupHeartbeatResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly memberId?: string | null | undefined
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly assignment?: AssignmentInput | null | undefined
}

export interface Assignment {
  readonly topicPartitions: readonly ConsumerGroupHeartbeatResponseTopicPartitions[]
}

export type AssignmentInput = Assignment

export interface ConsumerGroupHeartbeatResponseTopicPartitions {
  readonly topicId: string
  readonly partitions: readonly number[]
}

export type ConsumerGroupHeartbeatResponseTopicPartitionsInput = ConsumerGroupHeartbeatResponseTopicPartitions

export function decodeConsumerGroupHeartbeatRequest(reader: Reader, version: number): ConsumerGroupHeartbeatRequest {
  checkVersion('ConsumerGroupHeartbeatRequest', version, 0, 1)
  const groupId = reader.compactString()
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const rebalanceTimeoutMs = reader.int32()
  let subscribedTopicNames: string[] | null = null
  {
    const count = reader.compactNullableArrayCount(1)
    if (count < 0) subscribedTopicNames = null
    else {
      subscribedTopicNames = []
      for (let left = count; left > 0; left--) subscribedTopicNames.push(reader.compactString())
    }
  }
  const subscribedTopicRegex: string | null = version >= 1 ? reader.compactNullableString() : null
  const serverAssignor = reader.compactNullableString()
  let topicPartitions: ConsumerGroupHeartbeatRequestTopicPartitions[] | null = null
  {
    const count = reader.compactNullableArrayCount(18)
    if (count < 0) topicPartitions = null
    else {
      topicPartitions = []
      for (let left = count; left > 0; left--) topicPartitions.push(decodeConsumerGroupHeartbeatRequestTopicPartitions(reader, version))
    }
  }
  reader.skipTaggedFields()
  return { groupId, memberId, memberEpoch, instanceId, rackId, rebalanceTimeoutMs, subscribedTopicNames, subscribedTopicRegex, serverAssignor, topicPartitions }
}

export function encodeConsumerGroupHeartbeatRequest(writer: Writer, message: ConsumerGroupHeartbeatRequestInput, version: number): void {
  checkVersion('ConsumerGroupHeartbeatRequest', version, 0, 1)
  const groupId = message.groupId
  writer.compactString(groupId)
  const memberId = message.memberId
  writer.compactString(memberId)
  const memberEpoch = message.memberEpoch
  writer.int32(memberEpoch)
  const instanceId = message.instanceId ?? null
  writer.compactNullableString(instanceId)
  const rackId = message.rackId ?? null
  writer.compactNullableString(rackId)
  const rebalanceTimeoutMs = message.rebalanceTimeoutMs ?? -1
  writer.int32(rebalanceTimeoutMs)
  const subscribedTopicNames = message.subscribedTopicNames ?? null
  writer.compactArrayCount(subscribedTopicNames === null ? -1 : subscribedTopicNames.length)
  if (subscribedTopicNames !== null) for (const element of subscribedTopicNames) writer.compactString(element)
  const subscribedTopicRegex = message.subscribedTopicRegex ?? null
  if (version >= 1) {
    writer.compactNullableString(subscribedTopicRegex)
  } else if (subscribedTopicRegex !== null) notInVersion('ConsumerGroupHeartbeatRequest.subscribedTopicRegex', version)
  const serverAssignor = message.serverAssignor ?? null
  writer.compactNullableString(serverAssignor)
  const topicPartitions = message.topicPartitions ?? null
  writer.compactArrayCount(topicPartitions === null ? -1 : topicPartitions.length)
  if (topicPartitions !== null) for (const element of topicPartitions) encodeConsumerGroupHeartbeatRequestTopicPartitions(writer, element, version)
  writer.uvarint(0)
}

export function decodeConsumerGroupHeartbeatRequestTopicPartitions(reader: Reader, _version: number): ConsumerGroupHeartbeatRequestTopicPartitions {
  const topicId = reader.uuid()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeConsumerGroupHeartbeatRequestTopicPartitions(writer: Writer, message: ConsumerGroupHeartbeatRequestTopicPartitionsInput, _version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export function decodeConsumerGroupHeartbeatResponse(reader: Reader, version: number): ConsumerGroupHeartbeatResponse {
  checkVersion('ConsumerGroupHeartbeatResponse', version, 0, 1)
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

export function encodeConsumerGroupHeartbeatResponse(writer: Writer, message: ConsumerGroupHeartbeatResponseInput, version: number): void {
  checkVersion('ConsumerGroupHeartbeatResponse', version, 0, 1)
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
  const topicPartitions: ConsumerGroupHeartbeatResponseTopicPartitions[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) topicPartitions.push(decodeConsumerGroupHeartbeatResponseTopicPartitions(reader, version))
  reader.skipTaggedFields()
  return { topicPartitions }
}

export function encodeAssignment(writer: Writer, message: AssignmentInput, version: number): void {
  const topicPartitions = message.topicPartitions
  writer.compactArrayCount(topicPartitions.length)
  for (const element of topicPartitions) encodeConsumerGroupHeartbeatResponseTopicPartitions(writer, element, version)
  writer.uvarint(0)
}

export function decodeConsumerGroupHeartbeatResponseTopicPartitions(reader: Reader, _version: number): ConsumerGroupHeartbeatResponseTopicPartitions {
  const topicId = reader.uuid()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { topicId, partitions }
}

export function encodeConsumerGroupHeartbeatResponseTopicPartitions(writer: Writer, message: ConsumerGroupHeartbeatResponseTopicPartitionsInput, _version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export const ConsumerGroupHeartbeatApi: Api<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatRequestInput, ConsumerGroupHeartbeatResponse, ConsumerGroupHeartbeatResponseInput> = {
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeConsumerGroupHeartbeatRequest,
  encodeRequest: encodeConsumerGroupHeartbeatRequest,
  decodeResponse: decodeConsumerGroupHeartbeatResponse,
  encodeResponse: encodeConsumerGroupHeartbeatResponse
}
