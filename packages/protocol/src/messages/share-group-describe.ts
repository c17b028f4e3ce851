// Generated from src/schema/messages/share-group-describe.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ShareGroupDescribeRequest {
  readonly groupIds: readonly string[]
  readonly includeAuthorizedOperations: boolean
}

export type ShareGroupDescribeRequestInput = ShareGroupDescribeRequest

export interface ShareGroupDescribeResponse {
  readonly throttleTimeMs: number
  readonly groups: readonly DescribedGroup[]
}

export interface ShareGroupDescribeResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly groups: readonly DescribedGroupInput[]
}

export interface DescribedGroup {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly groupId: string
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly Member[]
  readonly authorizedOperations: number
}

export interface DescribedGroupInput {
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly groupId: string
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly MemberInput[]
  readonly authorizedOperations?: number | undefined
}

export interface Member {
  readonly memberId: string
  readonly rackId: string | null
  readonly memberEpoch: number
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
  readonly assignment: Assignment
}

export interface MemberInput {
  readonly memberId: string
  readonly rackId?: string | null | undefined
  readonly memberEpoch: number
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
  readonly assignment: AssignmentInput
}

export interface Assignment {
  readonly topicPartitions: readonly TopicPartitions[]
}

export type AssignmentInput = Assignment

export interface TopicPartitions {
  readonly topicId: string
  readonly topicName: string
  readonly partitions: readonly number[]
}

export type TopicPartitionsInput = TopicPartitions

export function decodeShareGroupDescribeRequest(reader: Reader, version: number): ShareGroupDescribeRequest {
  checkVersion('ShareGroupDescribeRequest', version, 1, 1)
  const groupIds: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) groupIds.push(reader.compactString())
  const includeAuthorizedOperations = reader.bool()
  reader.skipTaggedFields()
  return { groupIds, includeAuthorizedOperations }
}

export function encodeShareGroupDescribeRequest(writer: Writer, message: ShareGroupDescribeRequestInput, version: number): void {
  checkVersion('ShareGroupDescribeRequest', version, 1, 1)
  const groupIds = message.groupIds
  writer.compactArrayCount(groupIds.length)
  for (const element of groupIds) writer.compactString(element)
  const includeAuthorizedOperations = message.includeAuthorizedOperations
  writer.bool(includeAuthorizedOperations)
  writer.uvarint(0)
}

export function decodeShareGroupDescribeResponse(reader: Reader, version: number): ShareGroupDescribeResponse {
  checkVersion('ShareGroupDescribeResponse', version, 1, 1)
  const throttleTimeMs = reader.int32()
  const groups: DescribedGroup[] = []
  for (let left = reader.compactArrayCount(20); left > 0; left--) groups.push(decodeDescribedGroup(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, groups }
}

export function encodeShareGroupDescribeResponse(writer: Writer, message: ShareGroupDescribeResponseInput, version: number): void {
  checkVersion('ShareGroupDescribeResponse', version, 1, 1)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const groups = message.groups
  writer.compactArrayCount(groups.length)
  for (const element of groups) encodeDescribedGroup(writer, element, version)
  writer.uvarint(0)
}

export function decodeDescribedGroup(reader: Reader, version: number): DescribedGroup {
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const groupId = reader.compactString()
  const groupState = reader.compactString()
  const groupEpoch = reader.int32()
  const assignmentEpoch = reader.int32()
  const assignorName = reader.compactString()
  const members: Member[] = []
  for (let left = reader.compactArrayCount(12); left > 0; left--) members.push(decodeMember(reader, version))
  const authorizedOperations = reader.int32()
  reader.skipTaggedFields()
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, assignorName, members, authorizedOperations }
}

export function encodeDescribedGroup(writer: Writer, message: DescribedGroupInput, version: number): void {
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const groupId = message.groupId
  writer.compactString(groupId)
  const groupState = message.groupState
  writer.compactString(groupState)
  const groupEpoch = message.groupEpoch
  writer.int32(groupEpoch)
  const assignmentEpoch = message.assignmentEpoch
  writer.int32(assignmentEpoch)
  const assignorName = message.assignorName
  writer.compactString(assignorName)
  const members = message.members
  writer.compactArrayCount(members.length)
  for (const element of members) encodeMember(writer, element, version)
  const authorizedOperations = message.authorizedOperations ?? -2147483648
  writer.int32(authorizedOperations)
  writer.uvarint(0)
}

export function decodeMember(reader: Reader, version: number): Member {
  const memberId = reader.compactString()
  const rackId = reader.compactNullableString()
  const memberEpoch = reader.int32()
  const clientId = reader.compactString()
  const clientHost = reader.compactString()
  const subscribedTopicNames: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) subscribedTopicNames.push(reader.compactString())
  const assignment = decodeAssignment(reader, version)
  reader.skipTaggedFields()
  return { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment }
}

export function encodeMember(writer: Writer, message: MemberInput, version: number): void {
  const memberId = message.memberId
  writer.compactString(memberId)
  const rackId = message.rackId ?? null
  writer.compactNullableString(rackId)
  const memberEpoch = message.memberEpoch
  writer.int32(memberEpoch)
  const clientId = message.clientId
  writer.compactString(clientId)
  const clientHost = message.clientHost
  writer.compactString(clientHost)
  const subscribedTopicNames = message.subscribedTopicNames
  writer.compactArrayCount(subscribedTopicNames.length)
  for (const element of subscribedTopicNames) writer.compactString(element)
  const assignment = message.assignment
  encodeAssignment(writer, assignment, version)
  writer.uvarint(0)
}

export function decodeAssignment(reader: Reader, version: number): Assignment {
  const topicPartitions: TopicPartitions[] = []
  for (let left = reader.compactArrayCount(19); left > 0; left--) topicPartitions.push(decodeTopicPartitions(reader, version))
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
  const topicName = reader.compactString()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { topicId, topicName, partitions }
}

export function encodeTopicPartitions(writer: Writer, message: TopicPartitionsInput, _version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const topicName = message.topicName
  writer.compactString(topicName)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export const ShareGroupDescribeApi: Api<ShareGroupDescribeRequest, ShareGroupDescribeRequestInput, ShareGroupDescribeResponse, ShareGroupDescribeResponseInput> = {
  key: 77,
  name: 'ShareGroupDescribe',
  versions: { min: 1, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeShareGroupDescribeRequest,
  encodeRequest: encodeShareGroupDescribeRequest,
  decodeResponse: decodeShareGroupDescribeResponse,
  encodeResponse: encodeShareGroupDescribeResponse
}
