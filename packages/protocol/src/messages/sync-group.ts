// Generated from src/schema/messages/sync-group.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface SyncGroupRequest {
  readonly groupId: string
  readonly generationId: number
  readonly memberId: string
  /** v3+ */
  readonly groupInstanceId: string | null
  /** v5 */
  readonly protocolType: string | null
  /** v5 */
  readonly protocolName: string | null
  readonly assignments: readonly SyncGroupRequestAssignment[]
}

export interface SyncGroupRequestInput {
  readonly groupId: string
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly protocolType?: string | null | undefined
  readonly protocolName?: string | null | undefined
  readonly assignments: readonly SyncGroupRequestAssignmentInput[]
}

export interface SyncGroupRequestAssignment {
  readonly memberId: string
  readonly assignment: Buffer
}

export type SyncGroupRequestAssignmentInput = SyncGroupRequestAssignment

export interface SyncGroupResponse {
  /** v1+ */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** v5 */
  readonly protocolType: string | null
  /** v5 */
  readonly protocolName: string | null
  readonly assignment: Buffer
}

export interface SyncGroupResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly protocolType?: string | null | undefined
  readonly protocolName?: string | null | undefined
  readonly assignment: Buffer
}

export function decodeSyncGroupRequest(reader: Reader, version: number): SyncGroupRequest {
  checkVersion('SyncGroupRequest', version, 0, 5)
  const flexible = version >= 4
  const groupId = (flexible ? reader.compactString() : reader.string())
  const generationId = reader.int32()
  const memberId = (flexible ? reader.compactString() : reader.string())
  const groupInstanceId: string | null = version >= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const protocolType: string | null = version >= 5 ? reader.compactNullableString() : null
  const protocolName: string | null = version >= 5 ? reader.compactNullableString() : null
  const assignments: SyncGroupRequestAssignment[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) assignments.push(decodeSyncGroupRequestAssignment(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { groupId, generationId, memberId, groupInstanceId, protocolType, protocolName, assignments }
}

export function encodeSyncGroupRequest(writer: Writer, message: SyncGroupRequestInput, version: number): void {
  checkVersion('SyncGroupRequest', version, 0, 5)
  const flexible = version >= 4
  const groupId = message.groupId
  if (flexible) writer.compactString(groupId)
  else writer.string(groupId)
  const generationId = message.generationId
  writer.int32(generationId)
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const groupInstanceId = message.groupInstanceId ?? null
  if (version >= 3) {
    if (flexible) writer.compactNullableString(groupInstanceId)
    else writer.nullableString(groupInstanceId)
  } else if (groupInstanceId !== null) notInVersion('SyncGroupRequest.groupInstanceId', version)
  const protocolType = message.protocolType ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolType)
  }
  const protocolName = message.protocolName ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolName)
  }
  const assignments = message.assignments
  if (flexible) writer.compactArrayCount(assignments.length)
  else writer.arrayCount(assignments.length)
  for (const element of assignments) encodeSyncGroupRequestAssignment(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeSyncGroupRequestAssignment(reader: Reader, version: number): SyncGroupRequestAssignment {
  const flexible = version >= 4
  const memberId = (flexible ? reader.compactString() : reader.string())
  const assignment = (flexible ? reader.compactBytes() : reader.bytes())
  if (flexible) reader.skipTaggedFields()
  return { memberId, assignment }
}

export function encodeSyncGroupRequestAssignment(writer: Writer, message: SyncGroupRequestAssignmentInput, version: number): void {
  const flexible = version >= 4
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const assignment = message.assignment
  if (flexible) writer.compactBytes(assignment)
  else writer.bytes(assignment)
  if (flexible) writer.uvarint(0)
}

export function decodeSyncGroupResponse(reader: Reader, version: number): SyncGroupResponse {
  checkVersion('SyncGroupResponse', version, 0, 5)
  const flexible = version >= 4
  const throttleTimeMs: number = version >= 1 ? reader.int32() : 0
  const errorCode = reader.int16()
  const protocolType: string | null = version >= 5 ? reader.compactNullableString() : null
  const protocolName: string | null = version >= 5 ? reader.compactNullableString() : null
  const assignment = (flexible ? reader.compactBytes() : reader.bytes())
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, protocolType, protocolName, assignment }
}

export function encodeSyncGroupResponse(writer: Writer, message: SyncGroupResponseInput, version: number): void {
  checkVersion('SyncGroupResponse', version, 0, 5)
  const flexible = version >= 4
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const protocolType = message.protocolType ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolType)
  }
  const protocolName = message.protocolName ?? null
  if (version >= 5) {
    writer.compactNullableString(protocolName)
  }
  const assignment = message.assignment
  if (flexible) writer.compactBytes(assignment)
  else writer.bytes(assignment)
  if (flexible) writer.uvarint(0)
}

export const SyncGroupApi: Api<SyncGroupRequest, SyncGroupRequestInput, SyncGroupResponse, SyncGroupResponseInput> = {
  key: 14,
  name: 'SyncGroup',
  versions: { min: 0, max: 5 },
  flexibleFrom: 4,
  decodeRequest: decodeSyncGroupRequest,
  encodeRequest: encodeSyncGroupRequest,
  decodeResponse: decodeSyncGroupResponse,
  encodeResponse: encodeSyncGroupResponse
}
