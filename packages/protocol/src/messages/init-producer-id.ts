// Generated from src/schema/messages/init-producer-id.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface InitProducerIdRequest {
  readonly transactionalId: string | null
  readonly transactionTimeoutMs: number
  /** v3+ */
  readonly producerId: number
  /** v3+ */
  readonly producerEpoch: number
}

export interface InitProducerIdRequestInput {
  readonly transactionalId: string | null
  readonly transactionTimeoutMs: number
  readonly producerId?: number | undefined
  readonly producerEpoch?: number | undefined
}

export interface InitProducerIdResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly producerId: number
  readonly producerEpoch: number
}

export interface InitProducerIdResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly producerId?: number | undefined
  readonly producerEpoch: number
}

export function decodeInitProducerIdRequest(reader: Reader, version: number): InitProducerIdRequest {
  checkVersion('InitProducerIdRequest', version, 0, 5)
  const flexible = version >= 2
  const transactionalId = (flexible ? reader.compactNullableString() : reader.nullableString())
  const transactionTimeoutMs = reader.int32()
  const producerId: number = version >= 3 ? reader.int64() : -1
  const producerEpoch: number = version >= 3 ? reader.int16() : -1
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, transactionTimeoutMs, producerId, producerEpoch }
}

export function encodeInitProducerIdRequest(writer: Writer, message: InitProducerIdRequestInput, version: number): void {
  checkVersion('InitProducerIdRequest', version, 0, 5)
  const flexible = version >= 2
  const transactionalId = message.transactionalId
  if (flexible) writer.compactNullableString(transactionalId)
  else writer.nullableString(transactionalId)
  const transactionTimeoutMs = message.transactionTimeoutMs
  writer.int32(transactionTimeoutMs)
  const producerId = message.producerId ?? -1
  if (version >= 3) {
    writer.int64(producerId)
  } else if (producerId !== -1) notInVersion('InitProducerIdRequest.producerId', version)
  const producerEpoch = message.producerEpoch ?? -1
  if (version >= 3) {
    writer.int16(producerEpoch)
  } else if (producerEpoch !== -1) notInVersion('InitProducerIdRequest.producerEpoch', version)
  if (flexible) writer.uvarint(0)
}

export function decodeInitProducerIdResponse(reader: Reader, version: number): InitProducerIdResponse {
  checkVersion('InitProducerIdResponse', version, 0, 5)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, producerId, producerEpoch }
}

export function encodeInitProducerIdResponse(writer: Writer, message: InitProducerIdResponseInput, version: number): void {
  checkVersion('InitProducerIdResponse', version, 0, 5)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const producerId = message.producerId ?? -1
  writer.int64(producerId)
  const producerEpoch = message.producerEpoch
  writer.int16(producerEpoch)
  if (flexible) writer.uvarint(0)
}

export const InitProducerIdApi: Api<InitProducerIdRequest, InitProducerIdRequestInput, InitProducerIdResponse, InitProducerIdResponseInput> = {
  key: 22,
  name: 'InitProducerId',
  versions: { min: 0, max: 5 },
  flexibleFrom: 2,
  decodeRequest: decodeInitProducerIdRequest,
  encodeRequest: encodeInitProducerIdRequest,
  decodeResponse: decodeInitProducerIdResponse,
  encodeResponse: encodeInitProducerIdResponse
}
