// Generated from src/schema/messages/offset-for-leader-epoch.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetForLeaderEpochRequest {
  /** v3+ */
  readonly replicaId: number
  readonly topics: readonly OffsetForLeaderTopic[]
}

export interface OffsetForLeaderEpochRequestInput {
  readonly replicaId?: number | undefined
  readonly topics: readonly OffsetForLeaderTopicInput[]
}

export interface OffsetForLeaderTopic {
  readonly topic: string
  readonly partitions: readonly OffsetForLeaderPartition[]
}

export interface OffsetForLeaderTopicInput {
  readonly topic: string
  readonly partitions: readonly OffsetForLeaderPartitionInput[]
}

export interface OffsetForLeaderPartition {
  readonly partition: number
  readonly currentLeaderEpoch: number
  readonly leaderEpoch: number
}

export interface OffsetForLeaderPartitionInput {
  readonly partition: number
  readonly currentLeaderEpoch?: number | undefined
  readonly leaderEpoch: number
}

export interface OffsetForLeaderEpochResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetForLeaderTopicResult[]
}

export interface OffsetForLeaderEpochResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly OffsetForLeaderTopicResultInput[]
}

export interface OffsetForLeaderTopicResult {
  readonly topic: string
  readonly partitions: readonly EpochEndOffset[]
}

export interface OffsetForLeaderTopicResultInput {
  readonly topic: string
  readonly partitions: readonly EpochEndOffsetInput[]
}

export interface EpochEndOffset {
  readonly errorCode: number
  readonly partition: number
  readonly leaderEpoch: number
  readonly endOffset: number
}

export interface EpochEndOffsetInput {
  readonly errorCode: number
  readonly partition: number
  readonly leaderEpoch?: number | undefined
  readonly endOffset?: number | undefined
}

export function decodeOffsetForLeaderEpochRequest(reader: Reader, version: number): OffsetForLeaderEpochRequest {
  checkVersion('OffsetForLeaderEpochRequest', version, 2, 4)
  const flexible = version >= 4
  const replicaId: number = version >= 3 ? reader.int32() : -2
  const topics: OffsetForLeaderTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeOffsetForLeaderTopic(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { replicaId, topics }
}

export function encodeOffsetForLeaderEpochRequest(writer: Writer, message: OffsetForLeaderEpochRequestInput, version: number): void {
  checkVersion('OffsetForLeaderEpochRequest', version, 2, 4)
  const flexible = version >= 4
  const replicaId = message.replicaId ?? -2
  if (version >= 3) {
    writer.int32(replicaId)
  }
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeOffsetForLeaderTopic(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetForLeaderTopic(reader: Reader, version: number): OffsetForLeaderTopic {
  const flexible = version >= 4
  const topic = (flexible ? reader.compactString() : reader.string())
  const partitions: OffsetForLeaderPartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(13) : reader.arrayCount(12)); left > 0; left--) partitions.push(decodeOffsetForLeaderPartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { topic, partitions }
}

export function encodeOffsetForLeaderTopic(writer: Writer, message: OffsetForLeaderTopicInput, version: number): void {
  const flexible = version >= 4
  const topic = message.topic
  if (flexible) writer.compactString(topic)
  else writer.string(topic)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeOffsetForLeaderPartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetForLeaderPartition(reader: Reader, version: number): OffsetForLeaderPartition {
  const flexible = version >= 4
  const partition = reader.int32()
  const currentLeaderEpoch = reader.int32()
  const leaderEpoch = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { partition, currentLeaderEpoch, leaderEpoch }
}

export function encodeOffsetForLeaderPartition(writer: Writer, message: OffsetForLeaderPartitionInput, version: number): void {
  const flexible = version >= 4
  const partition = message.partition
  writer.int32(partition)
  const currentLeaderEpoch = message.currentLeaderEpoch ?? -1
  writer.int32(currentLeaderEpoch)
  const leaderEpoch = message.leaderEpoch
  writer.int32(leaderEpoch)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetForLeaderEpochResponse(reader: Reader, version: number): OffsetForLeaderEpochResponse {
  checkVersion('OffsetForLeaderEpochResponse', version, 2, 4)
  const flexible = version >= 4
  const throttleTimeMs = reader.int32()
  const topics: OffsetForLeaderTopicResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeOffsetForLeaderTopicResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, topics }
}

export function encodeOffsetForLeaderEpochResponse(writer: Writer, message: OffsetForLeaderEpochResponseInput, version: number): void {
  checkVersion('OffsetForLeaderEpochResponse', version, 2, 4)
  const flexible = version >= 4
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeOffsetForLeaderTopicResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeOffsetForLeaderTopicResult(reader: Reader, version: number): OffsetForLeaderTopicResult {
  const flexible = version >= 4
  const topic = (flexible ? reader.compactString() : reader.string())
  const partitions: EpochEndOffset[] = []
  for (let left = (flexible ? reader.compactArrayCount(19) : reader.arrayCount(18)); left > 0; left--) partitions.push(decodeEpochEndOffset(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { topic, partitions }
}

export function encodeOffsetForLeaderTopicResult(writer: Writer, message: OffsetForLeaderTopicResultInput, version: number): void {
  const flexible = version >= 4
  const topic = message.topic
  if (flexible) writer.compactString(topic)
  else writer.string(topic)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeEpochEndOffset(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeEpochEndOffset(reader: Reader, version: number): EpochEndOffset {
  const flexible = version >= 4
  const errorCode = reader.int16()
  const partition = reader.int32()
  const leaderEpoch = reader.int32()
  const endOffset = reader.int64()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, partition, leaderEpoch, endOffset }
}

export function encodeEpochEndOffset(writer: Writer, message: EpochEndOffsetInput, version: number): void {
  const flexible = version >= 4
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const partition = message.partition
  writer.int32(partition)
  const leaderEpoch = message.leaderEpoch ?? -1
  writer.int32(leaderEpoch)
  const endOffset = message.endOffset ?? -1
  writer.int64(endOffset)
  if (flexible) writer.uvarint(0)
}

export const OffsetForLeaderEpochApi: Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochRequestInput, OffsetForLeaderEpochResponse, OffsetForLeaderEpochResponseInput> = {
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: { min: 2, max: 4 },
  flexibleFrom: 4,
  decodeRequest: decodeOffsetForLeaderEpochRequest,
  encodeRequest: encodeOffsetForLeaderEpochRequest,
  decodeResponse: decodeOffsetForLeaderEpochResponse,
  encodeResponse: encodeOffsetForLeaderEpochResponse
}
