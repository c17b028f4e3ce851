// Generated from src/schema/messages/unregister-broker.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface UnregisterBrokerRequest {
  readonly brokerId: number
}

export type UnregisterBrokerRequestInput = UnregisterBrokerRequest

export interface UnregisterBrokerResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface UnregisterBrokerResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
}

export function decodeUnregisterBrokerRequest(reader: Reader, version: number): UnregisterBrokerRequest {
  checkVersion('UnregisterBrokerRequest', version, 0, 0)
  const brokerId = reader.int32()
  reader.skipTaggedFields()
  return { brokerId }
}

export function encodeUnregisterBrokerRequest(writer: Writer, message: UnregisterBrokerRequestInput, version: number): void {
  checkVersion('UnregisterBrokerRequest', version, 0, 0)
  const brokerId = message.brokerId
  writer.int32(brokerId)
  writer.uvarint(0)
}

export function decodeUnregisterBrokerResponse(reader: Reader, version: number): UnregisterBrokerResponse {
  checkVersion('UnregisterBrokerResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeUnregisterBrokerResponse(writer: Writer, message: UnregisterBrokerResponseInput, version: number): void {
  checkVersion('UnregisterBrokerResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const UnregisterBrokerApi: Api<UnregisterBrokerRequest, UnregisterBrokerRequestInput, UnregisterBrokerResponse, UnregisterBrokerResponseInput> = {
  key: 64,
  name: 'UnregisterBroker',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeUnregisterBrokerRequest,
  encodeRequest: encodeUnregisterBrokerRequest,
  decodeResponse: decodeUnregisterBrokerResponse,
  encodeResponse: encodeUnregisterBrokerResponse
}
