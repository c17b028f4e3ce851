// Generated from src/schema/messages/consumer-group-member-metadata-value.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupMemberMetadataValue {
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
  readonly subscribedTopicRegex: string | null
  readonly rebalanceTimeoutMs: number
  readonly serverAssignor: string | null
  /** tag 0 */
  readonly classicMemberMetadata: ClassicMemberMetadata | null
}

export interface ConsumerGroupMemberMetadataValueInput {
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
  readonly subscribedTopicRegex: string | null
  readonly rebalanceTimeoutMs?: number | undefined
  readonly serverAssignor: string | null
  readonly classicMemberMetadata?: ClassicMemberMetadataInput | null | undefined
}

export interface ClassicMemberMetadata {
  readonly sessionTimeoutMs: number
  readonly supportedProtocols: readonly ClassicProtocol[]
}

export type ClassicMemberMetadataInput = ClassicMemberMetadata

export interface ClassicProtocol {
  readonly name: string
  readonly metadata: Buffer
}

export type ClassicProtocolInput = ClassicProtocol

export function decodeConsumerGroupMemberMetadataValue(reader: Reader, version: number): ConsumerGroupMemberMetadataValue {
  checkVersion('ConsumerGroupMemberMetadataValue', version, 0, 0)
  const instanceId = reader.compactNullableString()
  const rackId = reader.compactNullableString()
  const clientId = reader.compactString()
  const clientHost = reader.compactString()
  const subscribedTopicNames: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) subscribedTopicNames.push(reader.compactString())
  const subscribedTopicRegex = reader.compactNullableString()
  const rebalanceTimeoutMs = reader.int32()
  const serverAssignor = reader.compactNullableString()
  let classicMemberMetadata: ClassicMemberMetadata | null = null
  for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        classicMemberMetadata = (reader.structPresent() ? decodeClassicMemberMetadata(reader, version) : null)
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { instanceId, rackId, clientId, clientHost, subscribedTopicNames, subscribedTopicRegex, rebalanceTimeoutMs, serverAssignor, classicMemberMetadata }
}

export function encodeConsumerGroupMemberMetadataValue(writer: Writer, message: ConsumerGroupMemberMetadataValueInput, version: number): void {
  checkVersion('ConsumerGroupMemberMetadataValue', version, 0, 0)
  const instanceId = message.instanceId
  writer.compactNullableString(instanceId)
  const rackId = message.rackId
  writer.compactNullableString(rackId)
  const clientId = message.clientId
  writer.compactString(clientId)
  const clientHost = message.clientHost
  writer.compactString(clientHost)
  const subscribedTopicNames = message.subscribedTopicNames
  writer.compactArrayCount(subscribedTopicNames.length)
  for (const element of subscribedTopicNames) writer.compactString(element)
  const subscribedTopicRegex = message.subscribedTopicRegex
  writer.compactNullableString(subscribedTopicRegex)
  const rebalanceTimeoutMs = message.rebalanceTimeoutMs ?? -1
  writer.int32(rebalanceTimeoutMs)
  const serverAssignor = message.serverAssignor
  writer.compactNullableString(serverAssignor)
  const classicMemberMetadata = message.classicMemberMetadata ?? null
  {
    const hasClassicMemberMetadata = classicMemberMetadata !== null
    writer.uvarint((hasClassicMemberMetadata ? 1 : 0))
    if (hasClassicMemberMetadata) {
      const start = writer.beginTaggedField(0)
      if (classicMemberMetadata === null) writer.int8(-1)
      else {
        writer.int8(1)
        encodeClassicMemberMetadata(writer, classicMemberMetadata, version)
      }
      writer.finishTaggedField(start)
    }
  }
}

export function decodeClassicMemberMetadata(reader: Reader, version: number): ClassicMemberMetadata {
  const sessionTimeoutMs = reader.int32()
  const supportedProtocols: ClassicProtocol[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) supportedProtocols.push(decodeClassicProtocol(reader, version))
  reader.skipTaggedFields()
  return { sessionTimeoutMs, supportedProtocols }
}

export function encodeClassicMemberMetadata(writer: Writer, message: ClassicMemberMetadataInput, version: number): void {
  const sessionTimeoutMs = message.sessionTimeoutMs
  writer.int32(sessionTimeoutMs)
  const supportedProtocols = message.supportedProtocols
  writer.compactArrayCount(supportedProtocols.length)
  for (const element of supportedProtocols) encodeClassicProtocol(writer, element, version)
  writer.uvarint(0)
}

export function decodeClassicProtocol(reader: Reader, _version: number): ClassicProtocol {
  const name = reader.compactString()
  const metadata = reader.compactBytes()
  reader.skipTaggedFields()
  return { name, metadata }
}

export function encodeClassicProtocol(writer: Writer, message: ClassicProtocolInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const metadata = message.metadata
  writer.compactBytes(metadata)
  writer.uvarint(0)
}

export const ConsumerGroupMemberMetadataValueVersions = { min: 0, max: 0 } as const
