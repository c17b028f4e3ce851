// Generated from src/schema/messages/list-transactions.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListTransactionsRequest {
  readonly stateFilters: readonly string[]
  readonly producerIdFilters: readonly number[]
  /** v1+ */
  readonly durationFilter: number
  /** v2 */
  readonly transactionalIdPattern: string | null
}

export interface ListTransactionsRequestInput {
  readonly stateFilters: readonly string[]
  readonly producerIdFilters: readonly number[]
  readonly durationFilter?: number | undefined
  readonly transactionalIdPattern?: string | null | undefined
}

export interface ListTransactionsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly unknownStateFilters: readonly string[]
  readonly transactionStates: readonly TransactionState[]
}

export interface ListTransactionsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly unknownStateFilters: readonly string[]
  readonly transactionStates: readonly TransactionStateInput[]
}

export interface TransactionState {
  readonly transactionalId: string
  readonly producerId: number
  readonly transactionState: string
}

export type TransactionStateInput = TransactionState

export function decodeListTransactionsRequest(reader: Reader, version: number): ListTransactionsRequest {
  checkVersion('ListTransactionsRequest', version, 0, 2)
  const stateFilters: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) stateFilters.push(reader.compactString())
  const producerIdFilters: number[] = []
  for (let left = reader.compactArrayCount(8); left > 0; left--) producerIdFilters.push(reader.int64())
  const durationFilter: number = version >= 1 ? reader.int64() : -1
  const transactionalIdPattern: string | null = version >= 2 ? reader.compactNullableString() : null
  reader.skipTaggedFields()
  return { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern }
}

export function encodeListTransactionsRequest(writer: Writer, message: ListTransactionsRequestInput, version: number): void {
  checkVersion('ListTransactionsRequest', version, 0, 2)
  const stateFilters = message.stateFilters
  writer.compactArrayCount(stateFilters.length)
  for (const element of stateFilters) writer.compactString(element)
  const producerIdFilters = message.producerIdFilters
  writer.compactArrayCount(producerIdFilters.length)
  for (const element of producerIdFilters) writer.int64(element)
  const durationFilter = message.durationFilter ?? -1
  if (version >= 1) {
    writer.int64(durationFilter)
  } else if (durationFilter !== -1) notInVersion('ListTransactionsRequest.durationFilter', version)
  const transactionalIdPattern = message.transactionalIdPattern ?? null
  if (version >= 2) {
    writer.compactNullableString(transactionalIdPattern)
  } else if (transactionalIdPattern !== null) notInVersion('ListTransactionsRequest.transactionalIdPattern', version)
  writer.uvarint(0)
}

export function decodeListTransactionsResponse(reader: Reader, version: number): ListTransactionsResponse {
  checkVersion('ListTransactionsResponse', version, 0, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const unknownStateFilters: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) unknownStateFilters.push(reader.compactString())
  const transactionStates: TransactionState[] = []
  for (let left = reader.compactArrayCount(11); left > 0; left--) transactionStates.push(decodeTransactionState(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, unknownStateFilters, transactionStates }
}

export function encodeListTransactionsResponse(writer: Writer, message: ListTransactionsResponseInput, version: number): void {
  checkVersion('ListTransactionsResponse', version, 0, 2)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const unknownStateFilters = message.unknownStateFilters
  writer.compactArrayCount(unknownStateFilters.length)
  for (const element of unknownStateFilters) writer.compactString(element)
  const transactionStates = message.transactionStates
  writer.compactArrayCount(transactionStates.length)
  for (const element of transactionStates) encodeTransactionState(writer, element, version)
  writer.uvarint(0)
}

export function decodeTransactionState(reader: Reader, _version: number): TransactionState {
  const transactionalId = reader.compactString()
  const producerId = reader.int64()
  const transactionState = reader.compactString()
  reader.skipTaggedFields()
  return { transactionalId, producerId, transactionState }
}

export function encodeTransactionState(writer: Writer, message: TransactionStateInput, _version: number): void {
  const transactionalId = message.transactionalId
  writer.compactString(transactionalId)
  const producerId = message.producerId
  writer.int64(producerId)
  const transactionState = message.transactionState
  writer.compactString(transactionState)
  writer.uvarint(0)
}

export const ListTransactionsApi: Api<ListTransactionsRequest, ListTransactionsRequestInput, ListTransactionsResponse, ListTransactionsResponseInput> = {
  key: 66,
  name: 'ListTransactions',
  versions: { min: 0, max: 2 },
  flexibleFrom: 0,
  decodeRequest: decodeListTransactionsRequest,
  encodeRequest: encodeListTransactionsRequest,
  decodeResponse: decodeListTransactionsResponse,
  encodeResponse: encodeListTransactionsResponse
}
