// Generated from src/schema/messages/unregister-controller.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface UnregisterControllerRequest {
  readonly controllerId: number
}

export type UnregisterControllerRequestInput = UnregisterControllerRequest

export interface UnregisterControllerResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface UnregisterControllerResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
}

export function decodeUnregisterControllerRequest(reader: Reader, version: number): UnregisterControllerRequest {
  checkVersion('UnregisterControllerRequest', version, 0, 0)
  const controllerId = reader.int32()
  reader.skipTaggedFields()
  return { controllerId }
}

export function encodeUnregisterControllerRequest(writer: Writer, message: UnregisterControllerRequestInput, version: number): void {
  checkVersion('UnregisterControllerRequest', version, 0, 0)
  const controllerId = message.controllerId
  writer.int32(controllerId)
  writer.uvarint(0)
}

export function decodeUnregisterControllerResponse(reader: Reader, version: number): UnregisterControllerResponse {
  checkVersion('UnregisterControllerResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage }
}

export function encodeUnregisterControllerResponse(writer: Writer, message: UnregisterControllerResponseInput, version: number): void {
  checkVersion('UnregisterControllerResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const UnregisterControllerApi: Api<UnregisterControllerRequest, UnregisterControllerRequestInput, UnregisterControllerResponse, UnregisterControllerResponseInput> = {
  key: 94,
  name: 'UnregisterController',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeUnregisterControllerRequest,
  encodeRequest: encodeUnregisterControllerRequest,
  decodeResponse: decodeUnregisterControllerResponse,
  encodeResponse: encodeUnregisterControllerResponse
}
