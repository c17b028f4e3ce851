// Generated from src/schema/messages/add-offsets-to-txn.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface AddOffsetsToTxnRequest {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly groupId: string
}

export type AddOffsetsToTxnRequestInput = AddOffsetsToTxnRequest

export interface AddOffsetsToTxnResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
}

export interface AddOffsetsToTxnResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
}

export function decodeAddOffsetsToTxnRequest(reader: Reader, version: number): AddOffsetsToTxnRequest {
  checkVersion('AddOffsetsToTxnRequest', version, 0, 4)
  const flexible = version >= 3
  const transactionalId = (flexible ? reader.compactString() : reader.string())
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const groupId = (flexible ? reader.compactString() : reader.string())
  if (flexible) reader.skipTaggedFields()
  return { transactionalId, producerId, producerEpoch, groupId }
}

export function encodeAddOffsetsToTxnRequest(writer: Writer, message: AddOffsetsToTxnRequestInput, version: number): void {
  checkVersion('AddOffsetsToTxnRequest', version, 0, 4)
  const flexible = version >= 3
  const transactionalId = message.transactionalId
  if (flexible) writer.compactString(transactionalId)
  else writer.string(transactionalId)
  const producerId = message.producerId
  writer.int64(producerId)
  const producerEpoch = message.producerEpoch
  writer.int16(producerEpoch)
  const groupId = message.groupId
  if (flexible) writer.compactString(groupId)
  else writer.string(groupId)
  if (flexible) writer.uvarint(0)
}

export function decodeAddOffsetsToTxnResponse(reader: Reader, version: number): AddOffsetsToTxnResponse {
  checkVersion('AddOffsetsToTxnResponse', version, 0, 4)
  const flexible = version >= 3
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode }
}

export function encodeAddOffsetsToTxnResponse(writer: Writer, message: AddOffsetsToTxnResponseInput, version: number): void {
  checkVersion('AddOffsetsToTxnResponse', version, 0, 4)
  const flexible = version >= 3
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  if (flexible) writer.uvarint(0)
}

export const AddOffsetsToTxnApi: Api<AddOffsetsToTxnRequest, AddOffsetsToTxnRequestInput, AddOffsetsToTxnResponse, AddOffsetsToTxnResponseInput> = {
  key: 25,
  name: 'AddOffsetsToTxn',
  versions: { min: 0, max: 4 },
  flexibleFrom: 3,
  decodeRequest: decodeAddOffsetsToTxnRequest,
  encodeRequest: encodeAddOffsetsToTxnRequest,
  decodeResponse: decodeAddOffsetsToTxnResponse,
  encodeResponse: encodeAddOffsetsToTxnResponse
}
