// Generated from src/schema/messages/describe-quorum.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeQuorumRequest {
  readonly topics: readonly DescribeQuorumRequestTopicData[]
}

export type DescribeQuorumRequestInput = DescribeQuorumRequest

export interface DescribeQuorumRequestTopicData {
  readonly topicName: string
  readonly partitions: readonly DescribeQuorumRequestPartitionData[]
}

export type DescribeQuorumRequestTopicDataInput = DescribeQuorumRequestTopicData

export interface DescribeQuorumRequestPartitionData {
  readonly partitionIndex: number
}

export type DescribeQuorumRequestPartitionDataInput = DescribeQuorumRequestPartitionData

export interface DescribeQuorumResponse {
  readonly errorCode: number
  /** v2 */
  readonly errorMessage: string | null
  readonly topics: readonly DescribeQuorumResponseTopicData[]
  /** v2 */
  readonly nodes: readonly Node[]
}

export interface DescribeQuorumResponseInput {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly topics: readonly DescribeQuorumResponseTopicDataInput[]
  readonly nodes?: readonly NodeInput[] | undefined
}

export interface DescribeQuorumResponseTopicData {
  readonly topicName: string
  readonly partitions: readonly DescribeQuorumResponsePartitionData[]
}

export interface DescribeQuorumResponseTopicDataInput {
  readonly topicName: string
  readonly partitions: readonly DescribeQuorumResponsePartitionDataInput[]
}

export interface DescribeQuorumResponsePartitionData {
  readonly partitionIndex: number
  readonly errorCode: number
  /** v2 */
  readonly errorMessage: string | null
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly highWatermark: number
  readonly currentVoters: readonly ReplicaState[]
  readonly observers: readonly ReplicaState[]
}

export interface DescribeQuorumResponsePartitionDataInput {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly highWatermark: number
  readonly currentVoters: readonly ReplicaStateInput[]
  readonly observers: readonly ReplicaStateInput[]
}

export interface ReplicaState {
  readonly replicaId: number
  /** v2 */
  readonly replicaDirectoryId: string
  readonly logEndOffset: number
  /** v1+ */
  readonly lastFetchTimestamp: number
  /** v1+ */
  readonly lastCaughtUpTimestamp: number
}

export interface ReplicaStateInput {
  readonly replicaId: number
  readonly replicaDirectoryId?: string | undefined
  readonly logEndOffset: number
  readonly lastFetchTimestamp?: number | undefined
  readonly lastCaughtUpTimestamp?: number | undefined
}

export interface Node {
  readonly nodeId: number
  readonly listeners: readonly Listener[]
}

export type NodeInput = Node

export interface Listener {
  readonly name: string
  readonly host: string
  readonly port: number
}

export type ListenerInput = Listener

export function decodeDescribeQuorumRequest(reader: Reader, version: number): DescribeQuorumRequest {
  checkVersion('DescribeQuorumRequest', version, 0, 2)
  const topics: DescribeQuorumRequestTopicData[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeDescribeQuorumRequestTopicData(reader, version))
  reader.skipTaggedFields()
  return { topics }
}

export function encodeDescribeQuorumRequest(writer: Writer, message: DescribeQuorumRequestInput, version: number): void {
  checkVersion('DescribeQuorumRequest', version, 0, 2)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeDescribeQuorumRequestTopicData(writer, element, version)
  writer.uvarint(0)
}

export function decodeDescribeQuorumRequestTopicData(reader: Reader, version: number): DescribeQuorumRequestTopicData {
  const topicName = reader.compactString()
  const partitions: DescribeQuorumRequestPartitionData[] = []
  for (let left = reader.compactArrayCount(5); left > 0; left--) partitions.push(decodeDescribeQuorumRequestPartitionData(reader, version))
  reader.skipTaggedFields()
  return { topicName, partitions }
}

export function encodeDescribeQuorumRequestTopicData(writer: Writer, message: DescribeQuorumRequestTopicDataInput, version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeDescribeQuorumRequestPartitionData(writer, element, version)
  writer.uvarint(0)
}

export function decodeDescribeQuorumRequestPartitionData(reader: Reader, _version: number): DescribeQuorumRequestPartitionData {
  const partitionIndex = reader.int32()
  reader.skipTaggedFields()
  return { partitionIndex }
}

export function encodeDescribeQuorumRequestPartitionData(writer: Writer, message: DescribeQuorumRequestPartitionDataInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  writer.uvarint(0)
}

export function decodeDescribeQuorumResponse(reader: Reader, version: number): DescribeQuorumResponse {
  checkVersion('DescribeQuorumResponse', version, 0, 2)
  const errorCode = reader.int16()
  const errorMessage: string | null = version >= 2 ? reader.compactNullableString() : ''
  const topics: DescribeQuorumResponseTopicData[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeDescribeQuorumResponseTopicData(reader, version))
  const nodes: Node[] = []
  if (version >= 2) for (let left = reader.compactArrayCount(6); left > 0; left--) nodes.push(decodeNode(reader, version))
  reader.skipTaggedFields()
  return { errorCode, errorMessage, topics, nodes }
}

export function encodeDescribeQuorumResponse(writer: Writer, message: DescribeQuorumResponseInput, version: number): void {
  checkVersion('DescribeQuorumResponse', version, 0, 2)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (version >= 2) {
    writer.compactNullableString(errorMessage)
  }
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeDescribeQuorumResponseTopicData(writer, element, version)
  const nodes = message.nodes ?? []
  if (version >= 2) {
    writer.compactArrayCount(nodes.length)
    for (const element of nodes) encodeNode(writer, element, version)
  } else if (nodes.length !== 0) notInVersion('DescribeQuorumResponse.nodes', version)
  writer.uvarint(0)
}

export function decodeDescribeQuorumResponseTopicData(reader: Reader, version: number): DescribeQuorumResponseTopicData {
  const topicName = reader.compactString()
  const partitions: DescribeQuorumResponsePartitionData[] = []
  for (let left = reader.compactArrayCount(25); left > 0; left--) partitions.push(decodeDescribeQuorumResponsePartitionData(reader, version))
  reader.skipTaggedFields()
  return { topicName, partitions }
}

export function encodeDescribeQuorumResponseTopicData(writer: Writer, message: DescribeQuorumResponseTopicDataInput, version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeDescribeQuorumResponsePartitionData(writer, element, version)
  writer.uvarint(0)
}

export function decodeDescribeQuorumResponsePartitionData(reader: Reader, version: number): DescribeQuorumResponsePartitionData {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage: string | null = version >= 2 ? reader.compactNullableString() : ''
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  const highWatermark = reader.int64()
  const currentVoters: ReplicaState[] = []
  for (let left = reader.compactArrayCount(13); left > 0; left--) currentVoters.push(decodeReplicaState(reader, version))
  const observers: ReplicaState[] = []
  for (let left = reader.compactArrayCount(13); left > 0; left--) observers.push(decodeReplicaState(reader, version))
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage, leaderId, leaderEpoch, highWatermark, currentVoters, observers }
}

export function encodeDescribeQuorumResponsePartitionData(writer: Writer, message: DescribeQuorumResponsePartitionDataInput, version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (version >= 2) {
    writer.compactNullableString(errorMessage)
  }
  const leaderId = message.leaderId
  writer.int32(leaderId)
  const leaderEpoch = message.leaderEpoch
  writer.int32(leaderEpoch)
  const highWatermark = message.highWatermark
  writer.int64(highWatermark)
  const currentVoters = message.currentVoters
  writer.compactArrayCount(currentVoters.length)
  for (const element of currentVoters) encodeReplicaState(writer, element, version)
  const observers = message.observers
  writer.compactArrayCount(observers.length)
  for (const element of observers) encodeReplicaState(writer, element, version)
  writer.uvarint(0)
}

export function decodeReplicaState(reader: Reader, version: number): ReplicaState {
  const replicaId = reader.int32()
  const replicaDirectoryId: string = version >= 2 ? reader.uuid() : ZERO_TOPIC_ID
  const logEndOffset = reader.int64()
  const lastFetchTimestamp: number = version >= 1 ? reader.int64() : -1
  const lastCaughtUpTimestamp: number = version >= 1 ? reader.int64() : -1
  reader.skipTaggedFields()
  return { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp }
}

export function encodeReplicaState(writer: Writer, message: ReplicaStateInput, version: number): void {
  const replicaId = message.replicaId
  writer.int32(replicaId)
  const replicaDirectoryId = message.replicaDirectoryId ?? ZERO_TOPIC_ID
  if (version >= 2) {
    writer.uuid(replicaDirectoryId)
  } else if (replicaDirectoryId !== ZERO_TOPIC_ID) notInVersion('ReplicaState.replicaDirectoryId', version)
  const logEndOffset = message.logEndOffset
  writer.int64(logEndOffset)
  const lastFetchTimestamp = message.lastFetchTimestamp ?? -1
  if (version >= 1) {
    writer.int64(lastFetchTimestamp)
  }
  const lastCaughtUpTimestamp = message.lastCaughtUpTimestamp ?? -1
  if (version >= 1) {
    writer.int64(lastCaughtUpTimestamp)
  }
  writer.uvarint(0)
}

export function decodeNode(reader: Reader, version: number): Node {
  const nodeId = reader.int32()
  const listeners: Listener[] = []
  for (let left = reader.compactArrayCount(5); left > 0; left--) listeners.push(decodeListener(reader, version))
  reader.skipTaggedFields()
  return { nodeId, listeners }
}

export function encodeNode(writer: Writer, message: NodeInput, version: number): void {
  const nodeId = message.nodeId
  writer.int32(nodeId)
  const listeners = message.listeners
  writer.compactArrayCount(listeners.length)
  for (const element of listeners) encodeListener(writer, element, version)
  writer.uvarint(0)
}

export function decodeListener(reader: Reader, _version: number): Listener {
  const name = reader.compactString()
  const host = reader.compactString()
  const port = reader.uint16()
  reader.skipTaggedFields()
  return { name, host, port }
}

export function encodeListener(writer: Writer, message: ListenerInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const host = message.host
  writer.compactString(host)
  const port = message.port
  writer.uint16(port)
  writer.uvarint(0)
}

export const DescribeQuorumApi: Api<DescribeQuorumRequest, DescribeQuorumRequestInput, DescribeQuorumResponse, DescribeQuorumResponseInput> = {
  key: 55,
  name: 'DescribeQuorum',
  versions: { min: 0, max: 2 },
  flexibleFrom: 0,
  decodeRequest: decodeDescribeQuorumRequest,
  encodeRequest: encodeDescribeQuorumRequest,
  decodeResponse: decodeDescribeQuorumResponse,
  encodeResponse: encodeDescribeQuorumResponse
}
