// Generated from src/schema/messages/streams-group-topology-description-update.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface StreamsGroupTopologyDescriptionUpdateRequest {
  readonly groupId: string
  readonly memberId: string
  readonly topologyEpoch: number
  readonly topologyDescription: TopologyDescription
}

export interface StreamsGroupTopologyDescriptionUpdateRequestInput {
  readonly groupId: string
  readonly memberId: string
  readonly topologyEpoch: number
  readonly topologyDescription: TopologyDescriptionInput
}

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

export interface StreamsGroupTopologyDescriptionUpdateResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface StreamsGroupTopologyDescriptionUpdateResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export function decodeStreamsGroupTopologyDescriptionUpdateRequest(reader: Reader, version: number): StreamsGroupTopologyDescriptionUpdateRequest {
  checkVersion('StreamsGroupTopologyDescriptionUpdateRequest', version, 0, 0)
  const groupId = reader.compactString()
  const memberId = reader.compactString()
  const topologyEpoch = reader.int32()
  const topologyDescription = decodeTopologyDescription(reader, version)
  reader.skipTaggedFields()
  return { groupId, memberId, topologyEpoch, topologyDescription }
}

export function encodeStreamsGroupTopologyDescriptionUpdateRequest(writer: Writer, message: StreamsGroupTopologyDescriptionUpdateRequestInput, version: number): void {
  checkVersion('StreamsGroupTopologyDescriptionUpdateRequest', version, 0, 0)
  const groupId = message.groupId
  writer.compactString(groupId)
  const memberId = message.memberId
  writer.compactString(memberId)
  const topologyEpoch = message.topologyEpoch
  writer.int32(topologyEpoch)
  const topologyDescription = message.topologyDescription
  encodeTopologyDescription(writer, topologyDescription, version)
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

export function decodeStreamsGroupTopologyDescriptionUpdateResponse(reader: Reader, version: number): StreamsGroupTopologyDescriptionUpdateResponse {
  checkVersion('StreamsGroupTopologyDescriptionUpdateResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeStreamsGroupTopologyDescriptionUpdateResponse(writer: Writer, message: StreamsGroupTopologyDescriptionUpdateResponseInput, version: number): void {
  checkVersion('StreamsGroupTopologyDescriptionUpdateResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const StreamsGroupTopologyDescriptionUpdateApi: Api<StreamsGroupTopologyDescriptionUpdateRequest, StreamsGroupTopologyDescriptionUpdateRequestInput, StreamsGroupTopologyDescriptionUpdateResponse, StreamsGroupTopologyDescriptionUpdateResponseInput> = {
  key: 93,
  name: 'StreamsGroupTopologyDescriptionUpdate',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeStreamsGroupTopologyDescriptionUpdateRequest,
  encodeRequest: encodeStreamsGroupTopologyDescriptionUpdateRequest,
  decodeResponse: decodeStreamsGroupTopologyDescriptionUpdateResponse,
  encodeResponse: encodeStreamsGroupTopologyDescriptionUpdateResponse
}
