// Generated from src/schema/messages/response-header.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ResponseHeader {
  readonly correlationId: number
}

export type ResponseHeaderInput = ResponseHeader

export function decodeResponseHeader(reader: Reader, version: number): ResponseHeader {
  checkVersion('ResponseHeader', version, 0, 1)
  const flexible = version >= 1
  const correlationId = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { correlationId }
}

export function encodeResponseHeader(writer: Writer, message: ResponseHeaderInput, version: number): void {
  checkVersion('ResponseHeader', version, 0, 1)
  const flexible = version >= 1
  const correlationId = message.correlationId
  writer.int32(correlationId)
  if (flexible) writer.uvarint(0)
}

export const ResponseHeaderVersions = { min: 0, max: 1 } as const
