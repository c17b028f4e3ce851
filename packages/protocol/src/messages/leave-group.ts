// Generated from src/schema/messages/leave-group.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface LeaveGroupRequest {
  readonly groupId: string
  /** v0-2 */
  readonly memberId: string
  /** v3+ */
  readonly members: readonly MemberIdentity[]
}

export interface LeaveGroupRequestInput {
  readonly groupId: string
  readonly memberId?: string | undefined
  readonly members?: readonly MemberIdentityInput[] | undefined
}

export interface MemberIdentity {
  readonly memberId: string
  readonly groupInstanceId: string | null
  /** v5 */
  readonly reason: string | null
}

export interface MemberIdentityInput {
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly reason?: string | null | undefined
}

export interface LeaveGroupResponse {
  /** v1+ */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** v3+ */
  readonly members: readonly MemberResponse[]
}

export interface LeaveGroupResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly members?: readonly MemberResponseInput[] | undefined
}

export interface MemberResponse {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly errorCode: number
}

export type MemberResponseInput = MemberResponse

export function decodeLeaveGroupRequest(reader: Reader, version: number): LeaveGroupRequest {
  checkVersion('LeaveGroupRequest', version, 0, 5)
  const flexible = version >= 4
  const groupId = (flexible ? reader.compactString() : reader.string())
  const memberId: string = version <= 2 ? reader.string() : ''
  const members: MemberIdentity[] = []
  if (version >= 3) for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(4)); left > 0; left--) members.push(decodeMemberIdentity(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { groupId, memberId, members }
}

export function encodeLeaveGroupRequest(writer: Writer, message: LeaveGroupRequestInput, version: number): void {
  checkVersion('LeaveGroupRequest', version, 0, 5)
  const flexible = version >= 4
  const groupId = message.groupId
  if (flexible) writer.compactString(groupId)
  else writer.string(groupId)
  const memberId = message.memberId ?? ''
  if (version <= 2) {
    writer.string(memberId)
  } else if (memberId !== '') notInVersion('LeaveGroupRequest.memberId', version)
  const members = message.members ?? []
  if (version >= 3) {
    if (flexible) writer.compactArrayCount(members.length)
    else writer.arrayCount(members.length)
    for (const element of members) encodeMemberIdentity(writer, element, version)
  } else if (members.length !== 0) notInVersion('LeaveGroupRequest.members', version)
  if (flexible) writer.uvarint(0)
}

export function decodeMemberIdentity(reader: Reader, version: number): MemberIdentity {
  const flexible = version >= 4
  const memberId = (flexible ? reader.compactString() : reader.string())
  const groupInstanceId = (flexible ? reader.compactNullableString() : reader.nullableString())
  const reason: string | null = version >= 5 ? reader.compactNullableString() : null
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, reason }
}

export function encodeMemberIdentity(writer: Writer, message: MemberIdentityInput, version: number): void {
  const flexible = version >= 4
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const groupInstanceId = message.groupInstanceId ?? null
  if (flexible) writer.compactNullableString(groupInstanceId)
  else writer.nullableString(groupInstanceId)
  const reason = message.reason ?? null
  if (version >= 5) {
    writer.compactNullableString(reason)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeLeaveGroupResponse(reader: Reader, version: number): LeaveGroupResponse {
  checkVersion('LeaveGroupResponse', version, 0, 5)
  const flexible = version >= 4
  const throttleTimeMs: number = version >= 1 ? reader.int32() : 0
  const errorCode = reader.int16()
  const members: MemberResponse[] = []
  if (version >= 3) for (let left = (flexible ? reader.compactArrayCount(5) : reader.arrayCount(6)); left > 0; left--) members.push(decodeMemberResponse(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, members }
}

export function encodeLeaveGroupResponse(writer: Writer, message: LeaveGroupResponseInput, version: number): void {
  checkVersion('LeaveGroupResponse', version, 0, 5)
  const flexible = version >= 4
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const members = message.members ?? []
  if (version >= 3) {
    if (flexible) writer.compactArrayCount(members.length)
    else writer.arrayCount(members.length)
    for (const element of members) encodeMemberResponse(writer, element, version)
  } else if (members.length !== 0) notInVersion('LeaveGroupResponse.members', version)
  if (flexible) writer.uvarint(0)
}

export function decodeMemberResponse(reader: Reader, version: number): MemberResponse {
  const flexible = version >= 4
  const memberId = (flexible ? reader.compactString() : reader.string())
  const groupInstanceId = (flexible ? reader.compactNullableString() : reader.nullableString())
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, errorCode }
}

export function encodeMemberResponse(writer: Writer, message: MemberResponseInput, version: number): void {
  const flexible = version >= 4
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const groupInstanceId = message.groupInstanceId
  if (flexible) writer.compactNullableString(groupInstanceId)
  else writer.nullableString(groupInstanceId)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  if (flexible) writer.uvarint(0)
}

export const LeaveGroupApi: Api<LeaveGroupRequest, LeaveGroupRequestInput, LeaveGroupResponse, LeaveGroupResponseInput> = {
  key: 13,
  name: 'LeaveGroup',
  versions: { min: 0, max: 5 },
  flexibleFrom: 4,
  decodeRequest: decodeLeaveGroupRequest,
  encodeRequest: encodeLeaveGroupRequest,
  decodeResponse: decodeLeaveGroupResponse,
  encodeResponse: encodeLeaveGroupResponse
}
