// Generated from src/schema/messages/write-txn-markers.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface WriteTxnMarkersRequest {
  readonly markers: readonly WritableTxnMarker[]
}

export interface WriteTxnMarkersRequestInput {
  readonly markers: readonly WritableTxnMarkerInput[]
}

export interface WritableTxnMarker {
  readonly producerId: number
  readonly producerEpoch: number
  readonly transactionResult: boolean
  readonly topics: readonly WritableTxnMarkerTopic[]
  readonly coordinatorEpoch: number
  /** v2 */
  readonly transactionVersion: number
}

export interface WritableTxnMarkerInput {
  readonly producerId: number
  readonly producerEpoch: number
  readonly transactionResult: boolean
  readonly topics: readonly WritableTxnMarkerTopicInput[]
  readonly coordinatorEpoch: number
  readonly transactionVersion?: number | undefined
}

export interface WritableTxnMarkerTopic {
  readonly name: string
  readonly partitionIndexes: readonly number[]
}

export type WritableTxnMarkerTopicInput = WritableTxnMarkerTopic

export interface WriteTxnMarkersResponse {
  readonly markers: readonly WritableTxnMarkerResult[]
}

export type WriteTxnMarkersResponseInput = WriteTxnMarkersResponse

export interface WritableTxnMarkerResult {
  readonly producerId: number
  readonly topics: readonly WritableTxnMarkerTopicResult[]
}

export type WritableTxnMarkerResultInput = WritableTxnMarkerResult

export interface WritableTxnMarkerTopicResult {
  readonly name: string
  readonly partitions: readonly WritableTxnMarkerPartitionResult[]
}

export type WritableTxnMarkerTopicResultInput = WritableTxnMarkerTopicResult

export interface WritableTxnMarkerPartitionResult {
  readonly partitionIndex: number
  readonly errorCode: number
}

export type WritableTxnMarkerPartitionResultInput = WritableTxnMarkerPartitionResult

export function decodeWriteTxnMarkersRequest(reader: Reader, version: number): WriteTxnMarkersRequest {
  checkVersion('WriteTxnMarkersRequest', version, 1, 2)
  const markers: WritableTxnMarker[] = []
  for (let left = reader.compactArrayCount(17); left > 0; left--) markers.push(decodeWritableTxnMarker(reader, version))
  reader.skipTaggedFields()
  return { markers }
}

export function encodeWriteTxnMarkersRequest(writer: Writer, message: WriteTxnMarkersRequestInput, version: number): void {
  checkVersion('WriteTxnMarkersRequest', version, 1, 2)
  const markers = message.markers
  writer.compactArrayCount(markers.length)
  for (const element of markers) encodeWritableTxnMarker(writer, element, version)
  writer.uvarint(0)
}

export function decodeWritableTxnMarker(reader: Reader, version: number): WritableTxnMarker {
  const producerId = reader.int64()
  const producerEpoch = reader.int16()
  const transactionResult = reader.bool()
  const topics: WritableTxnMarkerTopic[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeWritableTxnMarkerTopic(reader, version))
  const coordinatorEpoch = reader.int32()
  const transactionVersion: number = version >= 2 ? reader.int8() : 0
  reader.skipTaggedFields()
  return { producerId, producerEpoch, transactionResult, topics, coordinatorEpoch, transactionVersion }
}

export function encodeWritableTxnMarker(writer: Writer, message: WritableTxnMarkerInput, version: number): void {
  const producerId = message.producerId
  writer.int64(producerId)
  const producerEpoch = message.producerEpoch
  writer.int16(producerEpoch)
  const transactionResult = message.transactionResult
  writer.bool(transactionResult)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeWritableTxnMarkerTopic(writer, element, version)
  const coordinatorEpoch = message.coordinatorEpoch
  writer.int32(coordinatorEpoch)
  const transactionVersion = message.transactionVersion ?? 0
  if (version >= 2) {
    writer.int8(transactionVersion)
  }
  writer.uvarint(0)
}

export function decodeWritableTxnMarkerTopic(reader: Reader, _version: number): WritableTxnMarkerTopic {
  const name = reader.compactString()
  const partitionIndexes: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitionIndexes.push(reader.int32())
  reader.skipTaggedFields()
  return { name, partitionIndexes }
}

export function encodeWritableTxnMarkerTopic(writer: Writer, message: WritableTxnMarkerTopicInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const partitionIndexes = message.partitionIndexes
  writer.compactArrayCount(partitionIndexes.length)
  for (const element of partitionIndexes) writer.int32(element)
  writer.uvarint(0)
}

export function decodeWriteTxnMarkersResponse(reader: Reader, version: number): WriteTxnMarkersResponse {
  checkVersion('WriteTxnMarkersResponse', version, 1, 2)
  const markers: WritableTxnMarkerResult[] = []
  for (let left = reader.compactArrayCount(10); left > 0; left--) markers.push(decodeWritableTxnMarkerResult(reader, version))
  reader.skipTaggedFields()
  return { markers }
}

export function encodeWriteTxnMarkersResponse(writer: Writer, message: WriteTxnMarkersResponseInput, version: number): void {
  checkVersion('WriteTxnMarkersResponse', version, 1, 2)
  const markers = message.markers
  writer.compactArrayCount(markers.length)
  for (const element of markers) encodeWritableTxnMarkerResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeWritableTxnMarkerResult(reader: Reader, version: number): WritableTxnMarkerResult {
  const producerId = reader.int64()
  const topics: WritableTxnMarkerTopicResult[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) topics.push(decodeWritableTxnMarkerTopicResult(reader, version))
  reader.skipTaggedFields()
  return { producerId, topics }
}

export function encodeWritableTxnMarkerResult(writer: Writer, message: WritableTxnMarkerResultInput, version: number): void {
  const producerId = message.producerId
  writer.int64(producerId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeWritableTxnMarkerTopicResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeWritableTxnMarkerTopicResult(reader: Reader, version: number): WritableTxnMarkerTopicResult {
  const name = reader.compactString()
  const partitions: WritableTxnMarkerPartitionResult[] = []
  for (let left = reader.compactArrayCount(7); left > 0; left--) partitions.push(decodeWritableTxnMarkerPartitionResult(reader, version))
  reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeWritableTxnMarkerTopicResult(writer: Writer, message: WritableTxnMarkerTopicResultInput, version: number): void {
  const name = message.name
  writer.compactString(name)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) encodeWritableTxnMarkerPartitionResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeWritableTxnMarkerPartitionResult(reader: Reader, _version: number): WritableTxnMarkerPartitionResult {
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  reader.skipTaggedFields()
  return { partitionIndex, errorCode }
}

export function encodeWritableTxnMarkerPartitionResult(writer: Writer, message: WritableTxnMarkerPartitionResultInput, _version: number): void {
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  writer.uvarint(0)
}

export const WriteTxnMarkersApi: Api<WriteTxnMarkersRequest, WriteTxnMarkersRequestInput, WriteTxnMarkersResponse, WriteTxnMarkersResponseInput> = {
  key: 27,
  name: 'WriteTxnMarkers',
  versions: { min: 1, max: 2 },
  flexibleFrom: 1,
  decodeRequest: decodeWriteTxnMarkersRequest,
  encodeRequest: encodeWriteTxnMarkersRequest,
  decodeResponse: decodeWriteTxnMarkersResponse,
  encodeResponse: encodeWriteTxnMarkersResponse
}
