// Generated from src/schema/messages/fetch.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import { INT64_MAX } from '../wire/int64.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface FetchRequest {
  /** v12+, tag 0 */
  readonly clusterId: string | null
  /** v4-14 */
  readonly replicaId: number
  /** v15+, tag 1 */
  readonly replicaState: ReplicaState
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly isolationLevel: number
  /** v7+ */
  readonly sessionId: number
  /** v7+ */
  readonly sessionEpoch: number
  readonly topics: readonly FetchTopic[]
  /** v7+ */
  readonly forgottenTopicsData: readonly ForgottenTopic[]
  /** v11+ */
  readonly rackId: string
}

export interface FetchRequestInput {
  readonly clusterId?: string | null | undefined
  readonly replicaId?: number | undefined
  readonly replicaState?: ReplicaStateInput | undefined
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes?: number | undefined
  readonly isolationLevel?: number | undefined
  readonly sessionId?: number | undefined
  readonly sessionEpoch?: number | undefined
  readonly topics: readonly FetchTopicInput[]
  readonly forgottenTopicsData?: readonly ForgottenTopicInput[] | undefined
  readonly rackId?: string | undefined
}

export interface ReplicaState {
  readonly replicaId: number
  readonly replicaEpoch: number
}

export interface ReplicaStateInput {
  readonly replicaId?: number | undefined
  readonly replicaEpoch?: number | undefined
}

export interface FetchTopic {
  /** v4-12 */
  readonly topic: string
  /** v13+ */
  readonly topicId: string
  readonly partitions: readonly FetchPartition[]
}

export interface FetchTopicInput {
  readonly topic?: string | undefined
  readonly topicId: string
  readonly partitions: readonly FetchPartitionInput[]
}

export interface FetchPartition {
  readonly partition: number
  /** v9+ */
  readonly currentLeaderEpoch: number
  readonly fetchOffset: number
  /** v12+ */
  readonly lastFetchedEpoch: number
  /** v5+ */
  readonly logStartOffset: number
  readonly partitionMaxBytes: number
  /** v17+, tag 0 */
  readonly replicaDirectoryId: string
  /** v18, tag 1 */
  readonly highWatermark: number
}

export interface FetchPartitionInput {
  readonly partition: number
  readonly currentLeaderEpoch?: number | undefined
  readonly fetchOffset: number
  readonly lastFetchedEpoch?: number | undefined
  readonly logStartOffset?: number | undefined
  readonly partitionMaxBytes: number
  readonly replicaDirectoryId?: string | undefined
  readonly highWatermark?: number | undefined
}

export interface ForgottenTopic {
  /** v7-12 */
  readonly topic: string
  /** v13+ */
  readonly topicId: string
  readonly partitions: readonly number[]
}

export interface ForgottenTopicInput {
  readonly topic?: string | undefined
  readonly topicId: string
  readonly partitions: readonly number[]
}

export interface FetchResponse {
  readonly throttleTimeMs: number
  /** v7+ */
  readonly errorCode: number
  /** v7+ */
  readonly sessionId: number
  readonly responses: readonly FetchableTopicResponse[]
  /** v16+, tag 0 */
  readonly nodeEndpoints: readonly NodeEndpoint[]
}

export interface FetchResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly sessionId?: number | undefined
  readonly responses: readonly FetchableTopicResponseInput[]
  readonly nodeEndpoints?: readonly NodeEndpointInput[] | undefined
}

export interface FetchableTopicResponse {
  /** v4-12 */
  readonly topic: string
  /** v13+ */
  readonly topicId: string
  readonly partitions: readonly PartitionData[]
}

export interface FetchableTopicResponseInput {
  readonly topic?: string | undefined
  readonly topicId: string
  readonly partitions: readonly PartitionDataInput[]
}

export interface PartitionData {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly highWatermark: number
  readonly lastStableOffset: number
  /** v5+ */
  readonly logStartOffset: number
  /** v12+, tag 0 */
  readonly divergingEpoch: EpochEndOffset
  /** v12+, tag 1 */
  readonly currentLeader: LeaderIdAndEpoch
  /** v12+, tag 2 */
  readonly snapshotId: SnapshotId
  readonly abortedTransactions: readonly AbortedTransaction[] | null
  /** v11+ */
  readonly preferredReadReplica: number
  readonly records: Buffer | null
}

export interface PartitionDataInput {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly highWatermark: number
  readonly lastStableOffset?: number | undefined
  readonly logStartOffset?: number | undefined
  readonly divergingEpoch?: EpochEndOffsetInput | undefined
  readonly currentLeader?: LeaderIdAndEpochInput | undefined
  readonly snapshotId?: SnapshotIdInput | undefined
  readonly abortedTransactions: readonly AbortedTransactionInput[] | null
  readonly preferredReadReplica?: number | undefined
  readonly records: Buffer | null
}

export interface EpochEndOffset {
  readonly epoch: number
  readonly endOffset: number
}

export interface EpochEndOffsetInput {
  readonly epoch?: number | undefined
  readonly endOffset?: number | undefined
}

export interface LeaderIdAndEpoch {
  readonly leaderId: number
  readonly leaderEpoch: number
}

export interface LeaderIdAndEpochInput {
  readonly leaderId?: number | undefined
  readonly leaderEpoch?: number | undefined
}

export interface SnapshotId {
  readonly endOffset: number
  readonly epoch: number
}

export interface SnapshotIdInput {
  readonly endOffset?: number | undefined
  readonly epoch?: number | undefined
}

export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

export type AbortedTransactionInput = AbortedTransaction

export interface NodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

export interface NodeEndpointInput {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack?: string | null | undefined
}

const DEFAULT_ReplicaState: ReplicaState = {
  replicaId: -1,
  replicaEpoch: -1
}

function isDefaultReplicaState(message: ReplicaStateInput): boolean {
  return !((message.replicaId ?? -1) !== -1) && !((message.replicaEpoch ?? -1) !== -1)
}

const DEFAULT_EpochEndOffset: EpochEndOffset = {
  epoch: -1,
  endOffset: -1
}

function isDefaultEpochEndOffset(message: EpochEndOffsetInput): boolean {
  return !((message.epoch ?? -1) !== -1) && !((message.endOffset ?? -1) !== -1)
}

const DEFAULT_LeaderIdAndEpoch: LeaderIdAndEpoch = {
  leaderId: -1,
  leaderEpoch: -1
}

function isDefaultLeaderIdAndEpoch(message: LeaderIdAndEpochInput): boolean {
  return !((message.leaderId ?? -1) !== -1) && !((message.leaderEpoch ?? -1) !== -1)
}

const DEFAULT_SnapshotId: SnapshotId = {
  endOffset: -1,
  epoch: -1
}

function isDefaultSnapshotId(message: SnapshotIdInput): boolean {
  return !((message.endOffset ?? -1) !== -1) && !((message.epoch ?? -1) !== -1)
}

export function decodeFetchRequest(reader: Reader, version: number): FetchRequest {
  checkVersion('FetchRequest', version, 4, 18)
  const flexible = version >= 12
  let clusterId: string | null = null
  const replicaId: number = version <= 14 ? reader.int32() : -1
  let replicaState: ReplicaState = DEFAULT_ReplicaState
  const maxWaitMs = reader.int32()
  const minBytes = reader.int32()
  const maxBytes = reader.int32()
  const isolationLevel = reader.int8()
  const sessionId: number = version >= 7 ? reader.int32() : 0
  const sessionEpoch: number = version >= 7 ? reader.int32() : -1
  const topics: FetchTopic[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) topics.push(decodeFetchTopic(reader, version))
  const forgottenTopicsData: ForgottenTopic[] = []
  if (version >= 7) for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) forgottenTopicsData.push(decodeForgottenTopic(reader, version))
  const rackId: string = version >= 11 ? (flexible ? reader.compactString() : reader.string()) : ''
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        clusterId = reader.compactNullableString()
        reader.finishTaggedField(end)
        break
      }
      case 1: {
        if (!(version >= 15)) {
          reader.skipTaggedField(end)
          break
        }
        replicaState = decodeReplicaState(reader, version)
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { clusterId, replicaId, replicaState, maxWaitMs, minBytes, maxBytes, isolationLevel, sessionId, sessionEpoch, topics, forgottenTopicsData, rackId }
}

export function encodeFetchRequest(writer: Writer, message: FetchRequestInput, version: number): void {
  checkVersion('FetchRequest', version, 4, 18)
  const flexible = version >= 12
  const clusterId = message.clusterId ?? null
  const replicaId = message.replicaId ?? -1
  if (version <= 14) {
    writer.int32(replicaId)
  } else if (replicaId !== -1) notInVersion('FetchRequest.replicaId', version)
  const replicaState = message.replicaState ?? DEFAULT_ReplicaState
  if (!(version >= 15) && !isDefaultReplicaState(replicaState)) notInVersion('FetchRequest.replicaState', version)
  const maxWaitMs = message.maxWaitMs
  writer.int32(maxWaitMs)
  const minBytes = message.minBytes
  writer.int32(minBytes)
  const maxBytes = message.maxBytes ?? 2147483647
  writer.int32(maxBytes)
  const isolationLevel = message.isolationLevel ?? 0
  writer.int8(isolationLevel)
  const sessionId = message.sessionId ?? 0
  if (version >= 7) {
    writer.int32(sessionId)
  }
  const sessionEpoch = message.sessionEpoch ?? -1
  if (version >= 7) {
    writer.int32(sessionEpoch)
  }
  const topics = message.topics
  if (flexible) writer.compactArrayCount(topics.length)
  else writer.arrayCount(topics.length)
  for (const element of topics) encodeFetchTopic(writer, element, version)
  const forgottenTopicsData = message.forgottenTopicsData ?? []
  if (version >= 7) {
    if (flexible) writer.compactArrayCount(forgottenTopicsData.length)
    else writer.arrayCount(forgottenTopicsData.length)
    for (const element of forgottenTopicsData) encodeForgottenTopic(writer, element, version)
  } else if (forgottenTopicsData.length !== 0) notInVersion('FetchRequest.forgottenTopicsData', version)
  const rackId = message.rackId ?? ''
  if (version >= 11) {
    if (flexible) writer.compactString(rackId)
    else writer.string(rackId)
  }
  if (flexible) {
    const hasClusterId = clusterId !== null
    const hasReplicaState = version >= 15 && !isDefaultReplicaState(replicaState)
    writer.uvarint((hasClusterId ? 1 : 0) + (hasReplicaState ? 1 : 0))
    if (hasClusterId) {
      const start = writer.beginTaggedField(0)
      writer.compactNullableString(clusterId)
      writer.finishTaggedField(start)
    }
    if (hasReplicaState) {
      const start = writer.beginTaggedField(1)
      encodeReplicaState(writer, replicaState, version)
      writer.finishTaggedField(start)
    }
  }
}

export function decodeReplicaState(reader: Reader, _version: number): ReplicaState {
  const replicaId = reader.int32()
  const replicaEpoch = reader.int64()
  reader.skipTaggedFields()
  return { replicaId, replicaEpoch }
}

export function encodeReplicaState(writer: Writer, message: ReplicaStateInput, _version: number): void {
  const replicaId = message.replicaId ?? -1
  writer.int32(replicaId)
  const replicaEpoch = message.replicaEpoch ?? -1
  writer.int64(replicaEpoch)
  writer.uvarint(0)
}

export function decodeFetchTopic(reader: Reader, version: number): FetchTopic {
  const flexible = version >= 12
  const topic: string = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId: string = version >= 13 ? reader.uuid() : ZERO_TOPIC_ID
  const partitions: FetchPartition[] = []
  for (let left = (flexible ? reader.compactArrayCount(33) : reader.arrayCount(16)); left > 0; left--) partitions.push(decodeFetchPartition(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { topic, topicId, partitions }
}

export function encodeFetchTopic(writer: Writer, message: FetchTopicInput, version: number): void {
  const flexible = version >= 12
  const topic = message.topic ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(topic)
    else writer.string(topic)
  }
  const topicId = message.topicId
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodeFetchPartition(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeFetchPartition(reader: Reader, version: number): FetchPartition {
  const flexible = version >= 12
  const partition = reader.int32()
  const currentLeaderEpoch: number = version >= 9 ? reader.int32() : -1
  const fetchOffset = reader.int64()
  const lastFetchedEpoch: number = version >= 12 ? reader.int32() : -1
  const logStartOffset: number = version >= 5 ? reader.int64() : -1
  const partitionMaxBytes = reader.int32()
  let replicaDirectoryId: string = ZERO_TOPIC_ID
  let highWatermark: number = INT64_MAX
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        if (!(version >= 17)) {
          reader.skipTaggedField(end)
          break
        }
        replicaDirectoryId = reader.uuid()
        reader.finishTaggedField(end)
        break
      }
      case 1: {
        if (!(version >= 18)) {
          reader.skipTaggedField(end)
          break
        }
        highWatermark = reader.int64()
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, logStartOffset, partitionMaxBytes, replicaDirectoryId, highWatermark }
}

export function encodeFetchPartition(writer: Writer, message: FetchPartitionInput, version: number): void {
  const flexible = version >= 12
  const partition = message.partition
  writer.int32(partition)
  const currentLeaderEpoch = message.currentLeaderEpoch ?? -1
  if (version >= 9) {
    writer.int32(currentLeaderEpoch)
  }
  const fetchOffset = message.fetchOffset
  writer.int64(fetchOffset)
  const lastFetchedEpoch = message.lastFetchedEpoch ?? -1
  if (version >= 12) {
    writer.int32(lastFetchedEpoch)
  } else if (lastFetchedEpoch !== -1) notInVersion('FetchPartition.lastFetchedEpoch', version)
  const logStartOffset = message.logStartOffset ?? -1
  if (version >= 5) {
    writer.int64(logStartOffset)
  }
  const partitionMaxBytes = message.partitionMaxBytes
  writer.int32(partitionMaxBytes)
  const replicaDirectoryId = message.replicaDirectoryId ?? ZERO_TOPIC_ID
  const highWatermark = message.highWatermark ?? INT64_MAX
  if (flexible) {
    const hasReplicaDirectoryId = version >= 17 && replicaDirectoryId !== ZERO_TOPIC_ID
    const hasHighWatermark = version >= 18 && highWatermark !== INT64_MAX
    writer.uvarint((hasReplicaDirectoryId ? 1 : 0) + (hasHighWatermark ? 1 : 0))
    if (hasReplicaDirectoryId) {
      const start = writer.beginTaggedField(0)
      writer.uuid(replicaDirectoryId)
      writer.finishTaggedField(start)
    }
    if (hasHighWatermark) {
      const start = writer.beginTaggedField(1)
      writer.int64(highWatermark)
      writer.finishTaggedField(start)
    }
  }
}

export function decodeForgottenTopic(reader: Reader, version: number): ForgottenTopic {
  const flexible = version >= 12
  const topic: string = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId: string = version >= 13 ? reader.uuid() : ZERO_TOPIC_ID
  const partitions: number[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) partitions.push(reader.int32())
  if (flexible) reader.skipTaggedFields()
  return { topic, topicId, partitions }
}

export function encodeForgottenTopic(writer: Writer, message: ForgottenTopicInput, version: number): void {
  const flexible = version >= 12
  const topic = message.topic ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(topic)
    else writer.string(topic)
  }
  const topicId = message.topicId
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  if (flexible) writer.uvarint(0)
}

export function decodeFetchResponse(reader: Reader, version: number): FetchResponse {
  checkVersion('FetchResponse', version, 4, 18)
  const flexible = version >= 12
  const throttleTimeMs = reader.int32()
  const errorCode: number = version >= 7 ? reader.int16() : 0
  const sessionId: number = version >= 7 ? reader.int32() : 0
  const responses: FetchableTopicResponse[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(6)); left > 0; left--) responses.push(decodeFetchableTopicResponse(reader, version))
  let nodeEndpoints: NodeEndpoint[] = []
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        if (!(version >= 16)) {
          reader.skipTaggedField(end)
          break
        }
        nodeEndpoints = []
        for (let left = reader.compactArrayCount(11); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version))
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints }
}

export function encodeFetchResponse(writer: Writer, message: FetchResponseInput, version: number): void {
  checkVersion('FetchResponse', version, 4, 18)
  const flexible = version >= 12
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  if (version >= 7) {
    writer.int16(errorCode)
  }
  const sessionId = message.sessionId ?? 0
  if (version >= 7) {
    writer.int32(sessionId)
  } else if (sessionId !== 0) notInVersion('FetchResponse.sessionId', version)
  const responses = message.responses
  if (flexible) writer.compactArrayCount(responses.length)
  else writer.arrayCount(responses.length)
  for (const element of responses) encodeFetchableTopicResponse(writer, element, version)
  const nodeEndpoints = message.nodeEndpoints ?? []
  if (!(version >= 16) && nodeEndpoints.length !== 0) notInVersion('FetchResponse.nodeEndpoints', version)
  if (flexible) {
    const hasNodeEndpoints = version >= 16 && nodeEndpoints.length !== 0
    writer.uvarint((hasNodeEndpoints ? 1 : 0))
    if (hasNodeEndpoints) {
      const start = writer.beginTaggedField(0)
      writer.compactArrayCount(nodeEndpoints.length)
      for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version)
      writer.finishTaggedField(start)
    }
  }
}

export function decodeFetchableTopicResponse(reader: Reader, version: number): FetchableTopicResponse {
  const flexible = version >= 12
  const topic: string = version <= 12 ? (flexible ? reader.compactString() : reader.string()) : ''
  const topicId: string = version >= 13 ? reader.uuid() : ZERO_TOPIC_ID
  const partitions: PartitionData[] = []
  for (let left = (flexible ? reader.compactArrayCount(37) : reader.arrayCount(30)); left > 0; left--) partitions.push(decodePartitionData(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { topic, topicId, partitions }
}

export function encodeFetchableTopicResponse(writer: Writer, message: FetchableTopicResponseInput, version: number): void {
  const flexible = version >= 12
  const topic = message.topic ?? ''
  if (version <= 12) {
    if (flexible) writer.compactString(topic)
    else writer.string(topic)
  }
  const topicId = message.topicId
  if (version >= 13) {
    writer.uuid(topicId)
  }
  const partitions = message.partitions
  if (flexible) writer.compactArrayCount(partitions.length)
  else writer.arrayCount(partitions.length)
  for (const element of partitions) encodePartitionData(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodePartitionData(reader: Reader, version: number): PartitionData {
  const flexible = version >= 12
  const partitionIndex = reader.int32()
  const errorCode = reader.int16()
  const highWatermark = reader.int64()
  const lastStableOffset = reader.int64()
  const logStartOffset: number = version >= 5 ? reader.int64() : -1
  let divergingEpoch: EpochEndOffset = DEFAULT_EpochEndOffset
  let currentLeader: LeaderIdAndEpoch = DEFAULT_LeaderIdAndEpoch
  let snapshotId: SnapshotId = DEFAULT_SnapshotId
  let abortedTransactions: AbortedTransaction[] | null = []
  {
    const count = (flexible ? reader.compactNullableArrayCount(17) : reader.nullableArrayCount(16))
    if (count < 0) abortedTransactions = null
    else {
      abortedTransactions = []
      for (let left = count; left > 0; left--) abortedTransactions.push(decodeAbortedTransaction(reader, version))
    }
  }
  const preferredReadReplica: number = version >= 11 ? reader.int32() : -1
  const records = (flexible ? reader.compactNullableBytes() : reader.nullableBytes())
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        divergingEpoch = decodeEpochEndOffset(reader, version)
        reader.finishTaggedField(end)
        break
      }
      case 1: {
        currentLeader = decodeLeaderIdAndEpoch(reader, version)
        reader.finishTaggedField(end)
        break
      }
      case 2: {
        snapshotId = decodeSnapshotId(reader, version)
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { partitionIndex, errorCode, highWatermark, lastStableOffset, logStartOffset, divergingEpoch, currentLeader, snapshotId, abortedTransactions, preferredReadReplica, records }
}

export function encodePartitionData(writer: Writer, message: PartitionDataInput, version: number): void {
  const flexible = version >= 12
  const partitionIndex = message.partitionIndex
  writer.int32(partitionIndex)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const highWatermark = message.highWatermark
  writer.int64(highWatermark)
  const lastStableOffset = message.lastStableOffset ?? -1
  writer.int64(lastStableOffset)
  const logStartOffset = message.logStartOffset ?? -1
  if (version >= 5) {
    writer.int64(logStartOffset)
  }
  const divergingEpoch = message.divergingEpoch ?? DEFAULT_EpochEndOffset
  if (!(version >= 12) && !isDefaultEpochEndOffset(divergingEpoch)) notInVersion('PartitionData.divergingEpoch', version)
  const currentLeader = message.currentLeader ?? DEFAULT_LeaderIdAndEpoch
  if (!(version >= 12) && !isDefaultLeaderIdAndEpoch(currentLeader)) notInVersion('PartitionData.currentLeader', version)
  const snapshotId = message.snapshotId ?? DEFAULT_SnapshotId
  if (!(version >= 12) && !isDefaultSnapshotId(snapshotId)) notInVersion('PartitionData.snapshotId', version)
  const abortedTransactions = message.abortedTransactions
  if (flexible) writer.compactArrayCount(abortedTransactions === null ? -1 : abortedTransactions.length)
  else writer.arrayCount(abortedTransactions === null ? -1 : abortedTransactions.length)
  if (abortedTransactions !== null) for (const element of abortedTransactions) encodeAbortedTransaction(writer, element, version)
  const preferredReadReplica = message.preferredReadReplica ?? -1
  if (version >= 11) {
    writer.int32(preferredReadReplica)
  } else if (preferredReadReplica !== -1) notInVersion('PartitionData.preferredReadReplica', version)
  const records = message.records
  if (flexible) writer.compactNullableRecords(records)
  else writer.nullableRecords(records)
  if (flexible) {
    const hasDivergingEpoch = !isDefaultEpochEndOffset(divergingEpoch)
    const hasCurrentLeader = !isDefaultLeaderIdAndEpoch(currentLeader)
    const hasSnapshotId = !isDefaultSnapshotId(snapshotId)
    writer.uvarint((hasDivergingEpoch ? 1 : 0) + (hasCurrentLeader ? 1 : 0) + (hasSnapshotId ? 1 : 0))
    if (hasDivergingEpoch) {
      const start = writer.beginTaggedField(0)
      encodeEpochEndOffset(writer, divergingEpoch, version)
      writer.finishTaggedField(start)
    }
    if (hasCurrentLeader) {
      const start = writer.beginTaggedField(1)
      encodeLeaderIdAndEpoch(writer, currentLeader, version)
      writer.finishTaggedField(start)
    }
    if (hasSnapshotId) {
      const start = writer.beginTaggedField(2)
      encodeSnapshotId(writer, snapshotId, version)
      writer.finishTaggedField(start)
    }
  }
}

export function decodeEpochEndOffset(reader: Reader, _version: number): EpochEndOffset {
  const epoch = reader.int32()
  const endOffset = reader.int64()
  reader.skipTaggedFields()
  return { epoch, endOffset }
}

export function encodeEpochEndOffset(writer: Writer, message: EpochEndOffsetInput, _version: number): void {
  const epoch = message.epoch ?? -1
  writer.int32(epoch)
  const endOffset = message.endOffset ?? -1
  writer.int64(endOffset)
  writer.uvarint(0)
}

export function decodeLeaderIdAndEpoch(reader: Reader, _version: number): LeaderIdAndEpoch {
  const leaderId = reader.int32()
  const leaderEpoch = reader.int32()
  reader.skipTaggedFields()
  return { leaderId, leaderEpoch }
}

export function encodeLeaderIdAndEpoch(writer: Writer, message: LeaderIdAndEpochInput, _version: number): void {
  const leaderId = message.leaderId ?? -1
  writer.int32(leaderId)
  const leaderEpoch = message.leaderEpoch ?? -1
  writer.int32(leaderEpoch)
  writer.uvarint(0)
}

export function decodeSnapshotId(reader: Reader, _version: number): SnapshotId {
  const endOffset = reader.int64()
  const epoch = reader.int32()
  reader.skipTaggedFields()
  return { endOffset, epoch }
}

export function encodeSnapshotId(writer: Writer, message: SnapshotIdInput, _version: number): void {
  const endOffset = message.endOffset ?? -1
  writer.int64(endOffset)
  const epoch = message.epoch ?? -1
  writer.int32(epoch)
  writer.uvarint(0)
}

export function decodeAbortedTransaction(reader: Reader, version: number): AbortedTransaction {
  const flexible = version >= 12
  const producerId = reader.int64()
  const firstOffset = reader.int64()
  if (flexible) reader.skipTaggedFields()
  return { producerId, firstOffset }
}

export function encodeAbortedTransaction(writer: Writer, message: AbortedTransactionInput, version: number): void {
  const flexible = version >= 12
  const producerId = message.producerId
  writer.int64(producerId)
  const firstOffset = message.firstOffset
  writer.int64(firstOffset)
  if (flexible) writer.uvarint(0)
}

export function decodeNodeEndpoint(reader: Reader, _version: number): NodeEndpoint {
  const nodeId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const rack = reader.compactNullableString()
  reader.skipTaggedFields()
  return { nodeId, host, port, rack }
}

export function encodeNodeEndpoint(writer: Writer, message: NodeEndpointInput, _version: number): void {
  const nodeId = message.nodeId
  writer.int32(nodeId)
  const host = message.host
  writer.compactString(host)
  const port = message.port
  writer.int32(port)
  const rack = message.rack ?? null
  writer.compactNullableString(rack)
  writer.uvarint(0)
}

export const FetchApi: Api<FetchRequest, FetchRequestInput, FetchResponse, FetchResponseInput> = {
  key: 1,
  name: 'Fetch',
  versions: { min: 4, max: 18 },
  flexibleFrom: 12,
  decodeRequest: decodeFetchRequest,
  encodeRequest: encodeFetchRequest,
  decodeResponse: decodeFetchResponse,
  encodeResponse: encodeFetchResponse
}
