// Generated from src/schema/messages/request-header.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface RequestHeader {
  readonly requestApiKey: number
  readonly requestApiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
}

export type RequestHeaderInput = RequestHeader

export function decodeRequestHeader(reader: Reader, version: number): RequestHeader {
  checkVersion('RequestHeader', version, 1, 2)
  const flexible = version >= 2
  const requestApiKey = reader.int16()
  const requestApiVersion = reader.int16()
  const correlationId = reader.int32()
  const clientId = reader.nullableString()
  if (flexible) reader.skipTaggedFields()
  return { requestApiKey, requestApiVersion, correlationId, clientId }
}

export function encodeRequestHeader(writer: Writer, message: RequestHeaderInput, version: number): void {
  checkVersion('RequestHeader', version, 1, 2)
  const flexible = version >= 2
  const requestApiKey = message.requestApiKey
  writer.int16(requestApiKey)
  const requestApiVersion = message.requestApiVersion
  writer.int16(requestApiVersion)
  const correlationId = message.correlationId
  writer.int32(correlationId)
  const clientId = message.clientId
  writer.nullableString(clientId)
  if (flexible) writer.uvarint(0)
}

export const RequestHeaderVersions = { min: 1, max: 2 } as const
