// Generated from src/schema/messages/end-txn.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface EndTxnRequest {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly committed: boolean
}

export type EndTxnRequestInput = EndTxnRequest

export interface EndTxnResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** v5 */
  readonly producerId: number
  /** v5 */
  readonly producerEpoch: number
}

export interface EndTxnResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly producerId?: number | undefined
  readonly producerEpoch?: number | undefined
}

export function decodeEndTxnRequest(reader: Reader, version: number): EndTxnRequest {
  checkVersion('EndTxnRequest', version, 0, 5)
  const flexible = version >= 3
  const transactionalId = (flexible ? reader.compactString() : reader.string())
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const committed = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, producerId, producerEpoch, committed }
}

export function encodeEndTxnRequest(writer: Writer, message: EndTxnRequestInput, version: number): void {
  checkVersion('EndTxnRequest', version, 0, 5)
  const flexible = version >= 3
  const transactionalId = message.transactionalId
  if (flexible) writer.compactString(transactionalId)
  else writer.string(transactionalId)
  const producerId = message.producerId
  writer.int64(producerId)
  const producerEpoch = message.producerEpoch
  writer.int16(producerEpoch)
  const committed = message.committed
  writer.bool(committed)
  if (flexible) writer.uvarint(0)
}

export function decodeEndTxnResponse(reader: Reader, version: number): EndTxnResponse {
  checkVersion('EndTxnResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const producerId: number = version >= 5 ? reader.int64() : -1
  const producerEpoch: number = version >= 5 ? reader.int16() : -1
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, producerId, producerEpoch }
}

export function encodeEndTxnResponse(writer: Writer, message: EndTxnResponseInput, version: number): void {
  checkVersion('EndTxnResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const producerId = message.producerId ?? -1
  if (version >= 5) {
    writer.int64(producerId)
  }
  const producerEpoch = message.producerEpoch ?? -1
  if (version >= 5) {
    writer.int16(producerEpoch)
  }
  if (flexible) writer.uvarint(0)
}

export const EndTxnApi: Api<EndTxnRequest, EndTxnRequestInput, EndTxnResponse, EndTxnResponseInput> = {
  key: 26,
  name: 'EndTxn',
  versions: { min: 0, max: 5 },
  flexibleFrom: 3,
  decodeRequest: decodeEndTxnRequest,
  encodeRequest: encodeEndTxnRequest,
  decodeResponse: decodeEndTxnResponse,
  encodeResponse: encodeEndTxnResponse
}
