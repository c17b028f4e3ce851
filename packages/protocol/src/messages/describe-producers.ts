// Generated from src/schema/messages/describe-producers.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeProducersRequest {
  readonly topics: readonly TopicRequest[]
}

export type DescribeProducersRequestInput = DescribeProducersRequest

export interface TopicRequest {
  readonly name: string
  readonly partitionIndexes: readonly number[]
}

export type TopicRequestInput = TopicRequest

export interface DescribeProducersResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly TopicResponse[]
}

export interface DescribeProducersResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly TopicResponseInput[]
}

export interface TopicResponse {
  readonly name: string
  readonly partitions: readonly PartitionResponse[]
}

export interface TopicResponseInput {
  readonly name: string
  readonly partitions: readonly PartitionResponseInput[]
}

export interface PartitionResponse {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly activeProducers: readonly ProducerState[]
}

export interface PartitionResponseInput {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly activeProducers: readonly ProducerStateInput[]
}

export interface ProducerState {
  readonly producerId: number
  readonly producerEpoch: number
  readonly lastSequence: number
  readonly lastTimestamp: number
  readonly coordinatorEpoch: number
  readonly currentTxnStartOffset: number
}

export interface ProducerStateInput {
  readonly producerId: number
  readonly producerEpoch: number
  readonly lastSequence?: number | undefined
  readonly lastTimestamp?: number | undefined
  readonly coordinatorEpoch: number
  readonly currentTxnStartOffset?: number | undefined
}

export function decodeDescribeProducersRequest(reader: Reader, version: number): DescribeProducersRequest {
  checkVersion('DescribeProducersRequest', version, 0, 0)
  const topics: TopicRequest[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeTopicRequest(reader, version))
  reader.skipTaggedFields()
  return { topics }
}

export function encodeDescribeProducersRequest(writer: Writer, message: DescribeProducersRequestInput, version: number): void {
  checkVersion('DescribeProducersRequest', version, 0, 0)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeTopicRequest(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopicRequest(reader: Reader, _version: number): TopicRequest {
  const name = reader.compactString()
  const partitionIndexes: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitionIndexes.push(reader.int32())
  reader.skipTaggedFields()
  return { name, partitionIndexes }
}

export function encodeTopicRequest(writer: Writer, message: TopicRequestInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const partitionIndexes = message.partitionIndexes
  writer.compactArrayCount(partitionIndexes.length)
  for (const element of partitionIndexes) writer.int32(element)
  writer.uvarint(0)
}

export function decodeDescribeProducersResponse(reader: Reader, version: number): DescribeProducersResponse {
  checkVersion('DescribeProducersResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const topics: TopicResponse[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeTopicResponse(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeDescribeProducersResponse(writer: Writer, message: DescribeProducersResponseInput, version: number): void {
  checkVersion('DescribeProducersResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeTopicResponse(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopicResponse(reader: Reader, version: number): TopicResponse {
  const name = reader.compactString()
  const partitions: PartitionResponse[] = []
  for (let left = reader.compactArrayCount(9); left > 0; left--) partitions.push(decodePartitionResponse(reader, version))
  reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeTopicResponse(writer: Writer, message: TopicResponseInput, version: number): void {
  const name = message.name
  writer.compactString(name)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodePartitionResponse(writer, element, version)
  writer.uvarint(0)
}

export function decodePartitionResponse(reader: Reader, version: number): PartitionResponse {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const activeProducers: ProducerState[] = []
  for (let left = reader.compactArrayCount(37); left > 0; left--) activeProducers.push(decodeProducerState(reader, version))
  reader.skipTaggedFields()
  return { partitionIndex, errorCode, errorMessage, activeProducers }
}

export function encodePartitionResponse(writer: Writer, message: PartitionResponseInput, version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const activeProducers = message.activeProducers
  writer.compactArrayCount(activeProducers.length)
  for (const element of activeProducers) encodeProducerState(writer, element, version)
  writer.uvarint(0)
}

export function decodeProducerState(reader: Reader, _version: number): ProducerState {
  const producerId = reader.int64()
  const producerEpoch = reader.int32()
  const lastSequence = reader.int32()
  const lastTimestamp = reader.int64()
  const coordinatorEpoch = reader.int32()
  const currentTxnStartOffset = reader.int64()
  reader.skipTaggedFields()
  return { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset }
}

export function encodeProducerState(writer: Writer, message: ProducerStateInput, _version: number): void {
  const producerId = message.producerId
  writer.int64(producerId)
  const producerEpoch = message.producerEpoch
  writer.int32(producerEpoch)
  const lastSequence = message.lastSequence ?? -1
  writer.int32(lastSequence)
  const lastTimestamp = message.lastTimestamp ?? -1
  writer.int64(lastTimestamp)
  const coordinatorEpoch = message.coordinatorEpoch
  writer.int32(coordinatorEpoch)
  const currentTxnStartOffset = message.currentTxnStartOffset ?? -1
  writer.int64(currentTxnStartOffset)
  writer.uvarint(0)
}

export const DescribeProducersApi: Api<DescribeProducersRequest, DescribeProducersRequestInput, DescribeProducersResponse, DescribeProducersResponseInput> = {
  key: 61,
  name: 'DescribeProducers',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeDescribeProducersRequest,
  encodeRequest: encodeDescribeProducersRequest,
  decodeResponse: decodeDescribeProducersResponse,
  encodeResponse: encodeDescribeProducersResponse
}
