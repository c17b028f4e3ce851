// Generated from src/schema/messages/alter-replica-log-dirs.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterReplicaLogDirsRequest {
  readonly dirs: readonly AlterReplicaLogDir[]
}

export type AlterReplicaLogDirsRequestInput = AlterReplicaLogDirsRequest

export interface AlterReplicaLogDir {
  readonly path: string
  readonly topics: readonly AlterReplicaLogDirTopic[]
}

export type AlterReplicaLogDirInput = AlterReplicaLogDir

export interface AlterReplicaLogDirTopic {
  readonly name: string
  readonly partitions: readonly number[]
}

export type AlterReplicaLogDirTopicInput = AlterReplicaLogDirTopic

export interface AlterReplicaLogDirsResponse {
  readonly throttleTimeMs: number
  readonly results: readonly AlterReplicaLogDirTopicResult[]
}

export interface AlterReplicaLogDirsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly results: readonly AlterReplicaLogDirTopicResultInput[]
}

export interface AlterReplicaLogDirTopicResult {
  readonly topicName: string
  readonly partitions: readonly AlterReplicaLogDirPartitionResult[]
}

export type AlterReplicaLogDirTopicResultInput = AlterReplicaLogDirTopicResult

export interface AlterReplicaLogDirPartitionResult {
  readonly partitionIndex: number
  readonly errorCode: number
}

export type AlterReplicaLogDirPartitionResultInput = AlterReplicaLogDirPartitionResult

export function decodeAlterReplicaLogDirsRequest(reader: Reader, version: number): AlterReplicaLogDirsRequest {
  checkVersion('AlterReplicaLogDirsRequest', version, 1, 2)
  const flexible = version >= 2
  const dirs: AlterReplicaLogDir[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) dirs.push(decodeAlterReplicaLogDir(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { dirs }
}

export function encodeAlterReplicaLogDirsRequest(writer: Writer, message: AlterReplicaLogDirsRequestInput, version: number): void {
  checkVersion('AlterReplicaLogDirsRequest', version, 1, 2)
  const flexible = version >= 2
  const dirs = message.dirs
  if (flexible) writer.compactArrayCount(dirs.length)
  else writer.arrayCount(dirs.length)
  for (const element of dirs) encodeAlterReplicaLogDir(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterReplicaLogDir(reader: Reader, version: number): AlterReplicaLogDir {
  const flexible = version >= 2
  const path = (flexible ? reader.compactString() : reader.string())
  const topics: AlterReplicaLogDirTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeAlterReplicaLogDirTopic(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { path, topics }
}

export function encodeAlterReplicaLogDir(writer: Writer, message: AlterReplicaLogDirInput, version: number): void {
  const flexible = version >= 2
  const path = message.path
  if (flexible) writer.compactString(path)
  else writer.string(path)
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeAlterReplicaLogDirTopic(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterReplicaLogDirTopic(reader: Reader, version: number): AlterReplicaLogDirTopic {
  const flexible = version >= 2
  const name = (flexible ? reader.compactString() : reader.string())
  const partitions: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) partitions.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { name, partitions }
}

export function encodeAlterReplicaLogDirTopic(writer: Writer, message: AlterReplicaLogDirTopicInput, version: number): void {
  const flexible = version >= 2
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterReplicaLogDirsResponse(reader: Reader, version: number): AlterReplicaLogDirsResponse {
  checkVersion('AlterReplicaLogDirsResponse', version, 1, 2)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const results: AlterReplicaLogDirTopicResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) results.push(decodeAlterReplicaLogDirTopicResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeAlterReplicaLogDirsResponse(writer: Writer, message: AlterReplicaLogDirsResponseInput, version: number): void {
  checkVersion('AlterReplicaLogDirsResponse', version, 1, 2)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const results = message.results
  if (flexible) writer.compactArrayCount(results.length)
  else writer.arrayCount(results.length)
  for (const element of results) encodeAlterReplicaLogDirTopicResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterReplicaLogDirTopicResult(reader: Reader, version: number): AlterReplicaLogDirTopicResult {
  const flexible = version >= 2
  const topicName = (flexible ? reader.compactString() : reader.string())
  const partitions: AlterReplicaLogDirPartitionResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(7) : reader.arrayCount(6)); left > 0; left--) partitions.push(decodeAlterReplicaLogDirPartitionResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { topicName, partitions }
}

export function encodeAlterReplicaLogDirTopicResult(writer: Writer, message: AlterReplicaLogDirTopicResultInput, version: number): void {
  const flexible = version >= 2
  const topicName = message.topicName
  if (flexible) writer.compactString(topicName)
  else writer.string(topicName)
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeAlterReplicaLogDirPartitionResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterReplicaLogDirPartitionResult(reader: Reader, version: number): AlterReplicaLogDirPartitionResult {
  const flexible = version >= 2
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { partitionIndex, errorCode }
}

export function encodeAlterReplicaLogDirPartitionResult(writer: Writer, message: AlterReplicaLogDirPartitionResultInput, version: number): void {
  const flexible = version >= 2
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  if (flexible) writer.uvarint(0)
}

export const AlterReplicaLogDirsApi: Api<AlterReplicaLogDirsRequest, AlterReplicaLogDirsRequestInput, AlterReplicaLogDirsResponse, AlterReplicaLogDirsResponseInput> = {
  key: 34,
  name: 'AlterReplicaLogDirs',
  versions: { min: 1, max: 2 },
  flexibleFrom: 2,
  decodeRequest: decodeAlterReplicaLogDirsRequest,
  encodeRequest: encodeAlterReplicaLogDirsRequest,
  decodeResponse: decodeAlterReplicaLogDirsResponse,
  encodeResponse: encodeAlterReplicaLogDirsResponse
}
