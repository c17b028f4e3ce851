// Generated from src/schema/messages/streams-group-describe.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface StreamsGroupDescribeRequest {
  readonly groupIds: readonly string[]
  readonly includeAuthorizedOperations: boolean
  /** v1 */
  readonly includeTopologyDescription: boolean
}

export interface StreamsGroupDescribeRequestInput {
  readonly groupIds: readonly string[]
  readonly includeAuthorizedOperations: boolean
  readonly includeTopologyDescription?: boolean | undefined
}

export interface StreamsGroupDescribeResponse {
  readonly throttleTimeMs: number
  readonly groups: readonly DescribedGroup[]
}

export interface StreamsGroupDescribeResponseInput {
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
  readonly topology: Topology | null
  readonly members: readonly Member[]
  readonly authorizedOperations: number
  /** v1 */
  readonly topologyDescription: TopologyDescription | null
  /** v1 */
  readonly topologyDescriptionStatus: number
  /** v1 */
  readonly assignorName: string | null
}

export interface DescribedGroupInput {
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly groupId: string
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly topology?: TopologyInput | null | undefined
  readonly members: readonly MemberInput[]
  readonly authorizedOperations?: number | undefined
  readonly topologyDescription?: TopologyDescriptionInput | null | undefined
  readonly topologyDescriptionStatus?: number | undefined
  readonly assignorName?: string | null | undefined
}

export interface Topology {
  readonly epoch: number
  readonly subtopologies: readonly Subtopology[] | null
}

export interface TopologyInput {
  readonly epoch: number
  readonly subtopologies?: readonly SubtopologyInput[] | null | undefined
}

export interface Subtopology {
  readonly subtopologyId: string
  readonly sourceTopics: readonly string[]
  readonly repartitionSinkTopics: readonly string[]
  readonly stateChangelogTopics: readonly TopicInfo[]
  readonly repartitionSourceTopics: readonly TopicInfo[]
}

export type SubtopologyInput = Subtopology

export interface TopicInfo {
  readonly name: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly topicConfigs: readonly KeyValue[]
}

export type TopicInfoInput = TopicInfo

export interface KeyValue {
  readonly key: string
  readonly value: string
}

export type KeyValueInput = KeyValue

export interface Member {
  readonly memberId: string
  readonly memberEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly topologyEpoch: number
  readonly processId: string
  readonly userEndpoint: Endpoint | null
  readonly clientTags: readonly KeyValue[]
  readonly taskOffsets: readonly TaskOffset[]
  readonly taskEndOffsets: readonly TaskOffset[]
  readonly assignment: Assignment
  readonly targetAssignment: Assignment
  readonly isClassic: boolean
}

export interface MemberInput {
  readonly memberId: string
  readonly memberEpoch: number
  readonly instanceId?: string | null | undefined
  readonly rackId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly topologyEpoch: number
  readonly processId: string
  readonly userEndpoint?: EndpointInput | null | undefined
  readonly clientTags: readonly KeyValueInput[]
  readonly taskOffsets: readonly TaskOffsetInput[]
  readonly taskEndOffsets: readonly TaskOffsetInput[]
  readonly assignment: AssignmentInput
  readonly targetAssignment: AssignmentInput
  readonly isClassic: boolean
}

export interface Endpoint {
  readonly host: string
  readonly port: number
}

export type EndpointInput = Endpoint

export interface TaskOffset {
  readonly subtopologyId: string
  readonly partition: number
  readonly offset: number
}

export type TaskOffsetInput = TaskOffset

export interface Assignment {
  readonly activeTasks: readonly TaskIds[]
  readonly standbyTasks: readonly TaskIds[]
  readonly warmupTasks: readonly TaskIds[]
}

export type AssignmentInput = Assignment

export interface TaskIds {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
}

export type TaskIdsInput = TaskIds

export interface TopologyDescription {
  readonly subtopologies: readonly TopologyDescriptionSubtopology[]
  readonly globalStores: readonly TopologyDescriptionGlobalStore[]
}

export interface TopologyDescriptionInput {
  readonly subtopologies: readonly TopologyDescriptionSubtopologyInput[]
  readonly globalStores: readonly TopologyDescriptionGlobalStoreInput[]
}

export interface TopologyDescriptionSubtopology {
  readonly subtopologyId: string
  readonly nodes: readonly TopologyDescriptionNode[]
}

export interface TopologyDescriptionSubtopologyInput {
  readonly subtopologyId: string
  readonly nodes: readonly TopologyDescriptionNodeInput[]
}

export interface TopologyDescriptionNode {
  readonly name: string
  readonly nodeType: number
  readonly sourceTopics: readonly string[]
  readonly sinkTopic: string | null
  readonly stores: readonly string[]
  readonly successors: readonly string[]
}

export interface TopologyDescriptionNodeInput {
  readonly name: string
  readonly nodeType: number
  readonly sourceTopics: readonly string[]
  readonly sinkTopic?: string | null | undefined
  readonly stores: readonly string[]
  readonly successors: readonly string[]
}

export interface TopologyDescriptionGlobalStore {
  readonly source: TopologyDescriptionNode
  readonly processor: TopologyDescriptionNode
}

export interface TopologyDescriptionGlobalStoreInput {
  readonly source: TopologyDescriptionNodeInput
  readonly processor: TopologyDescriptionNodeInput
}

export function decodeStreamsGroupDescribeRequest(reader: Reader, version: number): StreamsGroupDescribeRequest {
  checkVersion('StreamsGroupDescribeRequest', version, 0, 1)
  const groupIds: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) groupIds.push(reader.compactString())
  const includeAuthorizedOperations = reader.bool()
  const includeTopologyDescription: boolean = version >= 1 ? reader.bool() : false
  reader.skipTaggedFields()
  return { groupIds, includeAuthorizedOperations, includeTopologyDescription }
}

export function encodeStreamsGroupDescribeRequest(writer: Writer, message: StreamsGroupDescribeRequestInput, version: number): void {
  checkVersion('StreamsGroupDescribeRequest', version, 0, 1)
  const groupIds = message.groupIds
  writer.compactArrayCount(groupIds.length)
  for (const element of groupIds) writer.compactString(element)
  const includeAuthorizedOperations = message.includeAuthorizedOperations
  writer.bool(includeAuthorizedOperations)
  const includeTopologyDescription = message.includeTopologyDescription ?? false
  if (version >= 1) {
    writer.bool(includeTopologyDescription)
  } else if (includeTopologyDescription !== false) notInVersion('StreamsGroupDescribeRequest.includeTopologyDescription', version)
  writer.uvarint(0)
}

export function decodeStreamsGroupDescribeResponse(reader: Reader, version: number): StreamsGroupDescribeResponse {
  checkVersion('StreamsGroupDescribeResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const groups: DescribedGroup[] = []
  for (let left = reader.compactArrayCount(20); left > 0; left--) groups.push(decodeDescribedGroup(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, groups }
}

export function encodeStreamsGroupDescribeResponse(writer: Writer, message: StreamsGroupDescribeResponseInput, version: number): void {
  checkVersion('StreamsGroupDescribeResponse', version, 0, 1)
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
  const topology = (reader.structPresent() ? decodeTopology(reader, version) : null)
  const members: Member[] = []
  for (let left = reader.compactArrayCount(28); left > 0; left--) members.push(decodeMember(reader, version))
  const authorizedOperations = reader.int32()
  const topologyDescription: TopologyDescription | null = version >= 1 ? (reader.structPresent() ? decodeTopologyDescription(reader, version) : null) : null
  const topologyDescriptionStatus: number = version >= 1 ? reader.int8() : 0
  const assignorName: string | null = version >= 1 ? reader.compactNullableString() : null
  reader.skipTaggedFields()
  return { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, topology, members, authorizedOperations, topologyDescription, topologyDescriptionStatus, assignorName }
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
  const topology = message.topology ?? null
  if (topology === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeTopology(writer, topology, version)
  }
  const members = message.members
  writer.compactArrayCount(members.length)
  for (const element of members) encodeMember(writer, element, version)
  const authorizedOperations = message.authorizedOperations ?? -2147483648
  writer.int32(authorizedOperations)
  const topologyDescription = message.topologyDescription ?? null
  if (version >= 1) {
    if (topologyDescription === null) writer.int8(-1)
    else {
      writer.int8(1)
      encodeTopologyDescription(writer, topologyDescription, version)
    }
  } else if (topologyDescription !== null) notInVersion('DescribedGroup.topologyDescription', version)
  const topologyDescriptionStatus = message.topologyDescriptionStatus ?? 0
  if (version >= 1) {
    writer.int8(topologyDescriptionStatus)
  } else if (topologyDescriptionStatus !== 0) notInVersion('DescribedGroup.topologyDescriptionStatus', version)
  const assignorName = message.assignorName ?? null
  if (version >= 1) {
    writer.compactNullableString(assignorName)
  }
  writer.uvarint(0)
}

export function decodeTopology(reader: Reader, version: number): Topology {
  const epoch = reader.int32()
  let subtopologies: Subtopology[] | null = null
  {
    const count = reader.compactNullableArrayCount(6)
    if (count < 0) subtopologies = null
    else {
      subtopologies = []
      for (let left = count; left > 0; left--) subtopologies.push(decodeSubtopology(reader, version))
    }
  }
  reader.skipTaggedFields()
  return { epoch, subtopologies }
}

export function encodeTopology(writer: Writer, message: TopologyInput, version: number): void {
  const epoch = message.epoch
  writer.int32(epoch)
  const subtopologies = message.subtopologies ?? null
  writer.compactArrayCount(subtopologies === null ? -1 : subtopologies.length)
  if (subtopologies !== null) for (const element of subtopologies) encodeSubtopology(writer, element, version)
  writer.uvarint(0)
}

export function decodeSubtopology(reader: Reader, version: number): Subtopology {
  const subtopologyId = reader.compactString()
  const sourceTopics: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) sourceTopics.push(reader.compactString())
  const repartitionSinkTopics: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) repartitionSinkTopics.push(reader.compactString())
  const stateChangelogTopics: TopicInfo[] = []
  for (let left = reader.compactArrayCount(9); left > 0; left--) stateChangelogTopics.push(decodeTopicInfo(reader, version))
  const repartitionSourceTopics: TopicInfo[] = []
  for (let left = reader.compactArrayCount(9); left > 0; left--) repartitionSourceTopics.push(decodeTopicInfo(reader, version))
  reader.skipTaggedFields()
  return { subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics }
}

export function encodeSubtopology(writer: Writer, message: SubtopologyInput, version: number): void {
  const subtopologyId = message.subtopologyId
  writer.compactString(subtopologyId)
  const sourceTopics = message.sourceTopics
  writer.compactArrayCount(sourceTopics.length)
  for (const element of sourceTopics) writer.compactString(element)
  const repartitionSinkTopics = message.repartitionSinkTopics
  writer.compactArrayCount(repartitionSinkTopics.length)
  for (const element of repartitionSinkTopics) writer.compactString(element)
  const stateChangelogTopics = message.stateChangelogTopics
  writer.compactArrayCount(stateChangelogTopics.length)
  for (const element of stateChangelogTopics) encodeTopicInfo(writer, element, version)
  const repartitionSourceTopics = message.repartitionSourceTopics
  writer.compactArrayCount(repartitionSourceTopics.length)
  for (const element of repartitionSourceTopics) encodeTopicInfo(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopicInfo(reader: Reader, version: number): TopicInfo {
  const name = reader.compactString()
  const partitions = reader.int32()
  const replicationFactor = reader.int16()
  const topicConfigs: KeyValue[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topicConfigs.push(decodeKeyValue(reader, version))
  reader.skipTaggedFields()
  return { name, partitions, replicationFactor, topicConfigs }
}

export function encodeTopicInfo(writer: Writer, message: TopicInfoInput, version: number): void {
  const name = message.name
  writer.compactString(name)
  const partitions = message.partitions
  writer.int32(partitions)
  const replicationFactor = message.replicationFactor
  writer.int16(replicationFactor)
  const topicConfigs = message.topicConfigs
  writer.compactArrayCount(topicConfigs.length)
  for (const element of topicConfigs) encodeKeyValue(writer, element, version)
  writer.uvarint(0)
}

export function decodeKeyValue(reader: Reader, _version: number): KeyValue {
  const key = reader.compactString()
  const value = reader.compactString()
  reader.skipTaggedFields()
  return { key, value }
}

export function encodeKeyValue(writer: Writer, message: KeyValueInput, _version: number): void {
  const key = message.key
  writer.compactString(key)
  const value = message.value
  writer.compactString(value)
  writer.uvarint(0)
}

export function decodeMember(reader: Reader, version: number): Member {
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const clientId = reader.compactString()
  const clientHost = reader.compactString()
  const topologyEpoch = reader.int32()
  const processId = reader.compactString()
  const userEndpoint = (reader.structPresent() ? decodeEndpoint(reader, version) : null)
  const clientTags: KeyValue[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) clientTags.push(decodeKeyValue(reader, version))
  const taskOffsets: TaskOffset[] = []
  for (let left = reader.compactArrayCount(14); left > 0; left--) taskOffsets.push(decodeTaskOffset(reader, version))
  const taskEndOffsets: TaskOffset[] = []
  for (let left = reader.compactArrayCount(14); left > 0; left--) taskEndOffsets.push(decodeTaskOffset(reader, version))
  const assignment = decodeAssignment(reader, version)
  const targetAssignment = decodeAssignment(reader, version)
  const isClassic = reader.bool()
  reader.skipTaggedFields()
  return { memberId, memberEpoch, instanceId, rackId, clientId, clientHost, topologyEpoch, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, assignment, targetAssignment, isClassic }
}

export function encodeMember(writer: Writer, message: MemberInput, version: number): void {
  const memberId = message.memberId
  writer.compactString(memberId)
  const memberEpoch = message.memberEpoch
  writer.int32(memberEpoch)
  const instanceId = message.instanceId ?? null
  writer.compactNullableString(instanceId)
  const rackId = message.rackId ?? null
  writer.compactNullableString(rackId)
  const clientId = message.clientId
  writer.compactString(clientId)
  const clientHost = message.clientHost
  writer.compactString(clientHost)
  const topologyEpoch = message.topologyEpoch
  writer.int32(topologyEpoch)
  const processId = message.processId
  writer.compactString(processId)
  const userEndpoint = message.userEndpoint ?? null
  if (userEndpoint === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeEndpoint(writer, userEndpoint, version)
  }
  const clientTags = message.clientTags
  writer.compactArrayCount(clientTags.length)
  for (const element of clientTags) encodeKeyValue(writer, element, version)
  const taskOffsets = message.taskOffsets
  writer.compactArrayCount(taskOffsets.length)
  for (const element of taskOffsets) encodeTaskOffset(writer, element, version)
  const taskEndOffsets = message.taskEndOffsets
  writer.compactArrayCount(taskEndOffsets.length)
  for (const element of taskEndOffsets) encodeTaskOffset(writer, element, version)
  const assignment = message.assignment
  encodeAssignment(writer, assignment, version)
  const targetAssignment = message.targetAssignment
  encodeAssignment(writer, targetAssignment, version)
  const isClassic = message.isClassic
  writer.bool(isClassic)
  writer.uvarint(0)
}

export function decodeEndpoint(reader: Reader, _version: number): Endpoint {
  const host = reader.compactString()
  const port = reader.uint16()
  reader.skipTaggedFields()
  return { host, port }
}

export function encodeEndpoint(writer: Writer, message: EndpointInput, _version: number): void {
  const host = message.host
  writer.compactString(host)
  const port = message.port
  writer.uint16(port)
  writer.uvarint(0)
}

export function decodeTaskOffset(reader: Reader, _version: number): TaskOffset {
  const subtopologyId = reader.compactString()
  const partition = reader.int32()
  const offset = reader.int64()
  reader.skipTaggedFields()
  return { subtopologyId, partition, offset }
}

export function encodeTaskOffset(writer: Writer, message: TaskOffsetInput, _version: number): void {
  const subtopologyId = message.subtopologyId
  writer.compactString(subtopologyId)
  const partition = message.partition
  writer.int32(partition)
  const offset = message.offset
  writer.int64(offset)
  writer.uvarint(0)
}

export function decodeAssignment(reader: Reader, version: number): Assignment {
  const activeTasks: TaskIds[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) activeTasks.push(decodeTaskIds(reader, version))
  const standbyTasks: TaskIds[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) standbyTasks.push(decodeTaskIds(reader, version))
  const warmupTasks: TaskIds[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) warmupTasks.push(decodeTaskIds(reader, version))
  reader.skipTaggedFields()
  return { activeTasks, standbyTasks, warmupTasks }
}

export function encodeAssignment(writer: Writer, message: AssignmentInput, version: number): void {
  const activeTasks = message.activeTasks
  writer.compactArrayCount(activeTasks.length)
  for (const element of activeTasks) encodeTaskIds(writer, element, version)
  const standbyTasks = message.standbyTasks
  writer.compactArrayCount(standbyTasks.length)
  for (const element of standbyTasks) encodeTaskIds(writer, element, version)
  const warmupTasks = message.warmupTasks
  writer.compactArrayCount(warmupTasks.length)
  for (const element of warmupTasks) encodeTaskIds(writer, element, version)
  writer.uvarint(0)
}

export function decodeTaskIds(reader: Reader, _version: number): TaskIds {
  const subtopologyId = reader.compactString()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { subtopologyId, partitions }
}

export function encodeTaskIds(writer: Writer, message: TaskIdsInput, _version: number): void {
  const subtopologyId = message.subtopologyId
  writer.compactString(subtopologyId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export function decodeTopologyDescription(reader: Reader, version: number): TopologyDescription {
  const subtopologies: TopologyDescriptionSubtopology[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) subtopologies.push(decodeTopologyDescriptionSubtopology(reader, version))
  const globalStores: TopologyDescriptionGlobalStore[] = []
  for (let left = reader.compactArrayCount(15); left > 0; left--) globalStores.push(decodeTopologyDescriptionGlobalStore(reader, version))
  reader.skipTaggedFields()
  return { subtopologies, globalStores }
}

export function encodeTopologyDescription(writer: Writer, message: TopologyDescriptionInput, version: number): void {
  const subtopologies = message.subtopologies
  writer.compactArrayCount(subtopologies.length)
  for (const element of subtopologies) encodeTopologyDescriptionSubtopology(writer, element, version)
  const globalStores = message.globalStores
  writer.compactArrayCount(globalStores.length)
  for (const element of globalStores) encodeTopologyDescriptionGlobalStore(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopologyDescriptionSubtopology(reader: Reader, version: number): TopologyDescriptionSubtopology {
  const subtopologyId = reader.compactString()
  const nodes: TopologyDescriptionNode[] = []
  for (let left = reader.compactArrayCount(7); left > 0; left--) nodes.push(decodeTopologyDescriptionNode(reader, version))
  reader.skipTaggedFields()
  return { subtopologyId, nodes }
}

export function encodeTopologyDescriptionSubtopology(writer: Writer, message: TopologyDescriptionSubtopologyInput, version: number): void {
  const subtopologyId = message.subtopologyId
  writer.compactString(subtopologyId)
  const nodes = message.nodes
  writer.compactArrayCount(nodes.length)
  for (const element of nodes) encodeTopologyDescriptionNode(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopologyDescriptionNode(reader: Reader, _version: number): TopologyDescriptionNode {
  const name = reader.compactString()
  const nodeType = reader.int8()
  const sourceTopics: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) sourceTopics.push(reader.compactString())
  const sinkTopic = reader.compactNullableString()
  const stores: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) stores.push(reader.compactString())
  const successors: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) successors.push(reader.compactString())
  reader.skipTaggedFields()
  return { name, nodeType, sourceTopics, sinkTopic, stores, successors }
}

export function encodeTopologyDescriptionNode(writer: Writer, message: TopologyDescriptionNodeInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const nodeType = message.nodeType
  writer.int8(nodeType)
  const sourceTopics = message.sourceTopics
  writer.compactArrayCount(sourceTopics.length)
  for (const element of sourceTopics) writer.compactString(element)
  const sinkTopic = message.sinkTopic ?? null
  writer.compactNullableString(sinkTopic)
  const stores = message.stores
  writer.compactArrayCount(stores.length)
  for (const element of stores) writer.compactString(element)
  const successors = message.successors
  writer.compactArrayCount(successors.length)
  for (const element of successors) writer.compactString(element)
  writer.uvarint(0)
}

export function decodeTopologyDescriptionGlobalStore(reader: Reader, version: number): TopologyDescriptionGlobalStore {
  const source = decodeTopologyDescriptionNode(reader, version)
  const processor = decodeTopologyDescriptionNode(reader, version)
  reader.skipTaggedFields()
  return { source, processor }
}

export function encodeTopologyDescriptionGlobalStore(writer: Writer, message: TopologyDescriptionGlobalStoreInput, version: number): void {
  const source = message.source
  encodeTopologyDescriptionNode(writer, source, version)
  const processor = message.processor
  encodeTopologyDescriptionNode(writer, processor, version)
  writer.uvarint(0)
}

export const StreamsGroupDescribeApi: Api<StreamsGroupDescribeRequest, StreamsGroupDescribeRequestInput, StreamsGroupDescribeResponse, StreamsGroupDescribeResponseInput> = {
  key: 89,
  name: 'StreamsGroupDescribe',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeStreamsGroupDescribeRequest,
  encodeRequest: encodeStreamsGroupDescribeRequest,
  decodeResponse: decodeStreamsGroupDescribeResponse,
  encodeResponse: encodeStreamsGroupDescribeResponse
}
