// Generated from src/schema/messages/streams-group-heartbeat.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface StreamsGroupHeartbeatRequest {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly endpointInformationEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly rebalanceTimeoutMs: number
  readonly topology: Topology | null
  readonly activeTasks: readonly TaskIds[] | null
  readonly standbyTasks: readonly TaskIds[] | null
  readonly warmupTasks: readonly TaskIds[] | null
  readonly processId: string | null
  readonly userEndpoint: Endpoint | null
  readonly clientTags: readonly KeyValue[] | null
  readonly taskOffsets: readonly TaskOffset[] | null
  readonly taskEndOffsets: readonly TaskOffset[] | null
  readonly shutdownApplication: boolean
}

export interface StreamsGroupHeartbeatRequestInput {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly endpointInformationEpoch: number
  readonly instanceId?: string | null | undefined
  readonly rackId?: string | null | undefined
  readonly rebalanceTimeoutMs?: number | undefined
  readonly topology?: TopologyInput | null | undefined
  readonly activeTasks?: readonly TaskIdsInput[] | null | undefined
  readonly standbyTasks?: readonly TaskIdsInput[] | null | undefined
  readonly warmupTasks?: readonly TaskIdsInput[] | null | undefined
  readonly processId?: string | null | undefined
  readonly userEndpoint?: EndpointInput | null | undefined
  readonly clientTags?: readonly KeyValueInput[] | null | undefined
  readonly taskOffsets?: readonly TaskOffsetInput[] | null | undefined
  readonly taskEndOffsets?: readonly TaskOffsetInput[] | null | undefined
  readonly shutdownApplication?: boolean | undefined
}

export interface Topology {
  readonly epoch: number
  readonly subtopologies: readonly Subtopology[]
}

export type TopologyInput = Topology

export interface Subtopology {
  readonly subtopologyId: string
  readonly sourceTopics: readonly string[]
  readonly sourceTopicRegex: readonly string[]
  readonly stateChangelogTopics: readonly TopicInfo[]
  readonly repartitionSinkTopics: readonly string[]
  readonly repartitionSourceTopics: readonly TopicInfo[]
  readonly copartitionGroups: readonly CopartitionGroup[]
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

export interface CopartitionGroup {
  readonly sourceTopics: readonly number[]
  readonly sourceTopicRegex: readonly number[]
  readonly repartitionSourceTopics: readonly number[]
}

export type CopartitionGroupInput = CopartitionGroup

export interface TaskIds {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
}

export type TaskIdsInput = TaskIds

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

export interface StreamsGroupHeartbeatResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly memberId: string
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  /** v0 */
  readonly acceptableRecoveryLagLegacy: number
  readonly taskOffsetIntervalMs: number
  /** v1 */
  readonly acceptableRecoveryLag: number
  readonly status: readonly Status[] | null
  readonly activeTasks: readonly TaskIds[] | null
  readonly standbyTasks: readonly TaskIds[] | null
  readonly warmupTasks: readonly TaskIds[] | null
  /** v1 */
  readonly topologyDescriptionRequired: boolean
  readonly endpointInformationEpoch: number
  readonly partitionsByUserEndpoint: readonly EndpointToPartitions[] | null
}

export interface StreamsGroupHeartbeatResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly memberId: string
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly acceptableRecoveryLagLegacy?: number | undefined
  readonly taskOffsetIntervalMs: number
  readonly acceptableRecoveryLag?: number | undefined
  readonly status: readonly StatusInput[] | null
  readonly activeTasks?: readonly TaskIdsInput[] | null | undefined
  readonly standbyTasks?: readonly TaskIdsInput[] | null | undefined
  readonly warmupTasks?: readonly TaskIdsInput[] | null | undefined
  readonly topologyDescriptionRequired?: boolean | undefined
  readonly endpointInformationEpoch: number
  readonly partitionsByUserEndpoint?: readonly EndpointToPartitionsInput[] | null | undefined
}

export interface Status {
  readonly statusCode: number
  readonly statusDetail: string
}

export type StatusInput = Status

export interface EndpointToPartitions {
  readonly userEndpoint: Endpoint
  readonly activePartitions: readonly TopicPartition[]
  readonly standbyPartitions: readonly TopicPartition[]
}

export type EndpointToPartitionsInput = EndpointToPartitions

export interface TopicPartition {
  readonly topic: string
  readonly partitions: readonly number[]
}

export type TopicPartitionInput = TopicPartition

export function decodeStreamsGroupHeartbeatRequest(reader: Reader, version: number): StreamsGroupHeartbeatRequest {
  checkVersion('StreamsGroupHeartbeatRequest', version, 0, 1)
  const groupId = reader.compactString()
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const endpointInformationEpoch = reader.int32()
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const rebalanceTimeoutMs = reader.int32()
  const topology = (reader.structPresent() ? decodeTopology(reader, version) : null)
  let activeTasks: TaskIds[] | null = null
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) activeTasks = null
    else {
      activeTasks = []
      for (let left = count; left > 0; left--) activeTasks.push(decodeTaskIds(reader, version))
    }
  }
  let standbyTasks: TaskIds[] | null = null
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) standbyTasks = null
    else {
      standbyTasks = []
      for (let left = count; left > 0; left--) standbyTasks.push(decodeTaskIds(reader, version))
    }
  }
  let warmupTasks: TaskIds[] | null = null
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) warmupTasks = null
    else {
      warmupTasks = []
      for (let left = count; left > 0; left--) warmupTasks.push(decodeTaskIds(reader, version))
    }
  }
  const processId = reader.compactNullableString()
  const userEndpoint = (reader.structPresent() ? decodeEndpoint(reader, version) : null)
  let clientTags: KeyValue[] | null = null
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) clientTags = null
    else {
      clientTags = []
      for (let left = count; left > 0; left--) clientTags.push(decodeKeyValue(reader, version))
    }
  }
  let taskOffsets: TaskOffset[] | null = null
  {
    const count = reader.compactNullableArrayCount(14)
    if (count < 0) taskOffsets = null
    else {
      taskOffsets = []
      for (let left = count; left > 0; left--) taskOffsets.push(decodeTaskOffset(reader, version))
    }
  }
  let taskEndOffsets: TaskOffset[] | null = null
  {
    const count = reader.compactNullableArrayCount(14)
    if (count < 0) taskEndOffsets = null
    else {
      taskEndOffsets = []
      for (let left = count; left > 0; left--) taskEndOffsets.push(decodeTaskOffset(reader, version))
    }
  }
  const shutdownApplication = reader.bool()
  reader.skipTaggedFields()
  return { groupId, memberId, memberEpoch, endpointInformationEpoch, instanceId, rackId, rebalanceTimeoutMs, topology, activeTasks, standbyTasks, warmupTasks, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, shutdownApplication }
}

export function encodeStreamsGroupHeartbeatRequest(writer: Writer, message: StreamsGroupHeartbeatRequestInput, version: number): void {
  checkVersion('StreamsGroupHeartbeatRequest', version, 0, 1)
  const groupId = message.groupId
  writer.compactString(groupId)
  const memberId = message.memberId
  writer.compactString(memberId)
  const memberEpoch = message.memberEpoch
  writer.int32(memberEpoch)
  const endpointInformationEpoch = message.endpointInformationEpoch
  writer.int32(endpointInformationEpoch)
  const instanceId = message.instanceId ?? null
  writer.compactNullableString(instanceId)
  const rackId = message.rackId ?? null
  writer.compactNullableString(rackId)
  const rebalanceTimeoutMs = message.rebalanceTimeoutMs ?? -1
  writer.int32(rebalanceTimeoutMs)
  const topology = message.topology ?? null
  if (topology === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeTopology(writer, topology, version)
  }
  const activeTasks = message.activeTasks ?? null
  writer.compactArrayCount(activeTasks === null ? -1 : activeTasks.length)
  if (activeTasks !== null) for (const element of activeTasks) encodeTaskIds(writer, element, version)
  const standbyTasks = message.standbyTasks ?? null
  writer.compactArrayCount(standbyTasks === null ? -1 : standbyTasks.length)
  if (standbyTasks !== null) for (const element of standbyTasks) encodeTaskIds(writer, element, version)
  const warmupTasks = message.warmupTasks ?? null
  writer.compactArrayCount(warmupTasks === null ? -1 : warmupTasks.length)
  if (warmupTasks !== null) for (const element of warmupTasks) encodeTaskIds(writer, element, version)
  const processId = message.processId ?? null
  writer.compactNullableString(processId)
  const userEndpoint = message.userEndpoint ?? null
  if (userEndpoint === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeEndpoint(writer, userEndpoint, version)
  }
  const clientTags = message.clientTags ?? null
  writer.compactArrayCount(clientTags === null ? -1 : clientTags.length)
  if (clientTags !== null) for (const element of clientTags) encodeKeyValue(writer, element, version)
  const taskOffsets = message.taskOffsets ?? null
  writer.compactArrayCount(taskOffsets === null ? -1 : taskOffsets.length)
  if (taskOffsets !== null) for (const element of taskOffsets) encodeTaskOffset(writer, element, version)
  const taskEndOffsets = message.taskEndOffsets ?? null
  writer.compactArrayCount(taskEndOffsets === null ? -1 : taskEndOffsets.length)
  if (taskEndOffsets !== null) for (const element of taskEndOffsets) encodeTaskOffset(writer, element, version)
  const shutdownApplication = message.shutdownApplication ?? false
  writer.bool(shutdownApplication)
  writer.uvarint(0)
}

export function decodeTopology(reader: Reader, version: number): Topology {
  const epoch = reader.int32()
  const subtopologies: Subtopology[] = []
  for (let left = reader.compactArrayCount(8); left > 0; left--) subtopologies.push(decodeSubtopology(reader, version))
  reader.skipTaggedFields()
  return { epoch, subtopologies }
}

export function encodeTopology(writer: Writer, message: TopologyInput, version: number): void {
  const epoch = message.epoch
  writer.int32(epoch)
  const subtopologies = message.subtopologies
  writer.compactArrayCount(subtopologies.length)
  for (const element of subtopologies) encodeSubtopology(writer, element, version)
  writer.uvarint(0)
}

export function decodeSubtopology(reader: Reader, version: number): Subtopology {
  const subtopologyId = reader.compactString()
  const sourceTopics: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) sourceTopics.push(reader.compactString())
  const sourceTopicRegex: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) sourceTopicRegex.push(reader.compactString())
  const stateChangelogTopics: TopicInfo[] = []
  for (let left = reader.compactArrayCount(9); left > 0; left--) stateChangelogTopics.push(decodeTopicInfo(reader, version))
  const repartitionSinkTopics: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) repartitionSinkTopics.push(reader.compactString())
  const repartitionSourceTopics: TopicInfo[] = []
  for (let left = reader.compactArrayCount(9); left > 0; left--) repartitionSourceTopics.push(decodeTopicInfo(reader, version))
  const copartitionGroups: CopartitionGroup[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) copartitionGroups.push(decodeCopartitionGroup(reader, version))
  reader.skipTaggedFields()
  return { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups }
}

export function encodeSubtopology(writer: Writer, message: SubtopologyInput, version: number): void {
  const subtopologyId = message.subtopologyId
  writer.compactString(subtopologyId)
  const sourceTopics = message.sourceTopics
  writer.compactArrayCount(sourceTopics.length)
  for (const element of sourceTopics) writer.compactString(element)
  const sourceTopicRegex = message.sourceTopicRegex
  writer.compactArrayCount(sourceTopicRegex.length)
  for (const element of sourceTopicRegex) writer.compactString(element)
  const stateChangelogTopics = message.stateChangelogTopics
  writer.compactArrayCount(stateChangelogTopics.length)
  for (const element of stateChangelogTopics) encodeTopicInfo(writer, element, version)
  const repartitionSinkTopics = message.repartitionSinkTopics
  writer.compactArrayCount(repartitionSinkTopics.length)
  for (const element of repartitionSinkTopics) writer.compactString(element)
  const repartitionSourceTopics = message.repartitionSourceTopics
  writer.compactArrayCount(repartitionSourceTopics.length)
  for (const element of repartitionSourceTopics) encodeTopicInfo(writer, element, version)
  const copartitionGroups = message.copartitionGroups
  writer.compactArrayCount(copartitionGroups.length)
  for (const element of copartitionGroups) encodeCopartitionGroup(writer, element, version)
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

export function decodeCopartitionGroup(reader: Reader, _version: number): CopartitionGroup {
  const sourceTopics: number[] = []
  for (let left = reader.compactArrayCount(2); left > 0; left--) sourceTopics.push(reader.int16())
  const sourceTopicRegex: number[] = []
  for (let left = reader.compactArrayCount(2); left > 0; left--) sourceTopicRegex.push(reader.int16())
  const repartitionSourceTopics: number[] = []
  for (let left = reader.compactArrayCount(2); left > 0; left--) repartitionSourceTopics.push(reader.int16())
  reader.skipTaggedFields()
  return { sourceTopics, sourceTopicRegex, repartitionSourceTopics }
}

export function encodeCopartitionGroup(writer: Writer, message: CopartitionGroupInput, _version: number): void {
  const sourceTopics = message.sourceTopics
  writer.compactArrayCount(sourceTopics.length)
  for (const element of sourceTopics) writer.int16(element)
  const sourceTopicRegex = message.sourceTopicRegex
  writer.compactArrayCount(sourceTopicRegex.length)
  for (const element of sourceTopicRegex) writer.int16(element)
  const repartitionSourceTopics = message.repartitionSourceTopics
  writer.compactArrayCount(repartitionSourceTopics.length)
  for (const element of repartitionSourceTopics) writer.int16(element)
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

export function decodeStreamsGroupHeartbeatResponse(reader: Reader, version: number): StreamsGroupHeartbeatResponse {
  checkVersion('StreamsGroupHeartbeatResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const memberId = reader.compactString()
  const memberEpoch = reader.int32()
  const heartbeatIntervalMs = reader.int32()
  const acceptableRecoveryLagLegacy: number = version <= 0 ? reader.int32() : 0
  const taskOffsetIntervalMs = reader.int32()
  const acceptableRecoveryLag: number = version >= 1 ? reader.int64() : -1
  let status: Status[] | null = []
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) status = null
    else {
      status = []
      for (let left = count; left > 0; left--) status.push(decodeStatus(reader, version))
    }
  }
  let activeTasks: TaskIds[] | null = null
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) activeTasks = null
    else {
      activeTasks = []
      for (let left = count; left > 0; left--) activeTasks.push(decodeTaskIds(reader, version))
    }
  }
  let standbyTasks: TaskIds[] | null = null
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) standbyTasks = null
    else {
      standbyTasks = []
      for (let left = count; left > 0; left--) standbyTasks.push(decodeTaskIds(reader, version))
    }
  }
  let warmupTasks: TaskIds[] | null = null
  {
    const count = reader.compactNullableArrayCount(3)
    if (count < 0) warmupTasks = null
    else {
      warmupTasks = []
      for (let left = count; left > 0; left--) warmupTasks.push(decodeTaskIds(reader, version))
    }
  }
  const topologyDescriptionRequired: boolean = version >= 1 ? reader.bool() : false
  const endpointInformationEpoch = reader.int32()
  let partitionsByUserEndpoint: EndpointToPartitions[] | null = null
  {
    const count = reader.compactNullableArrayCount(7)
    if (count < 0) partitionsByUserEndpoint = null
    else {
      partitionsByUserEndpoint = []
      for (let left = count; left > 0; left--) partitionsByUserEndpoint.push(decodeEndpointToPartitions(reader, version))
    }
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, acceptableRecoveryLagLegacy, taskOffsetIntervalMs, acceptableRecoveryLag, status, activeTasks, standbyTasks, warmupTasks, topologyDescriptionRequired, endpointInformationEpoch, partitionsByUserEndpoint }
}

export function encodeStreamsGroupHeartbeatResponse(writer: Writer, message: StreamsGroupHeartbeatResponseInput, version: number): void {
  checkVersion('StreamsGroupHeartbeatResponse', version, 0, 1)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const memberId = message.memberId
  writer.compactString(memberId)
  const memberEpoch = message.memberEpoch
  writer.int32(memberEpoch)
  const heartbeatIntervalMs = message.heartbeatIntervalMs
  writer.int32(heartbeatIntervalMs)
  const acceptableRecoveryLagLegacy = message.acceptableRecoveryLagLegacy ?? 0
  if (version <= 0) {
    writer.int32(acceptableRecoveryLagLegacy)
  } else if (acceptableRecoveryLagLegacy !== 0) notInVersion('StreamsGroupHeartbeatResponse.acceptableRecoveryLagLegacy', version)
  const taskOffsetIntervalMs = message.taskOffsetIntervalMs
  writer.int32(taskOffsetIntervalMs)
  const acceptableRecoveryLag = message.acceptableRecoveryLag ?? -1
  if (version >= 1) {
    writer.int64(acceptableRecoveryLag)
  }
  const status = message.status
  writer.compactArrayCount(status === null ? -1 : status.length)
  if (status !== null) for (const element of status) encodeStatus(writer, element, version)
  const activeTasks = message.activeTasks ?? null
  writer.compactArrayCount(activeTasks === null ? -1 : activeTasks.length)
  if (activeTasks !== null) for (const element of activeTasks) encodeTaskIds(writer, element, version)
  const standbyTasks = message.standbyTasks ?? null
  writer.compactArrayCount(standbyTasks === null ? -1 : standbyTasks.length)
  if (standbyTasks !== null) for (const element of standbyTasks) encodeTaskIds(writer, element, version)
  const warmupTasks = message.warmupTasks ?? null
  writer.compactArrayCount(warmupTasks === null ? -1 : warmupTasks.length)
  if (warmupTasks !== null) for (const element of warmupTasks) encodeTaskIds(writer, element, version)
  const topologyDescriptionRequired = message.topologyDescriptionRequired ?? false
  if (version >= 1) {
    writer.bool(topologyDescriptionRequired)
  } else if (topologyDescriptionRequired !== false) notInVersion('StreamsGroupHeartbeatResponse.topologyDescriptionRequired', version)
  const endpointInformationEpoch = message.endpointInformationEpoch
  writer.int32(endpointInformationEpoch)
  const partitionsByUserEndpoint = message.partitionsByUserEndpoint ?? null
  writer.compactArrayCount(partitionsByUserEndpoint === null ? -1 : partitionsByUserEndpoint.length)
  if (partitionsByUserEndpoint !== null) for (const element of partitionsByUserEndpoint) encodeEndpointToPartitions(writer, element, version)
  writer.uvarint(0)
}

export function decodeStatus(reader: Reader, _version: number): Status {
  const statusCode = reader.int8()
  const statusDetail = reader.compactString()
  reader.skipTaggedFields()
  return { statusCode, statusDetail }
}

export function encodeStatus(writer: Writer, message: StatusInput, _version: number): void {
  const statusCode = message.statusCode
  writer.int8(statusCode)
  const statusDetail = message.statusDetail
  writer.compactString(statusDetail)
  writer.uvarint(0)
}

export function decodeEndpointToPartitions(reader: Reader, version: number): EndpointToPartitions {
  const userEndpoint = decodeEndpoint(reader, version)
  const activePartitions: TopicPartition[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) activePartitions.push(decodeTopicPartition(reader, version))
  const standbyPartitions: TopicPartition[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) standbyPartitions.push(decodeTopicPartition(reader, version))
  reader.skipTaggedFields()
  return { userEndpoint, activePartitions, standbyPartitions }
}

export function encodeEndpointToPartitions(writer: Writer, message: EndpointToPartitionsInput, version: number): void {
  const userEndpoint = message.userEndpoint
  encodeEndpoint(writer, userEndpoint, version)
  const activePartitions = message.activePartitions
  writer.compactArrayCount(activePartitions.length)
  for (const element of activePartitions) encodeTopicPartition(writer, element, version)
  const standbyPartitions = message.standbyPartitions
  writer.compactArrayCount(standbyPartitions.length)
  for (const element of standbyPartitions) encodeTopicPartition(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopicPartition(reader: Reader, _version: number): TopicPartition {
  const topic = reader.compactString()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { topic, partitions }
}

export function encodeTopicPartition(writer: Writer, message: TopicPartitionInput, _version: number): void {
  const topic = message.topic
  writer.compactString(topic)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export const StreamsGroupHeartbeatApi: Api<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatRequestInput, StreamsGroupHeartbeatResponse, StreamsGroupHeartbeatResponseInput> = {
  key: 88,
  name: 'StreamsGroupHeartbeat',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeStreamsGroupHeartbeatRequest,
  encodeRequest: encodeStreamsGroupHeartbeatRequest,
  decodeResponse: decodeStreamsGroupHeartbeatResponse,
  encodeResponse: encodeStreamsGroupHeartbeatResponse
}
