// Generated from src/schema/messages/join-group.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion, nullNotAllowed } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface JoinGroupRequest {
  readonly groupId: string
  readonly sessionTimeoutMs: number
  /** v1+ */
  readonly rebalanceTimeoutMs: number
  readonly memberId: string
  /** v5+ */
  readonly groupInstanceId: string | null
  readonly protocolType: string
  readonly protocols: readonly JoinGroupRequestProtocol[]
  /** v8+ */
  readonly reason: string | null
}

export interface JoinGroupRequestInput {
  readonly groupId: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs?: number | undefined
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly protocolType: string
  readonly protocols: readonly JoinGroupRequestProtocolInput[]
  readonly reason?: string | null | undefined
}

export interface JoinGroupRequestProtocol {
  readonly name: string
  readonly metadata: Buffer
}

export type JoinGroupRequestProtocolInput = JoinGroupRequestProtocol

export interface JoinGroupResponse {
  /** v2+ */
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly generationId: number
  /** v7+ */
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly leader: string
  /** v9 */
  readonly skipAssignment: boolean
  readonly memberId: string
  readonly members: readonly JoinGroupResponseMember[]
}

export interface JoinGroupResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly generationId?: number | undefined
  readonly protocolType?: string | null | undefined
  readonly protocolName: string | null
  readonly leader: string
  readonly skipAssignment?: boolean | undefined
  readonly memberId: string
  readonly members: readonly JoinGroupResponseMemberInput[]
}

export interface JoinGroupResponseMember {
  readonly memberId: string
  /** v5+ */
  readonly groupInstanceId: string | null
  readonly metadata: Buffer
}

export interface JoinGroupResponseMemberInput {
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly metadata: Buffer
}

export function decodeJoinGroupRequest(reader: Reader, version: number): JoinGroupRequest {
  checkVersion('JoinGroupRequest', version, 0, 9)
  const flexible = version >= 6
  const groupId = (flexible ? reader.compactString() : reader.string())
  const sessionTimeoutMs = reader.int32()
  const rebalanceTimeoutMs: number = version >= 1 ? reader.int32() : -1
  const memberId = (flexible ? reader.compactString() : reader.string())
  const groupInstanceId: string | null = version >= 5 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const protocolType = (flexible ? reader.compactString() : reader.string())
  const protocols: JoinGroupRequestProtocol[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) protocols.push(decodeJoinGroupRequestProtocol(reader, version))
  const reason: string | null = version >= 8 ? reader.compactNullableString() : null
  if (flexible) reader.skipTaggedFields()
  return { groupId, sessionTimeoutMs, rebalanceTimeoutMs, memberId, groupInstanceId, protocolType, protocols, reason }
}

export function encodeJoinGroupRequest(writer: Writer, message: JoinGroupRequestInput, version: number): void {
  checkVersion('JoinGroupRequest', version, 0, 9)
  const flexible = version >= 6
  const groupId = message.groupId
  if (flexible) writer.compactString(groupId)
  else writer.string(groupId)
  const sessionTimeoutMs = message.sessionTimeoutMs
  writer.int32(sessionTimeoutMs)
  const rebalanceTimeoutMs = message.rebalanceTimeoutMs ?? -1
  if (version >= 1) {
    writer.int32(rebalanceTimeoutMs)
  }
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const groupInstanceId = message.groupInstanceId ?? null
  if (version >= 5) {
    if (flexible) writer.compactNullableString(groupInstanceId)
    else writer.nullableString(groupInstanceId)
  } else if (groupInstanceId !== null) notInVersion('JoinGroupRequest.groupInstanceId', version)
  const protocolType = message.protocolType
  if (flexible) writer.compactString(protocolType)
  else writer.string(protocolType)
  const protocols = message.protocols
  if (flexible) writer.compactArrayCount(protocols.length)
  else writer.arrayCount(protocols.length)
  for (const element of protocols) encodeJoinGroupRequestProtocol(writer, element, version)
  const reason = message.reason ?? null
  if (version >= 8) {
    writer.compactNullableString(reason)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeJoinGroupRequestProtocol(reader: Reader, version: number): JoinGroupRequestProtocol {
  const flexible = version >= 6
  const name = (flexible ? reader.compactString() : reader.string())
  const metadata = (flexible ? reader.compactBytes() : reader.bytes())
  if (flexible) reader.skipTaggedFields()
  return { name, metadata }
}

export function encodeJoinGroupRequestProtocol(writer: Writer, message: JoinGroupRequestProtocolInput, version: number): void {
  const flexible = version >= 6
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const metadata = message.metadata
  if (flexible) writer.compactBytes(metadata)
  else writer.bytes(metadata)
  if (flexible) writer.uvarint(0)
}

export function decodeJoinGroupResponse(reader: Reader, version: number): JoinGroupResponse {
  checkVersion('JoinGroupResponse', version, 0, 9)
  const flexible = version >= 6
  const throttleTimeMs: number = version >= 2 ? reader.int32() : 0
  const errorCode = reader.int16()
  const generationId = reader.int32()
  const protocolType: string | null = version >= 7 ? reader.compactNullableString() : null
  const protocolName = (version >= 7 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : (flexible ? reader.compactString() : reader.string()))
  const leader = (flexible ? reader.compactString() : reader.string())
  const skipAssignment: boolean = version >= 9 ? reader.bool() : false
  const memberId = (flexible ? reader.compactString() : reader.string())
  const members: JoinGroupResponseMember[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(6)); left > 0; left--) members.push(decodeJoinGroupResponseMember(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, generationId, protocolType, protocolName, leader, skipAssignment, memberId, members }
}

export function encodeJoinGroupResponse(writer: Writer, message: JoinGroupResponseInput, version: number): void {
  checkVersion('JoinGroupResponse', version, 0, 9)
  const flexible = version >= 6
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 2) {
    writer.int32(throttleTimeMs)
  }
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const generationId = message.generationId ?? -1
  writer.int32(generationId)
  const protocolType = message.protocolType ?? null
  if (version >= 7) {
    writer.compactNullableString(protocolType)
  }
  const protocolName = message.protocolName
  if (protocolName === null && !(version >= 7)) nullNotAllowed('JoinGroupResponse.protocolName', version)
  if (flexible) writer.compactNullableString(protocolName)
  else writer.nullableString(protocolName)
  const leader = message.leader
  if (flexible) writer.compactString(leader)
  else writer.string(leader)
  const skipAssignment = message.skipAssignment ?? false
  if (version >= 9) {
    writer.bool(skipAssignment)
  } else if (skipAssignment !== false) notInVersion('JoinGroupResponse.skipAssignment', version)
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const members = message.members
  if (flexible) writer.compactArrayCount(members.length)
  else writer.arrayCount(members.length)
  for (const element of members) encodeJoinGroupResponseMember(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeJoinGroupResponseMember(reader: Reader, version: number): JoinGroupResponseMember {
  const flexible = version >= 6
  const memberId = (flexible ? reader.compactString() : reader.string())
  const groupInstanceId: string | null = version >= 5 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const metadata = (flexible ? reader.compactBytes() : reader.bytes())
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, metadata }
}

export function encodeJoinGroupResponseMember(writer: Writer, message: JoinGroupResponseMemberInput, version: number): void {
  const flexible = version >= 6
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const groupInstanceId = message.groupInstanceId ?? null
  if (version >= 5) {
    if (flexible) writer.compactNullableString(groupInstanceId)
    else writer.nullableString(groupInstanceId)
  }
  const metadata = message.metadata
  if (flexible) writer.compactBytes(metadata)
  else writer.bytes(metadata)
  if (flexible) writer.uvarint(0)
}

export const JoinGroupApi: Api<JoinGroupRequest, JoinGroupRequestInput, JoinGroupResponse, JoinGroupResponseInput> = {
  key: 11,
  name: 'JoinGroup',
  versions: { min: 0, max: 9 },
  flexibleFrom: 6,
  decodeRequest: decodeJoinGroupRequest,
  encodeRequest: encodeJoinGroupRequest,
  decodeResponse: decodeJoinGroupResponse,
  encodeResponse: encodeJoinGroupResponse
}
