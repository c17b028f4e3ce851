// Generated from src/schema/messages/expire-delegation-token.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ExpireDelegationTokenRequest {
  readonly hmac: Buffer
  readonly expiryTimePeriodMs: number
}

export type ExpireDelegationTokenRequestInput = ExpireDelegationTokenRequest

export interface ExpireDelegationTokenResponse {
  readonly errorCode: number
  readonly expiryTimestampMs: number
  readonly throttleTimeMs: number
}

export interface ExpireDelegationTokenResponseInput {
  readonly errorCode: number
  readonly expiryTimestampMs: number
  readonly throttleTimeMs?: number | undefined
}

export function decodeExpireDelegationTokenRequest(reader: Reader, version: number): ExpireDelegationTokenRequest {
  checkVersion('ExpireDelegationTokenRequest', version, 1, 2)
  const flexible = version >= 2
  const hmac = (flexible ? reader.compactBytes() : reader.bytes())
  const expiryTimePeriodMs = reader.int64()
  if (flexible) reader.skipTaggedFields()
  return { hmac, expiryTimePeriodMs }
}

export function encodeExpireDelegationTokenRequest(writer: Writer, message: ExpireDelegationTokenRequestInput, version: number): void {
  checkVersion('ExpireDelegationTokenRequest', version, 1, 2)
  const flexible = version >= 2
  const hmac = message.hmac
  if (flexible) writer.compactBytes(hmac)
  else writer.bytes(hmac)
  const expiryTimePeriodMs = message.expiryTimePeriodMs
  writer.int64(expiryTimePeriodMs)
  if (flexible) writer.uvarint(0)
}

export function decodeExpireDelegationTokenResponse(reader: Reader, version: number): ExpireDelegationTokenResponse {
  checkVersion('ExpireDelegationTokenResponse', version, 1, 2)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const expiryTimestampMs = reader.int64()
  const throttleTimeMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, expiryTimestampMs, throttleTimeMs }
}

export function encodeExpireDelegationTokenResponse(writer: Writer, message: ExpireDelegationTokenResponseInput, version: number): void {
  checkVersion('ExpireDelegationTokenResponse', version, 1, 2)
  const flexible = version >= 2
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const expiryTimestampMs = message.expiryTimestampMs
  writer.int64(expiryTimestampMs)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  if (flexible) writer.uvarint(0)
}

export const ExpireDelegationTokenApi: Api<ExpireDelegationTokenRequest, ExpireDelegationTokenRequestInput, ExpireDelegationTokenResponse, ExpireDelegationTokenResponseInput> = {
  key: 40,
  name: 'ExpireDelegationToken',
  versions: { min: 1, max: 2 },
  flexibleFrom: 2,
  decodeRequest: decodeExpireDelegationTokenRequest,
  encodeRequest: encodeExpireDelegationTokenRequest,
  decodeResponse: decodeExpireDelegationTokenResponse,
  encodeResponse: encodeExpireDelegationTokenResponse
}
