// Generated from src/schema/messages/heartbeat.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface HeartbeatRequest {
  readonly groupId: string
  readonly generationId: number
  readonly memberId: string
  /** v3+ */
  readonly groupInstanceId: string | null
}

export interface HeartbeatRequestInput {
  readonly groupId: string
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
}

export interface HeartbeatResponse {
  /** v1+ */
  readonly throttleTimeMs: number
  readonly errorCode: number
}

export interface HeartbeatResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
}

export function decodeHeartbeatRequest(reader: Reader, version: number): HeartbeatRequest {
  checkVersion('HeartbeatRequest', version, 0, 4)
  const flexible = version >= 4
  const groupId = (flexible ? reader.compactString() : reader.string())
  const generationId = reader.int32()
  const memberId = (flexible ? reader.compactString() : reader.string())
  const groupInstanceId: string | null = version >= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  if (flexible) reader.skipTaggedFields()
  return { groupId, generationId, memberId, groupInstanceId }
}

export function encodeHeartbeatRequest(writer: Writer, message: HeartbeatRequestInput, version: number): void {
  checkVersion('HeartbeatRequest', version, 0, 4)
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
  } else if (groupInstanceId !== null) notInVersion('HeartbeatRequest.groupInstanceId', version)
  if (flexible) writer.uvarint(0)
}

export function decodeHeartbeatResponse(reader: Reader, version: number): HeartbeatResponse {
  checkVersion('HeartbeatResponse', version, 0, 4)
  const flexible = version >= 4
  const throttleTimeMs: number = version >= 1 ? reader.int32() : 0
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode }
}

export function encodeHeartbeatResponse(writer: Writer, message: HeartbeatResponseInput, version: number): void {
  checkVersion('HeartbeatResponse', version, 0, 4)
  const flexible = version >= 4
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const errorCode = message.errorCode
  writer.int16(errorCode)
  if (flexible) writer.uvarint(0)
}

export const HeartbeatApi: Api<HeartbeatRequest, HeartbeatRequestInput, HeartbeatResponse, HeartbeatResponseInput> = {
  key: 12,
  name: 'Heartbeat',
  versions: { min: 0, max: 4 },
  flexibleFrom: 4,
  decodeRequest: decodeHeartbeatRequest,
  encodeRequest: encodeHeartbeatRequest,
  decodeResponse: decodeHeartbeatResponse,
  encodeResponse: encodeHeartbeatResponse
}
