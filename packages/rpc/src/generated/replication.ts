// Generated from proto/replication.proto by `npm run -w @gregor/rpc generate`. Do not edit.
import type { Reader } from 'protobufjs/minimal.js'
import { codec, type Codec } from '../wire/codec.ts'
import { checkEnd, readBytes, readEnd, readSint64 } from '../wire/wire-reader.ts'
import { sizeBytes, sizeInt32, sizeNested, sizePacked, sizeSint32, sizeSint64, sizeString, sizeUint32, type WireWriter } from '../wire/wire-writer.ts'

export interface FollowerMessage {
  readonly follow: readonly FollowPartition[]
  readonly acknowledge: readonly Acknowledge[]
  /** Handles that the follower follows no longer. */
  readonly unfollow: readonly number[]
  /** The follower's broker epoch: a leader only counts the incarnation that the metadata knows. First message, and on change. */
  readonly brokerEpoch: number
  /** Nothing but a sign of life. */
  readonly heartbeat: boolean
}
export interface FollowerMessageInput {
  readonly follow?: readonly FollowPartitionInput[] | undefined
  readonly acknowledge?: readonly AcknowledgeInput[] | undefined
  readonly unfollow?: readonly number[] | undefined
  readonly brokerEpoch?: number | undefined
  readonly heartbeat?: boolean | undefined
}
function sizeFollowerMessage(message: FollowerMessageInput): number {
  let size = 0
  for (const one of message.follow ?? []) size += 1 + sizeNested(sizeFollowPartition(one))
  for (const one of message.acknowledge ?? []) size += 1 + sizeNested(sizeAcknowledge(one))
  if (message.unfollow !== undefined && message.unfollow.length > 0) size += 1 + sizeNested(sizePacked(message.unfollow, sizeUint32))
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) size += 1 + sizeSint64(message.brokerEpoch)
  if (message.heartbeat !== undefined && message.heartbeat !== false) size += 1 + 1
  return size
}
function writeFollowerMessage(message: FollowerMessageInput, writer: WireWriter): void {
  for (const one of message.follow ?? []) {
    writer.uint32(10).uint32(sizeFollowPartition(one))
    writeFollowPartition(one, writer)
  }
  for (const one of message.acknowledge ?? []) {
    writer.uint32(18).uint32(sizeAcknowledge(one))
    writeAcknowledge(one, writer)
  }
  if (message.unfollow !== undefined && message.unfollow.length > 0) {
    writer.uint32(26).uint32(sizePacked(message.unfollow, sizeUint32))
    for (const one of message.unfollow) writer.uint32(one)
  }
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) {
    writer.uint32(32).sint64(message.brokerEpoch)
  }
  if (message.heartbeat !== undefined && message.heartbeat !== false) {
    writer.uint32(40).bool(message.heartbeat)
  }
}
function readFollowerMessage(reader: Reader, end: number): FollowerMessage {
  const follow: FollowPartition[] = []
  const acknowledge: Acknowledge[] = []
  const unfollow: number[] = []
  let brokerEpoch = 0
  let heartbeat = false
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        follow.push(readFollowPartition(reader, readEnd(reader)))
        break
      case 18:
        acknowledge.push(readAcknowledge(reader, readEnd(reader)))
        break
      case 24:
        unfollow.push(reader.uint32())
        break
      case 26:
        for (const stop = readEnd(reader); reader.pos < stop; ) unfollow.push(reader.uint32())
        break
      case 32:
        brokerEpoch = readSint64(reader)
        break
      case 40:
        heartbeat = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { follow, acknowledge, unfollow, brokerEpoch, heartbeat }
}
export const FollowerMessage: Codec<FollowerMessage, FollowerMessageInput> = codec({ size: sizeFollowerMessage, write: writeFollowerMessage, read: readFollowerMessage })

/** (Re)starts a partition on the stream: pushes for an earlier `session` of the handle are to be ignored. */
export interface FollowPartition {
  readonly handle: number
  readonly session: number
  readonly topicId: string
  readonly partition: number
  /** The leader epoch in which the follower follows. */
  readonly leaderEpoch: number
  readonly logEndOffset: number
  /** The latest epoch that the follower knows, one without records included; -1 = none. */
  readonly lastEpoch: number
  readonly logStartOffset: number
  readonly flushedOffset: number
}
export interface FollowPartitionInput {
  readonly handle?: number | undefined
  readonly session?: number | undefined
  readonly topicId?: string | undefined
  readonly partition?: number | undefined
  readonly leaderEpoch?: number | undefined
  readonly logEndOffset?: number | undefined
  readonly lastEpoch?: number | undefined
  readonly logStartOffset?: number | undefined
  readonly flushedOffset?: number | undefined
}
function sizeFollowPartition(message: FollowPartitionInput): number {
  let size = 0
  if (message.handle !== undefined && message.handle !== 0) size += 1 + sizeUint32(message.handle)
  if (message.session !== undefined && message.session !== 0) size += 1 + sizeUint32(message.session)
  if (message.topicId !== undefined && message.topicId !== '') size += 1 + sizeString(message.topicId)
  if (message.partition !== undefined && message.partition !== 0) size += 1 + sizeInt32(message.partition)
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) size += 1 + sizeSint32(message.leaderEpoch)
  if (message.logEndOffset !== undefined && message.logEndOffset !== 0) size += 1 + sizeSint64(message.logEndOffset)
  if (message.lastEpoch !== undefined && message.lastEpoch !== 0) size += 1 + sizeSint32(message.lastEpoch)
  if (message.logStartOffset !== undefined && message.logStartOffset !== 0) size += 1 + sizeSint64(message.logStartOffset)
  if (message.flushedOffset !== undefined && message.flushedOffset !== 0) size += 1 + sizeSint64(message.flushedOffset)
  return size
}
function writeFollowPartition(message: FollowPartitionInput, writer: WireWriter): void {
  if (message.handle !== undefined && message.handle !== 0) {
    writer.uint32(8).uint32(message.handle)
  }
  if (message.session !== undefined && message.session !== 0) {
    writer.uint32(16).uint32(message.session)
  }
  if (message.topicId !== undefined && message.topicId !== '') {
    writer.uint32(26).string(message.topicId)
  }
  if (message.partition !== undefined && message.partition !== 0) {
    writer.uint32(32).int32(message.partition)
  }
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) {
    writer.uint32(40).sint32(message.leaderEpoch)
  }
  if (message.logEndOffset !== undefined && message.logEndOffset !== 0) {
    writer.uint32(48).sint64(message.logEndOffset)
  }
  if (message.lastEpoch !== undefined && message.lastEpoch !== 0) {
    writer.uint32(56).sint32(message.lastEpoch)
  }
  if (message.logStartOffset !== undefined && message.logStartOffset !== 0) {
    writer.uint32(64).sint64(message.logStartOffset)
  }
  if (message.flushedOffset !== undefined && message.flushedOffset !== 0) {
    writer.uint32(72).sint64(message.flushedOffset)
  }
}
function readFollowPartition(reader: Reader, end: number): FollowPartition {
  let handle = 0
  let session = 0
  let topicId = ''
  let partition = 0
  let leaderEpoch = 0
  let logEndOffset = 0
  let lastEpoch = 0
  let logStartOffset = 0
  let flushedOffset = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        handle = reader.uint32()
        break
      case 16:
        session = reader.uint32()
        break
      case 26:
        topicId = reader.string()
        break
      case 32:
        partition = reader.int32()
        break
      case 40:
        leaderEpoch = reader.sint32()
        break
      case 48:
        logEndOffset = readSint64(reader)
        break
      case 56:
        lastEpoch = reader.sint32()
        break
      case 64:
        logStartOffset = readSint64(reader)
        break
      case 72:
        flushedOffset = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { handle, session, topicId, partition, leaderEpoch, logEndOffset, lastEpoch, logStartOffset, flushedOffset }
}
export const FollowPartition: Codec<FollowPartition, FollowPartitionInput> = codec({ size: sizeFollowPartition, write: writeFollowPartition, read: readFollowPartition })

export interface Acknowledge {
  readonly handle: number
  readonly session: number
  /** Everything below is durable on the follower (or written, when the topic does not flush before acknowledging). */
  readonly flushedOffset: number
  readonly logStartOffset: number
}
export interface AcknowledgeInput {
  readonly handle?: number | undefined
  readonly session?: number | undefined
  readonly flushedOffset?: number | undefined
  readonly logStartOffset?: number | undefined
}
function sizeAcknowledge(message: AcknowledgeInput): number {
  let size = 0
  if (message.handle !== undefined && message.handle !== 0) size += 1 + sizeUint32(message.handle)
  if (message.session !== undefined && message.session !== 0) size += 1 + sizeUint32(message.session)
  if (message.flushedOffset !== undefined && message.flushedOffset !== 0) size += 1 + sizeSint64(message.flushedOffset)
  if (message.logStartOffset !== undefined && message.logStartOffset !== 0) size += 1 + sizeSint64(message.logStartOffset)
  return size
}
function writeAcknowledge(message: AcknowledgeInput, writer: WireWriter): void {
  if (message.handle !== undefined && message.handle !== 0) {
    writer.uint32(8).uint32(message.handle)
  }
  if (message.session !== undefined && message.session !== 0) {
    writer.uint32(16).uint32(message.session)
  }
  if (message.flushedOffset !== undefined && message.flushedOffset !== 0) {
    writer.uint32(24).sint64(message.flushedOffset)
  }
  if (message.logStartOffset !== undefined && message.logStartOffset !== 0) {
    writer.uint32(32).sint64(message.logStartOffset)
  }
}
function readAcknowledge(reader: Reader, end: number): Acknowledge {
  let handle = 0
  let session = 0
  let flushedOffset = 0
  let logStartOffset = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        handle = reader.uint32()
        break
      case 16:
        session = reader.uint32()
        break
      case 24:
        flushedOffset = readSint64(reader)
        break
      case 32:
        logStartOffset = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { handle, session, flushedOffset, logStartOffset }
}
export const Acknowledge: Codec<Acknowledge, AcknowledgeInput> = codec({ size: sizeAcknowledge, write: writeAcknowledge, read: readAcknowledge })

export interface LeaderMessage {
  readonly push: readonly Push[]
  readonly heartbeat: boolean
}
export interface LeaderMessageInput {
  readonly push?: readonly PushInput[] | undefined
  readonly heartbeat?: boolean | undefined
}
function sizeLeaderMessage(message: LeaderMessageInput): number {
  let size = 0
  for (const one of message.push ?? []) size += 1 + sizeNested(sizePush(one))
  if (message.heartbeat !== undefined && message.heartbeat !== false) size += 1 + 1
  return size
}
function writeLeaderMessage(message: LeaderMessageInput, writer: WireWriter): void {
  for (const one of message.push ?? []) {
    writer.uint32(10).uint32(sizePush(one))
    writePush(one, writer)
  }
  if (message.heartbeat !== undefined && message.heartbeat !== false) {
    writer.uint32(16).bool(message.heartbeat)
  }
}
function readLeaderMessage(reader: Reader, end: number): LeaderMessage {
  const push: Push[] = []
  let heartbeat = false
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        push.push(readPush(reader, readEnd(reader)))
        break
      case 16:
        heartbeat = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { push, heartbeat }
}
export const LeaderMessage: Codec<LeaderMessage, LeaderMessageInput> = codec({ size: sizeLeaderMessage, write: writeLeaderMessage, read: readLeaderMessage })

export interface Push {
  readonly handle: number
  readonly session: number
  /** Leader epoch of the sender for this partition. */
  readonly leaderEpoch: number
  /** Whole record batches, back to back; the first starts at the follower's log end offset. Empty: only the high watermark. */
  readonly records: Buffer | undefined
  /** The logs differ: truncate and follow anew. */
  readonly divergence: Divergence | undefined
  /** The follower's end is below the leader's log start: empty the log, restart there, follow anew. */
  readonly resetTo: number | undefined
  /** A Kafka error code: not leader, unknown topic, fenced or unknown leader epoch … */
  readonly errorCode: number | undefined
  readonly highWatermark: number
  readonly logStartOffset: number
}
export interface PushInput {
  readonly handle?: number | undefined
  readonly session?: number | undefined
  readonly leaderEpoch?: number | undefined
  readonly records?: Uint8Array | undefined
  readonly divergence?: DivergenceInput | undefined
  readonly resetTo?: number | undefined
  readonly errorCode?: number | undefined
  readonly highWatermark?: number | undefined
  readonly logStartOffset?: number | undefined
}
function sizePush(message: PushInput): number {
  let size = 0
  if (message.handle !== undefined && message.handle !== 0) size += 1 + sizeUint32(message.handle)
  if (message.session !== undefined && message.session !== 0) size += 1 + sizeUint32(message.session)
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) size += 1 + sizeSint32(message.leaderEpoch)
  if (message.records !== undefined) size += 1 + sizeBytes(message.records)
  if (message.divergence !== undefined) size += 1 + sizeNested(sizeDivergence(message.divergence))
  if (message.resetTo !== undefined) size += 1 + sizeSint64(message.resetTo)
  if (message.errorCode !== undefined) size += 1 + sizeInt32(message.errorCode)
  if (message.highWatermark !== undefined && message.highWatermark !== 0) size += 1 + sizeSint64(message.highWatermark)
  if (message.logStartOffset !== undefined && message.logStartOffset !== 0) size += 1 + sizeSint64(message.logStartOffset)
  return size
}
function writePush(message: PushInput, writer: WireWriter): void {
  if (message.handle !== undefined && message.handle !== 0) {
    writer.uint32(8).uint32(message.handle)
  }
  if (message.session !== undefined && message.session !== 0) {
    writer.uint32(16).uint32(message.session)
  }
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) {
    writer.uint32(24).sint32(message.leaderEpoch)
  }
  if (message.records !== undefined) {
    writer.uint32(34).bytes(message.records)
  }
  if (message.divergence !== undefined) {
    writer.uint32(42).uint32(sizeDivergence(message.divergence))
    writeDivergence(message.divergence, writer)
  }
  if (message.resetTo !== undefined) {
    writer.uint32(48).sint64(message.resetTo)
  }
  if (message.errorCode !== undefined) {
    writer.uint32(56).int32(message.errorCode)
  }
  if (message.highWatermark !== undefined && message.highWatermark !== 0) {
    writer.uint32(64).sint64(message.highWatermark)
  }
  if (message.logStartOffset !== undefined && message.logStartOffset !== 0) {
    writer.uint32(72).sint64(message.logStartOffset)
  }
}
function readPush(reader: Reader, end: number): Push {
  let handle = 0
  let session = 0
  let leaderEpoch = 0
  let records: Buffer | undefined
  let divergence: Divergence | undefined
  let resetTo: number | undefined
  let errorCode: number | undefined
  let highWatermark = 0
  let logStartOffset = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        handle = reader.uint32()
        break
      case 16:
        session = reader.uint32()
        break
      case 24:
        leaderEpoch = reader.sint32()
        break
      case 34:
        records = readBytes(reader)
        divergence = resetTo = errorCode = undefined
        break
      case 42:
        divergence = readDivergence(reader, readEnd(reader))
        records = resetTo = errorCode = undefined
        break
      case 48:
        resetTo = readSint64(reader)
        records = divergence = errorCode = undefined
        break
      case 56:
        errorCode = reader.int32()
        records = divergence = resetTo = undefined
        break
      case 64:
        highWatermark = readSint64(reader)
        break
      case 72:
        logStartOffset = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { handle, session, leaderEpoch, records, divergence, resetTo, errorCode, highWatermark, logStartOffset }
}
export const Push: Codec<Push, PushInput> = codec({ size: sizePush, write: writePush, read: readPush })

export interface Divergence {
  /** The leader's largest epoch not above the follower's last, and where it ends there (KIP-279, KIP-595). */
  readonly epoch: number
  readonly endOffset: number
}
export interface DivergenceInput {
  readonly epoch?: number | undefined
  readonly endOffset?: number | undefined
}
function sizeDivergence(message: DivergenceInput): number {
  let size = 0
  if (message.epoch !== undefined && message.epoch !== 0) size += 1 + sizeSint32(message.epoch)
  if (message.endOffset !== undefined && message.endOffset !== 0) size += 1 + sizeSint64(message.endOffset)
  return size
}
function writeDivergence(message: DivergenceInput, writer: WireWriter): void {
  if (message.epoch !== undefined && message.epoch !== 0) {
    writer.uint32(8).sint32(message.epoch)
  }
  if (message.endOffset !== undefined && message.endOffset !== 0) {
    writer.uint32(16).sint64(message.endOffset)
  }
}
function readDivergence(reader: Reader, end: number): Divergence {
  let epoch = 0
  let endOffset = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        epoch = reader.sint32()
        break
      case 16:
        endOffset = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { epoch, endOffset }
}
export const Divergence: Codec<Divergence, DivergenceInput> = codec({ size: sizeDivergence, write: writeDivergence, read: readDivergence })

/**
 * One stream per (follower, leader) pair carries all partitions that the one follows at the other. The follower states
 * where its logs end; the leader answers with the point of divergence or starts to push. Acknowledgements carry the
 * follower's flushed end offsets. Partitions are named by a handle that the follower chooses per stream.
 */
export const ReplicationService = {
  follow: {
    path: '/gregor.replication.Replication/Follow',
    request: FollowerMessage,
    response: LeaderMessage
  }
} as const
