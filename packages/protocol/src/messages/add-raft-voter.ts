// Generated from src/schema/messages/add-raft-voter.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface AddRaftVoterRequest {
  readonly clusterId: string | null
  readonly timeoutMs: number
  readonly voterId: number
  readonly voterDirectoryId: string
  readonly listeners: readonly Listener[]
  /** v1 */
  readonly ackWhenCommitted: boolean
}

export interface AddRaftVoterRequestInput {
  readonly clusterId: string | null
  readonly timeoutMs: number
  readonly voterId: number
  readonly voterDirectoryId: string
  readonly listeners: readonly ListenerInput[]
  readonly ackWhenCommitted?: boolean | undefined
}

export interface Listener {
  readonly name: string
  readonly host: string
  readonly port: number
}

export type ListenerInput = Listener

export interface AddRaftVoterResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface AddRaftVoterResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
}

export function decodeAddRaftVoterRequest(reader: Reader, version: number): AddRaftVoterRequest {
  checkVersion('AddRaftVoterRequest', version, 0, 1)
  const clusterId = reader.compactNullableString()
  const timeoutMs = reader.int32()
  const voterId = reader.int32()
  const voterDirectoryId = reader.uuid()
  const listeners: Listener[] = []
  for (let left = reader.compactArrayCount(5); left > 0; left--) listeners.push(decodeListener(reader, version))
  const ackWhenCommitted: boolean = version >= 1 ? reader.bool() : true
  reader.skipTaggedFields()
  return { clusterId, timeoutMs, voterId, voterDirectoryId, listeners, ackWhenCommitted }
}

export function encodeAddRaftVoterRequest(writer: Writer, message: AddRaftVoterRequestInput, version: number): void {
  checkVersion('AddRaftVoterRequest', version, 0, 1)
  const clusterId = message.clusterId
  writer.compactNullableString(clusterId)
  const timeoutMs = message.timeoutMs
  writer.int32(timeoutMs)
  const voterId = message.voterId
  writer.int32(voterId)
  const voterDirectoryId = message.voterDirectoryId
  writer.uuid(voterDirectoryId)
  const listeners = message.listeners
  writer.compactArrayCount(listeners.length)
  for (const element of listeners) encodeListener(writer, element, version)
  const ackWhenCommitted = message.ackWhenCommitted ?? true
  if (version >= 1) {
    writer.bool(ackWhenCommitted)
  } else if (ackWhenCommitted !== true) notInVersion('AddRaftVoterRequest.ackWhenCommitted', version)
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

export function decodeAddRaftVoterResponse(reader: Reader, version: number): AddRaftVoterResponse {
  checkVersion('AddRaftVoterResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeAddRaftVoterResponse(writer: Writer, message: AddRaftVoterResponseInput, version: number): void {
  checkVersion('AddRaftVoterResponse', version, 0, 1)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const AddRaftVoterApi: Api<AddRaftVoterRequest, AddRaftVoterRequestInput, AddRaftVoterResponse, AddRaftVoterResponseInput> = {
  key: 80,
  name: 'AddRaftVoter',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeAddRaftVoterRequest,
  encodeRequest: encodeAddRaftVoterRequest,
  decodeResponse: decodeAddRaftVoterResponse,
  encodeResponse: encodeAddRaftVoterResponse
}
