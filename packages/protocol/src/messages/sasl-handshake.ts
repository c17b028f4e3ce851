// Generated from src/schema/messages/sasl-handshake.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface SaslHandshakeRequest {
  readonly mechanism: string
}

export type SaslHandshakeRequestInput = SaslHandshakeRequest

export interface SaslHandshakeResponse {
  readonly errorCode: number
  readonly mechanisms: readonly string[]
}

export type SaslHandshakeResponseInput = SaslHandshakeResponse

export function decodeSaslHandshakeRequest(reader: Reader, version: number): SaslHandshakeRequest {
  checkVersion('SaslHandshakeRequest', version, 0, 1)
  const mechanism = reader.string()
  return { mechanism }
}

export function encodeSaslHandshakeRequest(writer: Writer, message: SaslHandshakeRequestInput, version: number): void {
  checkVersion('SaslHandshakeRequest', version, 0, 1)
  const mechanism = message.mechanism
  writer.string(mechanism)
}

export function decodeSaslHandshakeResponse(reader: Reader, version: number): SaslHandshakeResponse {
  checkVersion('SaslHandshakeResponse', version, 0, 1)
  const errorCode = reader.int16()
  const mechanisms: string[] = []
  for (let left = reader.arrayCount(2); left > 0; left--) mechanisms.push(reader.string())
  return { errorCode, mechanisms }
}

export function encodeSaslHandshakeResponse(writer: Writer, message: SaslHandshakeResponseInput, version: number): void {
  checkVersion('SaslHandshakeResponse', version, 0, 1)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const mechanisms = message.mechanisms
  writer.arrayCount(mechanisms.length)
  for (const element of mechanisms) writer.string(element)
}

export const SaslHandshakeApi: Api<SaslHandshakeRequest, SaslHandshakeRequestInput, SaslHandshakeResponse, SaslHandshakeResponseInput> = {
  key: 17,
  name: 'SaslHandshake',
  versions: { min: 0, max: 1 },
  flexibleFrom: Infinity,
  decodeRequest: decodeSaslHandshakeRequest,
  encodeRequest: encodeSaslHandshakeRequest,
  decodeResponse: decodeSaslHandshakeResponse,
  encodeResponse: encodeSaslHandshakeResponse
}
