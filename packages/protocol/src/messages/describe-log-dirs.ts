// Generated from src/schema/messages/describe-log-dirs.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeLogDirsRequest {
  readonly topics: readonly DescribableLogDirTopic[] | null
}

export type DescribeLogDirsRequestInput = DescribeLogDirsRequest

export interface DescribableLogDirTopic {
  readonly topic: string
  readonly partitions: readonly number[]
}

export type DescribableLogDirTopicInput = DescribableLogDirTopic

export interface DescribeLogDirsResponse {
  readonly throttleTimeMs: number
  /** v3+ */
  readonly errorCode: number
  readonly results: readonly DescribeLogDirsResult[]
}

export interface DescribeLogDirsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly results: readonly DescribeLogDirsResultInput[]
}

export interface DescribeLogDirsResult {
  readonly errorCode: number
  readonly logDir: string
  readonly topics: readonly DescribeLogDirsTopic[]
  /** v4+ */
  readonly totalBytes: number
  /** v4+ */
  readonly usableBytes: number
  /** v5 */
  readonly isCordoned: boolean
}

export interface DescribeLogDirsResultInput {
  readonly errorCode: number
  readonly logDir: string
  readonly topics: readonly DescribeLogDirsTopicInput[]
  readonly totalBytes?: number | undefined
  readonly usableBytes?: number | undefined
  readonly isCordoned?: boolean | undefined
}

export interface DescribeLogDirsTopic {
  readonly name: string
  readonly partitions: readonly DescribeLogDirsPartition[]
}

export type DescribeLogDirsTopicInput = DescribeLogDirsTopic

export interface DescribeLogDirsPartition {
  readonly partitionIndex: number
  readonly partitionSize: number
  readonly offsetLag: number
  readonly isFutureKey: boolean
}

export type DescribeLogDirsPartitionInput = DescribeLogDirsPartition

export function decodeDescribeLogDirsRequest(reader: Reader, version: number): DescribeLogDirsRequest {
  checkVersion('DescribeLogDirsRequest', version, 1, 5)
  const flexible = version >= 2
  let topics: DescribableLogDirTopic[] | null = []
  {
    const count = (flexible ? reader.compactNullableArrayCount(3) : reader.nullableArrayCount(6))
    if (count < 0) topics = null
    else {
      topics = []
      for (let left = count; left > 0; left--) topics.push(decodeDescribableLogDirTopic(reader, version))
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { topics }
}

export function encodeDescribeLogDirsRequest(writer: Writer, message: DescribeLogDirsRequestInput, version: number): void {
  checkVersion('DescribeLogDirsRequest', version, 1, 5)
  const flexible = version >= 2
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics === null ? -1 : topics.length)
  else writer.arrayCount(topics === null ? -1 : topics.length)
  if (topics !== null) for (const element of topics) encodeDescribableLogDirTopic(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribableLogDirTopic(reader: Reader, version: number): DescribableLogDirTopic {
  const flexible = version >= 2
  const topic = (flexible ? reader.compactString() : reader.string())
  const partitions: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) partitions.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { topic, partitions }
}

export function encodeDescribableLogDirTopic(writer: Writer, message: DescribableLogDirTopicInput, version: number): void {
  const flexible = version >= 2
  const topic = message.topic
  if (flexible) writer.compactString(topic)
  else writer.string(topic)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeLogDirsResponse(reader: Reader, version: number): DescribeLogDirsResponse {
  checkVersion('DescribeLogDirsResponse', version, 1, 5)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const errorCode: number = version >= 3 ? reader.int16() : 0
  const results: DescribeLogDirsResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(5) : reader.arrayCount(8)); left > 0; left--) results.push(decodeDescribeLogDirsResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, results }
}

export function encodeDescribeLogDirsResponse(writer: Writer, message: DescribeLogDirsResponseInput, version: number): void {
  checkVersion('DescribeLogDirsResponse', version, 1, 5)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  if (version >= 3) {
    writer.int16(errorCode)
  }
  const results = message.results
  if (flexible) writer.compactArrayCount(results.length)
  else writer.arrayCount(results.length)
  for (const element of results) encodeDescribeLogDirsResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeLogDirsResult(reader: Reader, version: number): DescribeLogDirsResult {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const logDir = (flexible ? reader.compactString() : reader.string())
  const topics: DescribeLogDirsTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeDescribeLogDirsTopic(reader, version))
  const totalBytes: number = version >= 4 ? reader.int64() : -1
  const usableBytes: number = version >= 4 ? reader.int64() : -1
  const isCordoned: boolean = version >= 5 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned }
}

export function encodeDescribeLogDirsResult(writer: Writer, message: DescribeLogDirsResultInput, version: number): void {
  const flexible = version >= 2
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const logDir = message.logDir
  if (flexible) writer.compactString(logDir)
  else writer.string(logDir)
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeDescribeLogDirsTopic(writer, element, version)
  const totalBytes = message.totalBytes ?? -1
  if (version >= 4) {
    writer.int64(totalBytes)
  }
  const usableBytes = message.usableBytes ?? -1
  if (version >= 4) {
    writer.int64(usableBytes)
  }
  const isCordoned = message.isCordoned ?? false
  if (version >= 5) {
    writer.bool(isCordoned)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeLogDirsTopic(reader: Reader, version: number): DescribeLogDirsTopic {
  const flexible = version >= 2
  const name = (flexible ? reader.compactString() : reader.string())
  const partitions: DescribeLogDirsPartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(22) : reader.arrayCount(21)); left > 0; left--) partitions.push(decodeDescribeLogDirsPartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeDescribeLogDirsTopic(writer: Writer, message: DescribeLogDirsTopicInput, version: number): void {
  const flexible = version >= 2
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeDescribeLogDirsPartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeLogDirsPartition(reader: Reader, version: number): DescribeLogDirsPartition {
  const flexible = version >= 2
  const partitionIndex = reader.int32()
  const partitionSize = reader.int64()
  const offsetLag = reader.int64()
  const isFutureKey = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, partitionSize, offsetLag, isFutureKey }
}

export function encodeDescribeLogDirsPartition(writer: Writer, message: DescribeLogDirsPartitionInput, version: number): void {
  const flexible = version >= 2
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const partitionSize = message.partitionSize
  writer.int64(partitionSize)
  const offsetLag = message.offsetLag
  writer.int64(offsetLag)
  const isFutureKey = message.isFutureKey
  writer.bool(isFutureKey)
  if (flexible) writer.uvarint(0)
}

export const DescribeLogDirsApi: Api<DescribeLogDirsRequest, DescribeLogDirsRequestInput, DescribeLogDirsResponse, DescribeLogDirsResponseInput> = {
  key: 35,
  name: 'DescribeLogDirs',
  versions: { min: 1, max: 5 },
  flexibleFrom: 2,
  decodeRequest: decodeDescribeLogDirsRequest,
  encodeRequest: encodeDescribeLogDirsRequest,
  decodeResponse: decodeDescribeLogDirsResponse,
  encodeResponse: encodeDescribeLogDirsResponse
}
