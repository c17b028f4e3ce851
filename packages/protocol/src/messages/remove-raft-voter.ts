// Generated from src/schema/messages/remove-raft-voter.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface RemoveRaftVoterRequest {
  readonly clusterId: string | null
  readonly voterId: number
  readonly voterDirectoryId: string
}

export type RemoveRaftVoterRequestInput = RemoveRaftVoterRequest

export interface RemoveRaftVoterResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface RemoveRaftVoterResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
}

export function decodeRemoveRaftVoterRequest(reader: Reader, version: number): RemoveRaftVoterRequest {
  checkVersion('RemoveRaftVoterRequest', version, 0, 0)
  const clusterId = reader.compactNullableString()
  const voterId = reader.int32()
  const voterDirectoryId = reader.uuid()
  reader.skipTaggedFields()
  return { clusterId, voterId, voterDirectoryId }
}

export function encodeRemoveRaftVoterRequest(writer: Writer, message: RemoveRaftVoterRequestInput, version: number): void {
  checkVersion('RemoveRaftVoterRequest', version, 0, 0)
  const clusterId = message.clusterId
  writer.compactNullableString(clusterId)
  const voterId = message.voterId
  writer.int32(voterId)
  const voterDirectoryId = message.voterDirectoryId
  writer.uuid(voterDirectoryId)
  writer.uvarint(0)
}

export function decodeRemoveRaftVoterResponse(reader: Reader, version: number): RemoveRaftVoterResponse {
  checkVersion('RemoveRaftVoterResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeRemoveRaftVoterResponse(writer: Writer, message: RemoveRaftVoterResponseInput, version: number): void {
  checkVersion('RemoveRaftVoterResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const RemoveRaftVoterApi: Api<RemoveRaftVoterRequest, RemoveRaftVoterRequestInput, RemoveRaftVoterResponse, RemoveRaftVoterResponseInput> = {
  key: 81,
  name: 'RemoveRaftVoter',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeRemoveRaftVoterRequest,
  encodeRequest: encodeRemoveRaftVoterRequest,
  decodeResponse: decodeRemoveRaftVoterResponse,
  encodeResponse: encodeRemoveRaftVoterResponse
}
