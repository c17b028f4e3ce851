// Generated from src/schema/messages/metadata.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '../api.ts'
import { checkVersion, notInVersion, nullNotAllowed } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface MetadataRequest {
  readonly topics: readonly MetadataRequestTopic[] | null
  /** v4+ */
  readonly allowAutoTopicCreation: boolean
  /** v8-10 */
  readonly includeClusterAuthorizedOperations: boolean
  /** v8+ */
  readonly includeTopicAuthorizedOperations: boolean
}

export interface MetadataRequestInput {
  readonly topics: readonly MetadataRequestTopicInput[] | null
  readonly allowAutoTopicCreation?: boolean | undefined
  readonly includeClusterAuthorizedOperations?: boolean | undefined
  readonly includeTopicAuthorizedOperations?: boolean | undefined
}

export interface MetadataRequestTopic {
  /** v10+ */
  readonly topicId: string
  readonly name: string | null
}

export type MetadataRequestTopicInput = MetadataRequestTopic

export interface MetadataResponse {
  /** v3+ */
  readonly throttleTimeMs: number
  readonly brokers: readonly MetadataResponseBroker[]
  /** v2+ */
  readonly clusterId: string | null
  /** v1+ */
  readonly controllerId: number
  readonly topics: readonly MetadataResponseTopic[]
  /** v8-10 */
  readonly clusterAuthorizedOperations: number
  /** v13 */
  readonly errorCode: number
}

export interface MetadataResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly brokers: readonly MetadataResponseBrokerInput[]
  readonly clusterId?: string | null | undefined
  readonly controllerId?: number | undefined
  readonly topics: readonly MetadataResponseTopicInput[]
  readonly clusterAuthorizedOperations?: number | undefined
  readonly errorCode: number
}

export interface MetadataResponseBroker {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  /** v1+ */
  readonly rack: string | null
}

export interface MetadataResponseBrokerInput {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack?: string | null | undefined
}

export interface MetadataResponseTopic {
  readonly errorCode: number
  readonly name: string | null
  /** v10+ */
  readonly topicId: string
  /** v1+ */
  readonly isInternal: boolean
  readonly partitions: readonly MetadataResponsePartition[]
  /** v8+ */
  readonly topicAuthorizedOperations: number
}

export interface MetadataResponseTopicInput {
  readonly errorCode: number
  readonly name: string | null
  readonly topicId: string
  readonly isInternal?: boolean | undefined
  readonly partitions: readonly MetadataResponsePartitionInput[]
  readonly topicAuthorizedOperations?: number | undefined
}

export interface MetadataResponsePartition {
  readonly errorCode: number
  readonly partitionIndex: number
  readonly leaderId: number
  /** v7+ */
  readonly leaderEpoch: number
  readonly replicaNodes: readonly number[]
  readonly isrNodes: readonly number[]
  /** v5+ */
  readonly offlineReplicas: readonly number[]
}

export interface MetadataResponsePartitionInput {
  readonly errorCode: number
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch?: number | undefined
  readonly replicaNodes: readonly number[]
  readonly isrNodes: readonly number[]
  readonly offlineReplicas: readonly number[]
}

export function decodeMetadataRequest(reader: Reader, version: number): MetadataRequest {
  checkVersion('MetadataRequest', version, 0, 13)
  const flexible = version >= 9
  let topics: MetadataRequestTopic[] | null = []
  {
    const count = version >= 1 ? (flexible ? reader.compactNullableArrayCount(2) : reader.nullableArrayCount(2)) : (flexible ? reader.compactArrayCount(2) : reader.arrayCount(2))
    if (count < 0) topics = null
    else {
      topics = []
      for (let left = count; left > 0; left--) topics.push(decodeMetadataRequestTopic(reader, version))
    }
  }
  const allowAutoTopicCreation: boolean = version >= 4 ? reader.bool() : true
  const includeClusterAuthorizedOperations: boolean = version >= 8 && version <= 10 ? reader.bool() : false
  const includeTopicAuthorizedOperations: boolean = version >= 8 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { topics, allowAutoTopicCreation, includeClusterAuthorizedOperations, includeTopicAuthorizedOperations }
}

export function encodeMetadataRequest(writer: Writer, message: MetadataRequestInput, version: number): void {
  checkVersion('MetadataRequest', version, 0, 13)
  const flexible = version >= 9
  const topics = message.topics
  if (topics === null && !(version >= 1)) nullNotAllowed('MetadataRequest.topics', version)
  if (flexible) writer.compactArrayCount(topics === null ? -1 : topics.length)
  else writer.arrayCount(topics === null ? -1 : topics.length)
  if (topics !== null) for (const element of topics) encodeMetadataRequestTopic(writer, element, version)
  const allowAutoTopicCreation = message.allowAutoTopicCreation ?? true
  if (version >= 4) {
    writer.bool(allowAutoTopicCreation)
  } else if (allowAutoTopicCreation !== true) notInVersion('MetadataRequest.allowAutoTopicCreation', version)
  const includeClusterAuthorizedOperations = message.includeClusterAuthorizedOperations ?? false
  if (version >= 8 && version <= 10) {
    writer.bool(includeClusterAuthorizedOperations)
  } else if (includeClusterAuthorizedOperations !== false) notInVersion('MetadataRequest.includeClusterAuthorizedOperations', version)
  const includeTopicAuthorizedOperations = message.includeTopicAuthorizedOperations ?? false
  if (version >= 8) {
    writer.bool(includeTopicAuthorizedOperations)
  } else if (includeTopicAuthorizedOperations !== false) notInVersion('MetadataRequest.includeTopicAuthorizedOperations', version)
  if (flexible) writer.uvarint(0)
}

export function decodeMetadataRequestTopic(reader: Reader, version: number): MetadataRequestTopic {
  const flexible = version >= 9
  const topicId: string = version >= 10 ? reader.uuid() : ZERO_TOPIC_ID
  const name = (version >= 10 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : (flexible ? reader.compactString() : reader.string()))
  if (flexible) reader.skipTaggedFields()
  return { topicId, name }
}

export function encodeMetadataRequestTopic(writer: Writer, message: MetadataRequestTopicInput, version: number): void {
  const flexible = version >= 9
  const topicId = message.topicId
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const name = message.name
  if (name === null && !(version >= 10)) nullNotAllowed('MetadataRequestTopic.name', version)
  if (flexible) writer.compactNullableString(name)
  else writer.nullableString(name)
  if (flexible) writer.uvarint(0)
}

export function decodeMetadataResponse(reader: Reader, version: number): MetadataResponse {
  checkVersion('MetadataResponse', version, 0, 13)
  const flexible = version >= 9
  const throttleTimeMs: number = version >= 3 ? reader.int32() : 0
  const brokers: MetadataResponseBroker[] = []
  for (let left = (flexible ? reader.compactArrayCount(11) : reader.arrayCount(10)); left > 0; left--) brokers.push(decodeMetadataResponseBroker(reader, version))
  const clusterId: string | null = version >= 2 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const controllerId: number = version >= 1 ? reader.int32() : -1
  const topics: MetadataResponseTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(10) : reader.arrayCount(8)); left > 0; left--) topics.push(decodeMetadataResponseTopic(reader, version))
  const clusterAuthorizedOperations: number = version >= 8 && version <= 10 ? reader.int32() : -2147483648
  const errorCode: number = version >= 13 ? reader.int16() : 0
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, brokers, clusterId, controllerId, topics, clusterAuthorizedOperations, errorCode }
}

export function encodeMetadataResponse(writer: Writer, message: MetadataResponseInput, version: number): void {
  checkVersion('MetadataResponse', version, 0, 13)
  const flexible = version >= 9
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 3) {
    writer.int32(throttleTimeMs)
  }
  const brokers = message.brokers
  if (flexible) writer.compactArrayCount(brokers.length)
  else writer.arrayCount(brokers.length)
  for (const element of brokers) encodeMetadataResponseBroker(writer, element, version)
  const clusterId = message.clusterId ?? null
  if (version >= 2) {
    if (flexible) writer.compactNullableString(clusterId)
    else writer.nullableString(clusterId)
  }
  const controllerId = message.controllerId ?? -1
  if (version >= 1) {
    writer.int32(controllerId)
  }
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeMetadataResponseTopic(writer, element, version)
  const clusterAuthorizedOperations = message.clusterAuthorizedOperations ?? -2147483648
  if (version >= 8 && version <= 10) {
    writer.int32(clusterAuthorizedOperations)
  } else if (clusterAuthorizedOperations !== -2147483648) notInVersion('MetadataResponse.clusterAuthorizedOperations', version)
  const errorCode = message.errorCode
  if (version >= 13) {
    writer.int16(errorCode)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeMetadataResponseBroker(reader: Reader, version: number): MetadataResponseBroker {
  const flexible = version >= 9
  const nodeId = reader.int32()
  const host = (flexible ? reader.compactString() : reader.string())
  const port = reader.int32()
  const rack: string | null = version >= 1 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  if (flexible) reader.skipTaggedFields()
  return { nodeId, host, port, rack }
}

export function encodeMetadataResponseBroker(writer: Writer, message: MetadataResponseBrokerInput, version: number): void {
  const flexible = version >= 9
  const nodeId = message.nodeId
  writer.int32(nodeId)
  const host = message.host
  if (flexible) writer.compactString(host)
  else writer.string(host)
  const port = message.port
  writer.int32(port)
  const rack = message.rack ?? null
  if (version >= 1) {
    if (flexible) writer.compactNullableString(rack)
    else writer.nullableString(rack)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeMetadataResponseTopic(reader: Reader, version: number): MetadataResponseTopic {
  const flexible = version >= 9
  const errorCode = reader.int16()
  const name = (version >= 12 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : (flexible ? reader.compactString() : reader.string()))
  const topicId: string = version >= 10 ? reader.uuid() : ZERO_TOPIC_ID
  const isInternal: boolean = version >= 1 ? reader.bool() : false
  const partitions: MetadataResponsePartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(18) : reader.arrayCount(18)); left > 0; left--) partitions.push(decodeMetadataResponsePartition(reader, version))
  const topicAuthorizedOperations: number = version >= 8 ? reader.int32() : -2147483648
  if (flexible) reader.skipTaggedFields()
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations }
}

export function encodeMetadataResponseTopic(writer: Writer, message: MetadataResponseTopicInput, version: number): void {
  const flexible = version >= 9
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const name = message.name
  if (name === null && !(version >= 12)) nullNotAllowed('MetadataResponseTopic.name', version)
  if (flexible) writer.compactNullableString(name)
  else writer.nullableString(name)
  const topicId = message.topicId
  if (version >= 10) {
    writer.uuid(topicId)
  }
  const isInternal = message.isInternal ?? false
  if (version >= 1) {
    writer.bool(isInternal)
  }
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeMetadataResponsePartition(writer, element, version)
  const topicAuthorizedOperations = message.topicAuthorizedOperations ?? -2147483648
  if (version >= 8) {
    writer.int32(topicAuthorizedOperations)
  } else if (topicAuthorizedOperations !== -2147483648) notInVersion('MetadataResponseTopic.topicAuthorizedOperations', version)
  if (flexible) writer.uvarint(0)
}

export function decodeMetadataResponsePartition(reader: Reader, version: number): MetadataResponsePartition {
  const flexible = version >= 9
  const errorCode = reader.int16()
  const partitionIndex = reader.int32()
  const leaderId = reader.int32()
  const leaderEpoch: number = version >= 7 ? reader.int32() : -1
  const replicaNodes: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) replicaNodes.push(reader.int32())
  const isrNodes: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) isrNodes.push(reader.int32())
  const offlineReplicas: number[] = []
  if (version >= 5) for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) offlineReplicas.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas }
}

export function encodeMetadataResponsePartition(writer: Writer, message: MetadataResponsePartitionInput, version: number): void {
  const flexible = version >= 9
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const leaderId = message.leaderId
  writer.int32(leaderId)
  const leaderEpoch = message.leaderEpoch ?? -1
  if (version >= 7) {
    writer.int32(leaderEpoch)
  }
  const replicaNodes = message.replicaNodes
  if (flexible) writer.compactArrayCount(replicaNodes.length)
  else writer.arrayCount(replicaNodes.length)
  for (const element of replicaNodes) writer.int32(element)
  const isrNodes = message.isrNodes
  if (flexible) writer.compactArrayCount(isrNodes.length)
  else writer.arrayCount(isrNodes.length)
  for (const element of isrNodes) writer.int32(element)
  const offlineReplicas = message.offlineReplicas
  if (version >= 5) {
    if (flexible) writer.compactArrayCount(offlineReplicas.length)
    else writer.arrayCount(offlineReplicas.length)
    for (const element of offlineReplicas) writer.int32(element)
  }
  if (flexible) writer.uvarint(0)
}

export const MetadataApi: Api<MetadataRequest, MetadataRequestInput, MetadataResponse, MetadataResponseInput> = {
  key: 3,
  name: 'Metadata',
  versions: { min: 0, max: 13 },
  flexibleFrom: 9,
  decodeRequest: decodeMetadataRequest,
  encodeRequest: encodeMetadataRequest,
  decodeResponse: decodeMetadataResponse,
  encodeResponse: encodeMetadataResponse
}
