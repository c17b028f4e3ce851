// Generated from src/schema/messages/sasl-authenticate.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface SaslAuthenticateRequest {
  readonly authBytes: Buffer
}

export type SaslAuthenticateRequestInput = SaslAuthenticateRequest

export interface SaslAuthenticateResponse {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly authBytes: Buffer
  /** v1+ */
  readonly sessionLifetimeMs: number
}

export interface SaslAuthenticateResponseInput {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly authBytes: Buffer
  readonly sessionLifetimeMs?: number | undefined
}

export function decodeSaslAuthenticateRequest(reader: Reader, version: number): SaslAuthenticateRequest {
  checkVersion('SaslAuthenticateRequest', version, 0, 2)
  const flexible = version >= 2
  const authBytes = (flexible ? reader.compactBytes() : reader.bytes())
  if (flexible) reader.skipTaggedFields()
  return { authBytes }
}

export function encodeSaslAuthenticateRequest(writer: Writer, message: SaslAuthenticateRequestInput, version: number): void {
  checkVersion('SaslAuthenticateRequest', version, 0, 2)
  const flexible = version >= 2
  const authBytes = message.authBytes
  if (flexible) writer.compactBytes(authBytes)
  else writer.bytes(authBytes)
  if (flexible) writer.uvarint(0)
}

export function decodeSaslAuthenticateResponse(reader: Reader, version: number): SaslAuthenticateResponse {
  checkVersion('SaslAuthenticateResponse', version, 0, 2)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  const authBytes = (flexible ? reader.compactBytes() : reader.bytes())
  const sessionLifetimeMs: number = version >= 1 ? reader.int64() : 0
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, authBytes, sessionLifetimeMs }
}

export function encodeSaslAuthenticateResponse(writer: Writer, message: SaslAuthenticateResponseInput, version: number): void {
  checkVersion('SaslAuthenticateResponse', version, 0, 2)
  const flexible = version >= 2
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  const authBytes = message.authBytes
  if (flexible) writer.compactBytes(authBytes)
  else writer.bytes(authBytes)
  const sessionLifetimeMs = message.sessionLifetimeMs ?? 0
  if (version >= 1) {
    writer.int64(sessionLifetimeMs)
  }
  if (flexible) writer.uvarint(0)
}

export const SaslAuthenticateApi: Api<SaslAuthenticateRequest, SaslAuthenticateRequestInput, SaslAuthenticateResponse, SaslAuthenticateResponseInput> = {
  key: 36,
  name: 'SaslAuthenticate',
  versions: { min: 0, max: 2 },
  flexibleFrom: 2,
  decodeRequest: decodeSaslAuthenticateRequest,
  encodeRequest: encodeSaslAuthenticateRequest,
  decodeResponse: decodeSaslAuthenticateResponse,
  encodeResponse: encodeSaslAuthenticateResponse
}
