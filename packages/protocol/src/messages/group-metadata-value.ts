// Generated from src/schema/messages/group-metadata-value.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface GroupMetadataValue {
  readonly protocolType: string
  readonly generation: number
  readonly protocol: string | null
  readonly leader: string | null
  /** v2+ */
  readonly currentStateTimestamp: number
  readonly members: readonly MemberMetadata[]
}

export interface GroupMetadataValueInput {
  readonly protocolType: string
  readonly generation: number
  readonly protocol: string | null
  readonly leader: string | null
  readonly currentStateTimestamp?: number | undefined
  readonly members: readonly MemberMetadataInput[]
}

export interface MemberMetadata {
  readonly memberId: string
  /** v3+ */
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  /** v1+ */
  readonly rebalanceTimeout: number
  readonly sessionTimeout: number
  readonly subscription: Buffer
  readonly assignment: Buffer
}

export interface MemberMetadataInput {
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly rebalanceTimeout?: number | undefined
  readonly sessionTimeout: number
  readonly subscription: Buffer
  readonly assignment: Buffer
}

export function decodeGroupMetadataValue(reader: Reader, version: number): GroupMetadataValue {
  checkVersion('GroupMetadataValue', version, 0, 4)
  const flexible = version >= 4
  const protocolType = (flexible ? reader.compactString() : reader.string())
  const generation = reader.int32()
  const protocol = (flexible ? reader.compactNullableString() : reader.nullableString())
  const leader = (flexible ? reader.compactNullableString() : reader.nullableString())
  const currentStateTimestamp: number = version >= 2 ? reader.int64() : -1
  const members: MemberMetadata[] = []
  for (let left = (flexible ? reader.compactArrayCount(15) : reader.arrayCount(18)); left > 0; left--) members.push(decodeMemberMetadata(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { protocolType, generation, protocol, leader, currentStateTimestamp, members }
}

export function encodeGroupMetadataValue(writer: Writer, message: GroupMetadataValueInput, version: number): void {
  checkVersion('GroupMetadataValue', version, 0, 4)
  const flexible = version >= 4
  const protocolType = message.protocolType
  if (flexible) writer.compactString(protocolType)
  else writer.string(protocolType)
  const generation = message.generation
  writer.int32(generation)
  const protocol = message.protocol
  if (flexible) writer.compactNullableString(protocol)
  else writer.nullableString(protocol)
  const leader = message.leader
  if (flexible) writer.compactNullableString(leader)
  else writer.nullableString(leader)
  const currentStateTimestamp = message.currentStateTimestamp ?? -1
  if (version >= 2) {
    writer.int64(currentStateTimestamp)
  }
  const members = message.members
  if (flexible) writer.compactArrayCount(members.length)
  else writer.arrayCount(members.length)
  for (const element of members) encodeMemberMetadata(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeMemberMetadata(reader: Reader, version: number): MemberMetadata {
  const flexible = version >= 4
  const memberId = (flexible ? reader.compactString() : reader.string())
  const groupInstanceId: string | null = version >= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const clientId = (flexible ? reader.compactString() : reader.string())
  const clientHost = (flexible ? reader.compactString() : reader.string())
  const rebalanceTimeout: number = version >= 1 ? reader.int32() : -1
  const sessionTimeout = reader.int32()
  const subscription = (flexible ? reader.compactBytes() : reader.bytes())
  const assignment = (flexible ? reader.compactBytes() : reader.bytes())
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, clientId, clientHost, rebalanceTimeout, sessionTimeout, subscription, assignment }
}

export function encodeMemberMetadata(writer: Writer, message: MemberMetadataInput, version: number): void {
  const flexible = version >= 4
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const groupInstanceId = message.groupInstanceId ?? null
  if (version >= 3) {
    if (flexible) writer.compactNullableString(groupInstanceId)
    else writer.nullableString(groupInstanceId)
  }
  const clientId = message.clientId
  if (flexible) writer.compactString(clientId)
  else writer.string(clientId)
  const clientHost = message.clientHost
  if (flexible) writer.compactString(clientHost)
  else writer.string(clientHost)
  const rebalanceTimeout = message.rebalanceTimeout ?? -1
  if (version >= 1) {
    writer.int32(rebalanceTimeout)
  }
  const sessionTimeout = message.sessionTimeout
  writer.int32(sessionTimeout)
  const subscription = message.subscription
  if (flexible) writer.compactBytes(subscription)
  else writer.bytes(subscription)
  const assignment = message.assignment
  if (flexible) writer.compactBytes(assignment)
  else writer.bytes(assignment)
  if (flexible) writer.uvarint(0)
}

export const GroupMetadataValueVersions = { min: 0, max: 4 } as const
