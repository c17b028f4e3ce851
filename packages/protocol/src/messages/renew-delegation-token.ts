// Generated from src/schema/messages/renew-delegation-token.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface RenewDelegationTokenRequest {
  readonly hmac: Buffer
  readonly renewPeriodMs: number
}

export type RenewDelegationTokenRequestInput = RenewDelegationTokenRequest

export interface RenewDelegationTokenResponse {
  readonly errorCode: number
  readonly expiryTimestampMs: number
  readonly throttleTimeMs: number
}

export interface RenewDelegationTokenResponseInput {
  readonly errorCode: number
  readonly expiryTimestampMs: number
  readonly throttleTimeMs?: number | undefined
}

export function decodeRenewDelegationTokenRequest(reader: Reader, version: number): RenewDelegationTokenRequest {
  checkVersion('RenewDelegationTokenRequest', version, 1, 2)
  const flexible = version >= 2
  const hmac = (flexible ? reader.compactBytes() : reader.bytes())
  const renewPeriodMs = reader.int64()
  if (flexible) reader.skipTaggedFields()
  return { hmac, renewPeriodMs }
}

export function encodeRenewDelegationTokenRequest(writer: Writer, message: RenewDelegationTokenRequestInput, version: number): void {
  checkVersion('RenewDelegationTokenRequest', version, 1, 2)
  const flexible = version >= 2
  const hmac = message.hmac
  if (flexible) writer.compactBytes(hmac)
  else writer.bytes(hmac)
  const renewPeriodMs = message.renewPeriodMs
  writer.int64(renewPeriodMs)
  if (flexible) writer.uvarint(0)
}

export function decodeRenewDelegationTokenResponse(reader: Reader, version: number): RenewDelegationTokenResponse {
  checkVersion('RenewDelegationTokenResponse', version, 1, 2)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const expiryTimestampMs = reader.int64()
  const throttleTimeMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, expiryTimestampMs, throttleTimeMs }
}

export function encodeRenewDelegationTokenResponse(writer: Writer, message: RenewDelegationTokenResponseInput, version: number): void {
  checkVersion('RenewDelegationTokenResponse', version, 1, 2)
  const flexible = version >= 2
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const expiryTimestampMs = message.expiryTimestampMs
  writer.int64(expiryTimestampMs)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  if (flexible) writer.uvarint(0)
}

export const RenewDelegationTokenApi: Api<RenewDelegationTokenRequest, RenewDelegationTokenRequestInput, RenewDelegationTokenResponse, RenewDelegationTokenResponseInput> = {
  key: 39,
  name: 'RenewDelegationToken',
  versions: { min: 1, max: 2 },
  flexibleFrom: 2,
  decodeRequest: decodeRenewDelegationTokenRequest,
  encodeRequest: encodeRenewDelegationTokenRequest,
  decodeResponse: decodeRenewDelegationTokenResponse,
  encodeResponse: encodeRenewDelegationTokenResponse
}
