// Generated from src/schema/messages/describe-transactions.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeTransactionsRequest {
  readonly transactionalIds: readonly string[]
}

export type DescribeTransactionsRequestInput = DescribeTransactionsRequest

export interface DescribeTransactionsResponse {
  readonly throttleTimeMs: number
  readonly transactionStates: readonly TransactionState[]
}

export interface DescribeTransactionsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly transactionStates: readonly TransactionStateInput[]
}

export interface TransactionState {
  readonly errorCode: number
  readonly transactionalId: string
  readonly transactionState: string
  readonly transactionTimeoutMs: number
  readonly transactionStartTimeMs: number
  readonly producerId: number
  readonly producerEpoch: number
  readonly topics: readonly TopicData[]
}

export type TransactionStateInput = TransactionState

export interface TopicData {
  readonly topic: string
  readonly partitions: readonly number[]
}

export type TopicDataInput = TopicData

export function decodeDescribeTransactionsRequest(reader: Reader, version: number): DescribeTransactionsRequest {
  checkVersion('DescribeTransactionsRequest', version, 0, 0)
  const transactionalIds: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) transactionalIds.push(reader.compactString())
  reader.skipTaggedFields()
  return { transactionalIds }
}

export function encodeDescribeTransactionsRequest(writer: Writer, message: DescribeTransactionsRequestInput, version: number): void {
  checkVersion('DescribeTransactionsRequest', version, 0, 0)
  const transactionalIds = message.transactionalIds
  writer.compactArrayCount(transactionalIds.length)
  for (const element of transactionalIds) writer.compactString(element)
  writer.uvarint(0)
}

export function decodeDescribeTransactionsResponse(reader: Reader, version: number): DescribeTransactionsResponse {
  checkVersion('DescribeTransactionsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const transactionStates: TransactionState[] = []
  for (let left = reader.compactArrayCount(28); left > 0; left--) transactionStates.push(decodeTransactionState(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, transactionStates }
}

export function encodeDescribeTransactionsResponse(writer: Writer, message: DescribeTransactionsResponseInput, version: number): void {
  checkVersion('DescribeTransactionsResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const transactionStates = message.transactionStates
  writer.compactArrayCount(transactionStates.length)
  for (const element of transactionStates) encodeTransactionState(writer, element, version)
  writer.uvarint(0)
}

export function decodeTransactionState(reader: Reader, version: number): TransactionState {
  const errorCode = reader.int16()
  const transactionalId = reader.compactString()
  const transactionState = reader.compactString()
  const transactionTimeoutMs = reader.int32()
  const transactionStartTimeMs = reader.int64()
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const topics: TopicData[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeTopicData(reader, version))
  reader.skipTaggedFields()
  return { errorCode, transactionalId, transactionState, transactionTimeoutMs, transactionStartTimeMs, producerId, producerEpoch, topics }
}

export function encodeTransactionState(writer: Writer, message: TransactionStateInput, version: number): void {
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const transactionalId = message.transactionalId
  writer.compactString(transactionalId)
  const transactionState = message.transactionState
  writer.compactString(transactionState)
  const transactionTimeoutMs = message.transactionTimeoutMs
  writer.int32(transactionTimeoutMs)
  const transactionStartTimeMs = message.transactionStartTimeMs
  writer.int64(transactionStartTimeMs)
  const producerId = message.producerId
  writer.int64(producerId)
  const producerEpoch = message.producerEpoch
  writer.int16(producerEpoch)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeTopicData(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopicData(reader: Reader, _version: number): TopicData {
  const topic = reader.compactString()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  reader.skipTaggedFields()
  return { topic, partitions }
}

export function encodeTopicData(writer: Writer, message: TopicDataInput, _version: number): void {
  const topic = message.topic
  writer.compactString(topic)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  writer.uvarint(0)
}

export const DescribeTransactionsApi: Api<DescribeTransactionsRequest, DescribeTransactionsRequestInput, DescribeTransactionsResponse, DescribeTransactionsResponseInput> = {
  key: 65,
  name: 'DescribeTransactions',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeDescribeTransactionsRequest,
  encodeRequest: encodeDescribeTransactionsRequest,
  decodeResponse: decodeDescribeTransactionsResponse,
  encodeResponse: encodeDescribeTransactionsResponse
}
