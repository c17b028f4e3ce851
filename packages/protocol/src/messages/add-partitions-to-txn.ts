// Generated from src/schema/messages/add-partitions-to-txn.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface AddPartitionsToTxnRequest {
  /** v4+ */
  readonly transactions: readonly AddPartitionsToTxnTransaction[]
  /** v0-3 */
  readonly v3AndBelowTransactionalId: string
  /** v0-3 */
  readonly v3AndBelowProducerId: number
  /** v0-3 */
  readonly v3AndBelowProducerEpoch: number
  /** v0-3 */
  readonly v3AndBelowTopics: readonly AddPartitionsToTxnTopic[]
}

export interface AddPartitionsToTxnRequestInput {
  readonly transactions?: readonly AddPartitionsToTxnTransactionInput[] | undefined
  readonly v3AndBelowTransactionalId?: string | undefined
  readonly v3AndBelowProducerId?: number | undefined
  readonly v3AndBelowProducerEpoch?: number | undefined
  readonly v3AndBelowTopics?: readonly AddPartitionsToTxnTopicInput[] | undefined
}

export interface AddPartitionsToTxnTransaction {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly verifyOnly: boolean
  readonly topics: readonly AddPartitionsToTxnTopic[]
}

export interface AddPartitionsToTxnTransactionInput {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly verifyOnly?: boolean | undefined
  readonly topics: readonly AddPartitionsToTxnTopicInput[]
}

export interface AddPartitionsToTxnTopic {
  readonly name: string
  readonly partitions: readonly number[]
}

export type AddPartitionsToTxnTopicInput = AddPartitionsToTxnTopic

export interface AddPartitionsToTxnResponse {
  readonly throttleTimeMs: number
  /** v4+ */
  readonly errorCode: number
  /** v4+ */
  readonly resultsByTransaction: readonly AddPartitionsToTxnResult[]
  /** v0-3 */
  readonly resultsByTopicV3AndBelow: readonly AddPartitionsToTxnTopicResult[]
}

export interface AddPartitionsToTxnResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly resultsByTransaction?: readonly AddPartitionsToTxnResultInput[] | undefined
  readonly resultsByTopicV3AndBelow?: readonly AddPartitionsToTxnTopicResultInput[] | undefined
}

export interface AddPartitionsToTxnResult {
  readonly transactionalId: string
  readonly topicResults: readonly AddPartitionsToTxnTopicResult[]
}

export type AddPartitionsToTxnResultInput = AddPartitionsToTxnResult

export interface AddPartitionsToTxnTopicResult {
  readonly name: string
  readonly resultsByPartition: readonly AddPartitionsToTxnPartitionResult[]
}

export type AddPartitionsToTxnTopicResultInput = AddPartitionsToTxnTopicResult

export interface AddPartitionsToTxnPartitionResult {
  readonly partitionIndex: number
  readonly partitionErrorCode: number
}

export type AddPartitionsToTxnPartitionResultInput = AddPartitionsToTxnPartitionResult

export function decodeAddPartitionsToTxnRequest(reader: Reader, version: number): AddPartitionsToTxnRequest {
  checkVersion('AddPartitionsToTxnRequest', version, 0, 5)
  const flexible = version >= 3
  const transactions: AddPartitionsToTxnTransaction[] = []
  if (version >= 4) for (let left = reader.compactArrayCount(14); left > 0; left--) transactions.push(decodeAddPartitionsToTxnTransaction(reader, version))
  const v3AndBelowTransactionalId: string = version <= 3 ? (flexible ? reader.compactString() : reader.string()) : ''
  const v3AndBelowProducerId: number = version <= 3 ? reader.int64() : 0
  const v3AndBelowProducerEpoch: number = version <= 3 ? reader.int16() : 0
  const v3AndBelowTopics: AddPartitionsToTxnTopic[] = []
  if (version <= 3) for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) v3AndBelowTopics.push(decodeAddPartitionsToTxnTopic(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { transactions, v3AndBelowTransactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics }
}

export function encodeAddPartitionsToTxnRequest(writer: Writer, message: AddPartitionsToTxnRequestInput, version: number): void {
  checkVersion('AddPartitionsToTxnRequest', version, 0, 5)
  const flexible = version >= 3
  const transactions = message.transactions ?? []
  if (version >= 4) {
    writer.compactArrayCount(transactions.length)
    for (const element of transactions) encodeAddPartitionsToTxnTransaction(writer, element, version)
  } else if (transactions.length !== 0) notInVersion('AddPartitionsToTxnRequest.transactions', version)
  const v3AndBelowTransactionalId = message.v3AndBelowTransactionalId ?? ''
  if (version <= 3) {
    if (flexible) writer.compactString(v3AndBelowTransactionalId)
    else writer.string(v3AndBelowTransactionalId)
  } else if (v3AndBelowTransactionalId !== '') notInVersion('AddPartitionsToTxnRequest.v3AndBelowTransactionalId', version)
  const v3AndBelowProducerId = message.v3AndBelowProducerId ?? 0
  if (version <= 3) {
    writer.int64(v3AndBelowProducerId)
  } else if (v3AndBelowProducerId !== 0) notInVersion('AddPartitionsToTxnRequest.v3AndBelowProducerId', version)
  const v3AndBelowProducerEpoch = message.v3AndBelowProducerEpoch ?? 0
  if (version <= 3) {
    writer.int16(v3AndBelowProducerEpoch)
  } else if (v3AndBelowProducerEpoch !== 0) notInVersion('AddPartitionsToTxnRequest.v3AndBelowProducerEpoch', version)
  const v3AndBelowTopics = message.v3AndBelowTopics ?? []
  if (version <= 3) {
    if (flexible) writer.compactArrayCount(v3AndBelowTopics.length)
    else writer.arrayCount(v3AndBelowTopics.length)
    for (const element of v3AndBelowTopics) encodeAddPartitionsToTxnTopic(writer, element, version)
  } else if (v3AndBelowTopics.length !== 0) notInVersion('AddPartitionsToTxnRequest.v3AndBelowTopics', version)
  if (flexible) writer.uvarint(0)
}

export function decodeAddPartitionsToTxnTransaction(reader: Reader, version: number): AddPartitionsToTxnTransaction {
  const transactionalId = reader.compactString()
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const verifyOnly = reader.bool()
  const topics: AddPartitionsToTxnTopic[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeAddPartitionsToTxnTopic(reader, version))
  reader.skipTaggedFields()
  return { transactionalId, producerId, producerEpoch, verifyOnly, topics }
}

export function encodeAddPartitionsToTxnTransaction(writer: Writer, message: AddPartitionsToTxnTransactionInput, version: number): void {
  const transactionalId = message.transactionalId
  writer.compactString(transactionalId)
  const producerId = message.producerId
  writer.int64(producerId)
  const producerEpoch = message.producerEpoch
  writer.int16(producerEpoch)
  const verifyOnly = message.verifyOnly ?? false
  writer.bool(verifyOnly)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeAddPartitionsToTxnTopic(writer, element, version)
  writer.uvarint(0)
}

export function decodeAddPartitionsToTxnTopic(reader: Reader, version: number): AddPartitionsToTxnTopic {
  const flexible = version >= 3
  const name = (flexible ? reader.compactString() : reader.string())
  const partitions: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) partitions.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeAddPartitionsToTxnTopic(writer: Writer, message: AddPartitionsToTxnTopicInput, version: number): void {
  const flexible = version >= 3
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  if (flexible) writer.uvarint(0)
}

export function decodeAddPartitionsToTxnResponse(reader: Reader, version: number): AddPartitionsToTxnResponse {
  checkVersion('AddPartitionsToTxnResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs = reader.int32()
  const errorCode: number = version >= 4 ? reader.int16() : 0
  const resultsByTransaction: AddPartitionsToTxnResult[] = []
  if (version >= 4) for (let left = reader.compactArrayCount(3); left > 0; left--) resultsByTransaction.push(decodeAddPartitionsToTxnResult(reader, version))
  const resultsByTopicV3AndBelow: AddPartitionsToTxnTopicResult[] = []
  if (version <= 3) for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) resultsByTopicV3AndBelow.push(decodeAddPartitionsToTxnTopicResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow }
}

export function encodeAddPartitionsToTxnResponse(writer: Writer, message: AddPartitionsToTxnResponseInput, version: number): void {
  checkVersion('AddPartitionsToTxnResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  if (version >= 4) {
    writer.int16(errorCode)
  }
  const resultsByTransaction = message.resultsByTransaction ?? []
  if (version >= 4) {
    writer.compactArrayCount(resultsByTransaction.length)
    for (const element of resultsByTransaction) encodeAddPartitionsToTxnResult(writer, element, version)
  } else if (resultsByTransaction.length !== 0) notInVersion('AddPartitionsToTxnResponse.resultsByTransaction', version)
  const resultsByTopicV3AndBelow = message.resultsByTopicV3AndBelow ?? []
  if (version <= 3) {
    if (flexible) writer.compactArrayCount(resultsByTopicV3AndBelow.length)
    else writer.arrayCount(resultsByTopicV3AndBelow.length)
    for (const element of resultsByTopicV3AndBelow) encodeAddPartitionsToTxnTopicResult(writer, element, version)
  } else if (resultsByTopicV3AndBelow.length !== 0) notInVersion('AddPartitionsToTxnResponse.resultsByTopicV3AndBelow', version)
  if (flexible) writer.uvarint(0)
}

export function decodeAddPartitionsToTxnResult(reader: Reader, version: number): AddPartitionsToTxnResult {
  const transactionalId = reader.compactString()
  const topicResults: AddPartitionsToTxnTopicResult[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topicResults.push(decodeAddPartitionsToTxnTopicResult(reader, version))
  reader.skipTaggedFields()
  return { transactionalId, topicResults }
}

export function encodeAddPartitionsToTxnResult(writer: Writer, message: AddPartitionsToTxnResultInput, version: number): void {
  const transactionalId = message.transactionalId
  writer.compactString(transactionalId)
  const topicResults = message.topicResults
  writer.compactArrayCount(topicResults.length)
  for (const element of topicResults) encodeAddPartitionsToTxnTopicResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeAddPartitionsToTxnTopicResult(reader: Reader, version: number): AddPartitionsToTxnTopicResult {
  const flexible = version >= 3
  const name = (flexible ? reader.compactString() : reader.string())
  const resultsByPartition: AddPartitionsToTxnPartitionResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(7) : reader.arrayCount(6)); left > 0; left--) resultsByPartition.push(decodeAddPartitionsToTxnPartitionResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, resultsByPartition }
}

export function encodeAddPartitionsToTxnTopicResult(writer: Writer, message: AddPartitionsToTxnTopicResultInput, version: number): void {
  const flexible = version >= 3
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const resultsByPartition = message.resultsByPartition
  if (flexible) writer.compactArrayCount(resultsByPartition.length)
  else writer.arrayCount(resultsByPartition.length)
  for (const element of resultsByPartition) encodeAddPartitionsToTxnPartitionResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAddPartitionsToTxnPartitionResult(reader: Reader, version: number): AddPartitionsToTxnPartitionResult {
  const flexible = version >= 3
  const partitionIndex = reader.int32()
  const partitionErrorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, partitionErrorCode }
}

export function encodeAddPartitionsToTxnPartitionResult(writer: Writer, message: AddPartitionsToTxnPartitionResultInput, version: number): void {
  const flexible = version >= 3
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const partitionErrorCode = message.partitionErrorCode
  writer.int16(partitionErrorCode)
  if (flexible) writer.uvarint(0)
}

export const AddPartitionsToTxnApi: Api<AddPartitionsToTxnRequest, AddPartitionsToTxnRequestInput, AddPartitionsToTxnResponse, AddPartitionsToTxnResponseInput> = {
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: { min: 0, max: 5 },
  flexibleFrom: 3,
  decodeRequest: decodeAddPartitionsToTxnRequest,
  encodeRequest: encodeAddPartitionsToTxnRequest,
  decodeResponse: decodeAddPartitionsToTxnResponse,
  encodeResponse: encodeAddPartitionsToTxnResponse
}
