// Generated from proto/raft.proto by `npm run -w @gregor/rpc generate`. Do not edit.
import type { Reader } from 'protobufjs/minimal.js'
import { codec, type Codec } from '../wire/codec.ts'
import { checkEnd, noBytes, readBytes, readEnd, readSint64 } from '../wire/wire-reader.ts'
import { sizeBytes, sizeInt32, sizeNested, sizePacked, sizeSint64, type WireWriter } from '../wire/wire-writer.ts'

export const EntryKind = {
  ENTRY_KIND_NORMAL: 0,
  ENTRY_KIND_CONFIG: 1,
  ENTRY_KIND_EMPTY: 2
} as const
/** Any number: a newer peer may know more. */
export type EntryKind = number

export interface RaftBatch {
  readonly messages: readonly RaftMessage[]
}
export interface RaftBatchInput {
  readonly messages?: readonly RaftMessageInput[] | undefined
}
function sizeRaftBatch(message: RaftBatchInput): number {
  let size = 0
  for (const one of message.messages ?? []) size += 1 + sizeNested(sizeRaftMessage(one))
  return size
}
function writeRaftBatch(message: RaftBatchInput, writer: WireWriter): void {
  for (const one of message.messages ?? []) {
    writer.uint32(10).uint32(sizeRaftMessage(one))
    writeRaftMessage(one, writer)
  }
}
function readRaftBatch(reader: Reader, end: number): RaftBatch {
  const messages: RaftMessage[] = []
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        messages.push(readRaftMessage(reader, readEnd(reader)))
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { messages }
}
export const RaftBatch: Codec<RaftBatch, RaftBatchInput> = codec({ size: sizeRaftBatch, write: writeRaftBatch, read: readRaftBatch })

export interface RaftMessage {
  readonly from: number
  readonly to: number
  /** The sender's term; in a pre-vote (and its granting answer) the term that the sender would campaign in. */
  readonly term: number
  readonly preVote: VoteRequest | undefined
  readonly preVoteResponse: VoteReply | undefined
  readonly vote: VoteRequest | undefined
  readonly voteResponse: VoteReply | undefined
  readonly append: Append | undefined
  readonly appendResponse: AppendReply | undefined
  readonly heartbeat: LeaderHeartbeat | undefined
  readonly heartbeatResponse: LeaderHeartbeatReply | undefined
  readonly snapshotChunk: SnapshotChunk | undefined
  readonly timeoutNow: TimeoutNow | undefined
  readonly readIndex: ReadIndex | undefined
  readonly readIndexResponse: ReadIndexReply | undefined
}
export interface RaftMessageInput {
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly term?: number | undefined
  readonly preVote?: VoteRequestInput | undefined
  readonly preVoteResponse?: VoteReplyInput | undefined
  readonly vote?: VoteRequestInput | undefined
  readonly voteResponse?: VoteReplyInput | undefined
  readonly append?: AppendInput | undefined
  readonly appendResponse?: AppendReplyInput | undefined
  readonly heartbeat?: LeaderHeartbeatInput | undefined
  readonly heartbeatResponse?: LeaderHeartbeatReplyInput | undefined
  readonly snapshotChunk?: SnapshotChunkInput | undefined
  readonly timeoutNow?: TimeoutNowInput | undefined
  readonly readIndex?: ReadIndexInput | undefined
  readonly readIndexResponse?: ReadIndexReplyInput | undefined
}
function sizeRaftMessage(message: RaftMessageInput): number {
  let size = 0
  if (message.from !== undefined && message.from !== 0) size += 1 + sizeInt32(message.from)
  if (message.to !== undefined && message.to !== 0) size += 1 + sizeInt32(message.to)
  if (message.term !== undefined && message.term !== 0) size += 1 + sizeSint64(message.term)
  if (message.preVote !== undefined) size += 1 + sizeNested(sizeVoteRequest(message.preVote))
  if (message.preVoteResponse !== undefined) size += 1 + sizeNested(sizeVoteReply(message.preVoteResponse))
  if (message.vote !== undefined) size += 1 + sizeNested(sizeVoteRequest(message.vote))
  if (message.voteResponse !== undefined) size += 1 + sizeNested(sizeVoteReply(message.voteResponse))
  if (message.append !== undefined) size += 1 + sizeNested(sizeAppend(message.append))
  if (message.appendResponse !== undefined) size += 1 + sizeNested(sizeAppendReply(message.appendResponse))
  if (message.heartbeat !== undefined) size += 1 + sizeNested(sizeLeaderHeartbeat(message.heartbeat))
  if (message.heartbeatResponse !== undefined) size += 1 + sizeNested(sizeLeaderHeartbeatReply(message.heartbeatResponse))
  if (message.snapshotChunk !== undefined) size += 1 + sizeNested(sizeSnapshotChunk(message.snapshotChunk))
  if (message.timeoutNow !== undefined) size += 1 + sizeNested(sizeTimeoutNow(message.timeoutNow))
  if (message.readIndex !== undefined) size += 1 + sizeNested(sizeReadIndex(message.readIndex))
  if (message.readIndexResponse !== undefined) size += 1 + sizeNested(sizeReadIndexReply(message.readIndexResponse))
  return size
}
function writeRaftMessage(message: RaftMessageInput, writer: WireWriter): void {
  if (message.from !== undefined && message.from !== 0) {
    writer.uint32(8).int32(message.from)
  }
  if (message.to !== undefined && message.to !== 0) {
    writer.uint32(16).int32(message.to)
  }
  if (message.term !== undefined && message.term !== 0) {
    writer.uint32(24).sint64(message.term)
  }
  if (message.preVote !== undefined) {
    writer.uint32(34).uint32(sizeVoteRequest(message.preVote))
    writeVoteRequest(message.preVote, writer)
  }
  if (message.preVoteResponse !== undefined) {
    writer.uint32(42).uint32(sizeVoteReply(message.preVoteResponse))
    writeVoteReply(message.preVoteResponse, writer)
  }
  if (message.vote !== undefined) {
    writer.uint32(50).uint32(sizeVoteRequest(message.vote))
    writeVoteRequest(message.vote, writer)
  }
  if (message.voteResponse !== undefined) {
    writer.uint32(58).uint32(sizeVoteReply(message.voteResponse))
    writeVoteReply(message.voteResponse, writer)
  }
  if (message.append !== undefined) {
    writer.uint32(66).uint32(sizeAppend(message.append))
    writeAppend(message.append, writer)
  }
  if (message.appendResponse !== undefined) {
    writer.uint32(74).uint32(sizeAppendReply(message.appendResponse))
    writeAppendReply(message.appendResponse, writer)
  }
  if (message.heartbeat !== undefined) {
    writer.uint32(82).uint32(sizeLeaderHeartbeat(message.heartbeat))
    writeLeaderHeartbeat(message.heartbeat, writer)
  }
  if (message.heartbeatResponse !== undefined) {
    writer.uint32(90).uint32(sizeLeaderHeartbeatReply(message.heartbeatResponse))
    writeLeaderHeartbeatReply(message.heartbeatResponse, writer)
  }
  if (message.snapshotChunk !== undefined) {
    writer.uint32(98).uint32(sizeSnapshotChunk(message.snapshotChunk))
    writeSnapshotChunk(message.snapshotChunk, writer)
  }
  if (message.timeoutNow !== undefined) {
    writer.uint32(106).uint32(sizeTimeoutNow(message.timeoutNow))
    writeTimeoutNow(message.timeoutNow, writer)
  }
  if (message.readIndex !== undefined) {
    writer.uint32(114).uint32(sizeReadIndex(message.readIndex))
    writeReadIndex(message.readIndex, writer)
  }
  if (message.readIndexResponse !== undefined) {
    writer.uint32(122).uint32(sizeReadIndexReply(message.readIndexResponse))
    writeReadIndexReply(message.readIndexResponse, writer)
  }
}
function readRaftMessage(reader: Reader, end: number): RaftMessage {
  let from = 0
  let to = 0
  let term = 0
  let preVote: VoteRequest | undefined
  let preVoteResponse: VoteReply | undefined
  let vote: VoteRequest | undefined
  let voteResponse: VoteReply | undefined
  let append: Append | undefined
  let appendResponse: AppendReply | undefined
  let heartbeat: LeaderHeartbeat | undefined
  let heartbeatResponse: LeaderHeartbeatReply | undefined
  let snapshotChunk: SnapshotChunk | undefined
  let timeoutNow: TimeoutNow | undefined
  let readIndex: ReadIndex | undefined
  let readIndexResponse: ReadIndexReply | undefined
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        from = reader.int32()
        break
      case 16:
        to = reader.int32()
        break
      case 24:
        term = readSint64(reader)
        break
      case 34:
        preVote = readVoteRequest(reader, readEnd(reader))
        preVoteResponse = vote = voteResponse = append = appendResponse = heartbeat = heartbeatResponse = snapshotChunk = timeoutNow = readIndex = readIndexResponse = undefined
        break
      case 42:
        preVoteResponse = readVoteReply(reader, readEnd(reader))
        preVote = vote = voteResponse = append = appendResponse = heartbeat = heartbeatResponse = snapshotChunk = timeoutNow = readIndex = readIndexResponse = undefined
        break
      case 50:
        vote = readVoteRequest(reader, readEnd(reader))
        preVote = preVoteResponse = voteResponse = append = appendResponse = heartbeat = heartbeatResponse = snapshotChunk = timeoutNow = readIndex = readIndexResponse = undefined
        break
      case 58:
        voteResponse = readVoteReply(reader, readEnd(reader))
        preVote = preVoteResponse = vote = append = appendResponse = heartbeat = heartbeatResponse = snapshotChunk = timeoutNow = readIndex = readIndexResponse = undefined
        break
      case 66:
        append = readAppend(reader, readEnd(reader))
        preVote = preVoteResponse = vote = voteResponse = appendResponse = heartbeat = heartbeatResponse = snapshotChunk = timeoutNow = readIndex = readIndexResponse = undefined
        break
      case 74:
        appendResponse = readAppendReply(reader, readEnd(reader))
        preVote = preVoteResponse = vote = voteResponse = append = heartbeat = heartbeatResponse = snapshotChunk = timeoutNow = readIndex = readIndexResponse = undefined
        break
      case 82:
        heartbeat = readLeaderHeartbeat(reader, readEnd(reader))
        preVote = preVoteResponse = vote = voteResponse = append = appendResponse = heartbeatResponse = snapshotChunk = timeoutNow = readIndex = readIndexResponse = undefined
        break
      case 90:
        heartbeatResponse = readLeaderHeartbeatReply(reader, readEnd(reader))
        preVote = preVoteResponse = vote = voteResponse = append = appendResponse = heartbeat = snapshotChunk = timeoutNow = readIndex = readIndexResponse = undefined
        break
      case 98:
        snapshotChunk = readSnapshotChunk(reader, readEnd(reader))
        preVote = preVoteResponse = vote = voteResponse = append = appendResponse = heartbeat = heartbeatResponse = timeoutNow = readIndex = readIndexResponse = undefined
        break
      case 106:
        timeoutNow = readTimeoutNow(reader, readEnd(reader))
        preVote = preVoteResponse = vote = voteResponse = append = appendResponse = heartbeat = heartbeatResponse = snapshotChunk = readIndex = readIndexResponse = undefined
        break
      case 114:
        readIndex = readReadIndex(reader, readEnd(reader))
        preVote = preVoteResponse = vote = voteResponse = append = appendResponse = heartbeat = heartbeatResponse = snapshotChunk = timeoutNow = readIndexResponse = undefined
        break
      case 122:
        readIndexResponse = readReadIndexReply(reader, readEnd(reader))
        preVote = preVoteResponse = vote = voteResponse = append = appendResponse = heartbeat = heartbeatResponse = snapshotChunk = timeoutNow = readIndex = undefined
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { from, to, term, preVote, preVoteResponse, vote, voteResponse, append, appendResponse, heartbeat, heartbeatResponse, snapshotChunk, timeoutNow, readIndex, readIndexResponse }
}
export const RaftMessage: Codec<RaftMessage, RaftMessageInput> = codec({ size: sizeRaftMessage, write: writeRaftMessage, read: readRaftMessage })

export interface VoteRequest {
  readonly lastIndex: number
  readonly lastTerm: number
  /** The leader asked for this election: voters need not wait until they miss it. */
  readonly transfer: boolean
}
export interface VoteRequestInput {
  readonly lastIndex?: number | undefined
  readonly lastTerm?: number | undefined
  readonly transfer?: boolean | undefined
}
function sizeVoteRequest(message: VoteRequestInput): number {
  let size = 0
  if (message.lastIndex !== undefined && message.lastIndex !== 0) size += 1 + sizeSint64(message.lastIndex)
  if (message.lastTerm !== undefined && message.lastTerm !== 0) size += 1 + sizeSint64(message.lastTerm)
  if (message.transfer !== undefined && message.transfer !== false) size += 1 + 1
  return size
}
function writeVoteRequest(message: VoteRequestInput, writer: WireWriter): void {
  if (message.lastIndex !== undefined && message.lastIndex !== 0) {
    writer.uint32(8).sint64(message.lastIndex)
  }
  if (message.lastTerm !== undefined && message.lastTerm !== 0) {
    writer.uint32(16).sint64(message.lastTerm)
  }
  if (message.transfer !== undefined && message.transfer !== false) {
    writer.uint32(24).bool(message.transfer)
  }
}
function readVoteRequest(reader: Reader, end: number): VoteRequest {
  let lastIndex = 0
  let lastTerm = 0
  let transfer = false
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        lastIndex = readSint64(reader)
        break
      case 16:
        lastTerm = readSint64(reader)
        break
      case 24:
        transfer = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { lastIndex, lastTerm, transfer }
}
export const VoteRequest: Codec<VoteRequest, VoteRequestInput> = codec({ size: sizeVoteRequest, write: writeVoteRequest, read: readVoteRequest })

export interface VoteReply {
  readonly granted: boolean
  /** Up to where the voter knows the log to be committed, for a candidate that has fallen behind; 0 = says nothing. */
  readonly commit: number
  readonly commitTerm: number
}
export interface VoteReplyInput {
  readonly granted?: boolean | undefined
  readonly commit?: number | undefined
  readonly commitTerm?: number | undefined
}
function sizeVoteReply(message: VoteReplyInput): number {
  let size = 0
  if (message.granted !== undefined && message.granted !== false) size += 1 + 1
  if (message.commit !== undefined && message.commit !== 0) size += 1 + sizeSint64(message.commit)
  if (message.commitTerm !== undefined && message.commitTerm !== 0) size += 1 + sizeSint64(message.commitTerm)
  return size
}
function writeVoteReply(message: VoteReplyInput, writer: WireWriter): void {
  if (message.granted !== undefined && message.granted !== false) {
    writer.uint32(8).bool(message.granted)
  }
  if (message.commit !== undefined && message.commit !== 0) {
    writer.uint32(16).sint64(message.commit)
  }
  if (message.commitTerm !== undefined && message.commitTerm !== 0) {
    writer.uint32(24).sint64(message.commitTerm)
  }
}
function readVoteReply(reader: Reader, end: number): VoteReply {
  let granted = false
  let commit = 0
  let commitTerm = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        granted = reader.bool()
        break
      case 16:
        commit = readSint64(reader)
        break
      case 24:
        commitTerm = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { granted, commit, commitTerm }
}
export const VoteReply: Codec<VoteReply, VoteReplyInput> = codec({ size: sizeVoteReply, write: writeVoteReply, read: readVoteReply })

export interface Entry {
  readonly index: number
  readonly term: number
  readonly kind: EntryKind
  readonly data: Buffer
}
export interface EntryInput {
  readonly index?: number | undefined
  readonly term?: number | undefined
  readonly kind?: EntryKind | undefined
  readonly data?: Uint8Array | undefined
}
function sizeEntry(message: EntryInput): number {
  let size = 0
  if (message.index !== undefined && message.index !== 0) size += 1 + sizeSint64(message.index)
  if (message.term !== undefined && message.term !== 0) size += 1 + sizeSint64(message.term)
  if (message.kind !== undefined && message.kind !== 0) size += 1 + sizeInt32(message.kind)
  if (message.data !== undefined && message.data.length > 0) size += 1 + sizeBytes(message.data)
  return size
}
function writeEntry(message: EntryInput, writer: WireWriter): void {
  if (message.index !== undefined && message.index !== 0) {
    writer.uint32(8).sint64(message.index)
  }
  if (message.term !== undefined && message.term !== 0) {
    writer.uint32(16).sint64(message.term)
  }
  if (message.kind !== undefined && message.kind !== 0) {
    writer.uint32(24).int32(message.kind)
  }
  if (message.data !== undefined && message.data.length > 0) {
    writer.uint32(34).bytes(message.data)
  }
}
function readEntry(reader: Reader, end: number): Entry {
  let index = 0
  let term = 0
  let kind = 0
  let data: Buffer = noBytes
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        index = readSint64(reader)
        break
      case 16:
        term = readSint64(reader)
        break
      case 24:
        kind = reader.int32()
        break
      case 34:
        data = readBytes(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { index, term, kind, data }
}
export const Entry: Codec<Entry, EntryInput> = codec({ size: sizeEntry, write: writeEntry, read: readEntry })

export interface Append {
  readonly prevIndex: number
  readonly prevTerm: number
  readonly entries: readonly Entry[]
  readonly commit: number
}
export interface AppendInput {
  readonly prevIndex?: number | undefined
  readonly prevTerm?: number | undefined
  readonly entries?: readonly EntryInput[] | undefined
  readonly commit?: number | undefined
}
function sizeAppend(message: AppendInput): number {
  let size = 0
  if (message.prevIndex !== undefined && message.prevIndex !== 0) size += 1 + sizeSint64(message.prevIndex)
  if (message.prevTerm !== undefined && message.prevTerm !== 0) size += 1 + sizeSint64(message.prevTerm)
  for (const one of message.entries ?? []) size += 1 + sizeNested(sizeEntry(one))
  if (message.commit !== undefined && message.commit !== 0) size += 1 + sizeSint64(message.commit)
  return size
}
function writeAppend(message: AppendInput, writer: WireWriter): void {
  if (message.prevIndex !== undefined && message.prevIndex !== 0) {
    writer.uint32(8).sint64(message.prevIndex)
  }
  if (message.prevTerm !== undefined && message.prevTerm !== 0) {
    writer.uint32(16).sint64(message.prevTerm)
  }
  for (const one of message.entries ?? []) {
    writer.uint32(26).uint32(sizeEntry(one))
    writeEntry(one, writer)
  }
  if (message.commit !== undefined && message.commit !== 0) {
    writer.uint32(32).sint64(message.commit)
  }
}
function readAppend(reader: Reader, end: number): Append {
  let prevIndex = 0
  let prevTerm = 0
  const entries: Entry[] = []
  let commit = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        prevIndex = readSint64(reader)
        break
      case 16:
        prevTerm = readSint64(reader)
        break
      case 26:
        entries.push(readEntry(reader, readEnd(reader)))
        break
      case 32:
        commit = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { prevIndex, prevTerm, entries, commit }
}
export const Append: Codec<Append, AppendInput> = codec({ size: sizeAppend, write: writeAppend, read: readAppend })

export interface AppendReply {
  readonly index: number
  readonly reject: boolean
  readonly hintIndex: number
  readonly hintTerm: number
}
export interface AppendReplyInput {
  readonly index?: number | undefined
  readonly reject?: boolean | undefined
  readonly hintIndex?: number | undefined
  readonly hintTerm?: number | undefined
}
function sizeAppendReply(message: AppendReplyInput): number {
  let size = 0
  if (message.index !== undefined && message.index !== 0) size += 1 + sizeSint64(message.index)
  if (message.reject !== undefined && message.reject !== false) size += 1 + 1
  if (message.hintIndex !== undefined && message.hintIndex !== 0) size += 1 + sizeSint64(message.hintIndex)
  if (message.hintTerm !== undefined && message.hintTerm !== 0) size += 1 + sizeSint64(message.hintTerm)
  return size
}
function writeAppendReply(message: AppendReplyInput, writer: WireWriter): void {
  if (message.index !== undefined && message.index !== 0) {
    writer.uint32(8).sint64(message.index)
  }
  if (message.reject !== undefined && message.reject !== false) {
    writer.uint32(16).bool(message.reject)
  }
  if (message.hintIndex !== undefined && message.hintIndex !== 0) {
    writer.uint32(24).sint64(message.hintIndex)
  }
  if (message.hintTerm !== undefined && message.hintTerm !== 0) {
    writer.uint32(32).sint64(message.hintTerm)
  }
}
function readAppendReply(reader: Reader, end: number): AppendReply {
  let index = 0
  let reject = false
  let hintIndex = 0
  let hintTerm = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        index = readSint64(reader)
        break
      case 16:
        reject = reader.bool()
        break
      case 24:
        hintIndex = readSint64(reader)
        break
      case 32:
        hintTerm = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { index, reject, hintIndex, hintTerm }
}
export const AppendReply: Codec<AppendReply, AppendReplyInput> = codec({ size: sizeAppendReply, write: writeAppendReply, read: readAppendReply })

export interface LeaderHeartbeat {
  readonly commit: number
  readonly context: number
}
export interface LeaderHeartbeatInput {
  readonly commit?: number | undefined
  readonly context?: number | undefined
}
function sizeLeaderHeartbeat(message: LeaderHeartbeatInput): number {
  let size = 0
  if (message.commit !== undefined && message.commit !== 0) size += 1 + sizeSint64(message.commit)
  if (message.context !== undefined && message.context !== 0) size += 1 + sizeSint64(message.context)
  return size
}
function writeLeaderHeartbeat(message: LeaderHeartbeatInput, writer: WireWriter): void {
  if (message.commit !== undefined && message.commit !== 0) {
    writer.uint32(8).sint64(message.commit)
  }
  if (message.context !== undefined && message.context !== 0) {
    writer.uint32(16).sint64(message.context)
  }
}
function readLeaderHeartbeat(reader: Reader, end: number): LeaderHeartbeat {
  let commit = 0
  let context = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        commit = readSint64(reader)
        break
      case 16:
        context = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { commit, context }
}
export const LeaderHeartbeat: Codec<LeaderHeartbeat, LeaderHeartbeatInput> = codec({ size: sizeLeaderHeartbeat, write: writeLeaderHeartbeat, read: readLeaderHeartbeat })

export interface LeaderHeartbeatReply {
  readonly context: number
}
export interface LeaderHeartbeatReplyInput {
  readonly context?: number | undefined
}
function sizeLeaderHeartbeatReply(message: LeaderHeartbeatReplyInput): number {
  let size = 0
  if (message.context !== undefined && message.context !== 0) size += 1 + sizeSint64(message.context)
  return size
}
function writeLeaderHeartbeatReply(message: LeaderHeartbeatReplyInput, writer: WireWriter): void {
  if (message.context !== undefined && message.context !== 0) {
    writer.uint32(8).sint64(message.context)
  }
}
function readLeaderHeartbeatReply(reader: Reader, end: number): LeaderHeartbeatReply {
  let context = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        context = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { context }
}
export const LeaderHeartbeatReply: Codec<LeaderHeartbeatReply, LeaderHeartbeatReplyInput> = codec({ size: sizeLeaderHeartbeatReply, write: writeLeaderHeartbeatReply, read: readLeaderHeartbeatReply })

export interface ConfState {
  readonly voters: readonly number[]
  readonly votersOutgoing: readonly number[]
  readonly learners: readonly number[]
  readonly learnersNext: readonly number[]
  readonly autoLeave: boolean
}
export interface ConfStateInput {
  readonly voters?: readonly number[] | undefined
  readonly votersOutgoing?: readonly number[] | undefined
  readonly learners?: readonly number[] | undefined
  readonly learnersNext?: readonly number[] | undefined
  readonly autoLeave?: boolean | undefined
}
function sizeConfState(message: ConfStateInput): number {
  let size = 0
  if (message.voters !== undefined && message.voters.length > 0) size += 1 + sizeNested(sizePacked(message.voters, sizeInt32))
  if (message.votersOutgoing !== undefined && message.votersOutgoing.length > 0) size += 1 + sizeNested(sizePacked(message.votersOutgoing, sizeInt32))
  if (message.learners !== undefined && message.learners.length > 0) size += 1 + sizeNested(sizePacked(message.learners, sizeInt32))
  if (message.learnersNext !== undefined && message.learnersNext.length > 0) size += 1 + sizeNested(sizePacked(message.learnersNext, sizeInt32))
  if (message.autoLeave !== undefined && message.autoLeave !== false) size += 1 + 1
  return size
}
function writeConfState(message: ConfStateInput, writer: WireWriter): void {
  if (message.voters !== undefined && message.voters.length > 0) {
    writer.uint32(10).uint32(sizePacked(message.voters, sizeInt32))
    for (const one of message.voters) writer.int32(one)
  }
  if (message.votersOutgoing !== undefined && message.votersOutgoing.length > 0) {
    writer.uint32(18).uint32(sizePacked(message.votersOutgoing, sizeInt32))
    for (const one of message.votersOutgoing) writer.int32(one)
  }
  if (message.learners !== undefined && message.learners.length > 0) {
    writer.uint32(26).uint32(sizePacked(message.learners, sizeInt32))
    for (const one of message.learners) writer.int32(one)
  }
  if (message.learnersNext !== undefined && message.learnersNext.length > 0) {
    writer.uint32(34).uint32(sizePacked(message.learnersNext, sizeInt32))
    for (const one of message.learnersNext) writer.int32(one)
  }
  if (message.autoLeave !== undefined && message.autoLeave !== false) {
    writer.uint32(40).bool(message.autoLeave)
  }
}
function readConfState(reader: Reader, end: number): ConfState {
  const voters: number[] = []
  const votersOutgoing: number[] = []
  const learners: number[] = []
  const learnersNext: number[] = []
  let autoLeave = false
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        voters.push(reader.int32())
        break
      case 10:
        for (const stop = readEnd(reader); reader.pos < stop; ) voters.push(reader.int32())
        break
      case 16:
        votersOutgoing.push(reader.int32())
        break
      case 18:
        for (const stop = readEnd(reader); reader.pos < stop; ) votersOutgoing.push(reader.int32())
        break
      case 24:
        learners.push(reader.int32())
        break
      case 26:
        for (const stop = readEnd(reader); reader.pos < stop; ) learners.push(reader.int32())
        break
      case 32:
        learnersNext.push(reader.int32())
        break
      case 34:
        for (const stop = readEnd(reader); reader.pos < stop; ) learnersNext.push(reader.int32())
        break
      case 40:
        autoLeave = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { voters, votersOutgoing, learners, learnersNext, autoLeave }
}
export const ConfState: Codec<ConfState, ConfStateInput> = codec({ size: sizeConfState, write: writeConfState, read: readConfState })

/** A piece of a snapshot, which may be of any size. */
export interface SnapshotChunk {
  /** The last entry that the snapshot covers, and the membership there; the same in all chunks. */
  readonly index: number
  readonly term: number
  readonly confState: ConfState | undefined
  readonly data: Buffer
  /** Where data belongs in the snapshot. */
  readonly offset: number
  /** Bytes of the whole snapshot. */
  readonly size: number
}
export interface SnapshotChunkInput {
  readonly index?: number | undefined
  readonly term?: number | undefined
  readonly confState?: ConfStateInput | undefined
  readonly data?: Uint8Array | undefined
  readonly offset?: number | undefined
  readonly size?: number | undefined
}
function sizeSnapshotChunk(message: SnapshotChunkInput): number {
  let size = 0
  if (message.index !== undefined && message.index !== 0) size += 1 + sizeSint64(message.index)
  if (message.term !== undefined && message.term !== 0) size += 1 + sizeSint64(message.term)
  if (message.confState !== undefined) size += 1 + sizeNested(sizeConfState(message.confState))
  if (message.data !== undefined && message.data.length > 0) size += 1 + sizeBytes(message.data)
  if (message.offset !== undefined && message.offset !== 0) size += 1 + sizeSint64(message.offset)
  if (message.size !== undefined && message.size !== 0) size += 1 + sizeSint64(message.size)
  return size
}
function writeSnapshotChunk(message: SnapshotChunkInput, writer: WireWriter): void {
  if (message.index !== undefined && message.index !== 0) {
    writer.uint32(8).sint64(message.index)
  }
  if (message.term !== undefined && message.term !== 0) {
    writer.uint32(16).sint64(message.term)
  }
  if (message.confState !== undefined) {
    writer.uint32(26).uint32(sizeConfState(message.confState))
    writeConfState(message.confState, writer)
  }
  if (message.data !== undefined && message.data.length > 0) {
    writer.uint32(34).bytes(message.data)
  }
  if (message.offset !== undefined && message.offset !== 0) {
    writer.uint32(40).sint64(message.offset)
  }
  if (message.size !== undefined && message.size !== 0) {
    writer.uint32(48).sint64(message.size)
  }
}
function readSnapshotChunk(reader: Reader, end: number): SnapshotChunk {
  let index = 0
  let term = 0
  let confState: ConfState | undefined
  let data: Buffer = noBytes
  let offset = 0
  let size = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        index = readSint64(reader)
        break
      case 16:
        term = readSint64(reader)
        break
      case 26:
        confState = readConfState(reader, readEnd(reader))
        break
      case 34:
        data = readBytes(reader)
        break
      case 40:
        offset = readSint64(reader)
        break
      case 48:
        size = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { index, term, confState, data, offset, size }
}
export const SnapshotChunk: Codec<SnapshotChunk, SnapshotChunkInput> = codec({ size: sizeSnapshotChunk, write: writeSnapshotChunk, read: readSnapshotChunk })

export type TimeoutNow = Readonly<Record<never, never>>
export type TimeoutNowInput = TimeoutNow
const sizeTimeoutNow = (_message: TimeoutNowInput): number => 0
const writeTimeoutNow = (_message: TimeoutNowInput, _writer: WireWriter): void => {}
function readTimeoutNow(reader: Reader, end: number): TimeoutNow {
  while (reader.pos < end) reader.skipType(reader.tag() & 7)
  checkEnd(reader, end)
  return {}
}
export const TimeoutNow: Codec<TimeoutNow, TimeoutNowInput> = codec({ size: sizeTimeoutNow, write: writeTimeoutNow, read: readTimeoutNow })

export interface ReadIndex {
  readonly context: number
}
export interface ReadIndexInput {
  readonly context?: number | undefined
}
function sizeReadIndex(message: ReadIndexInput): number {
  let size = 0
  if (message.context !== undefined && message.context !== 0) size += 1 + sizeSint64(message.context)
  return size
}
function writeReadIndex(message: ReadIndexInput, writer: WireWriter): void {
  if (message.context !== undefined && message.context !== 0) {
    writer.uint32(8).sint64(message.context)
  }
}
function readReadIndex(reader: Reader, end: number): ReadIndex {
  let context = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        context = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { context }
}
export const ReadIndex: Codec<ReadIndex, ReadIndexInput> = codec({ size: sizeReadIndex, write: writeReadIndex, read: readReadIndex })

export interface ReadIndexReply {
  readonly context: number
  readonly index: number
}
export interface ReadIndexReplyInput {
  readonly context?: number | undefined
  readonly index?: number | undefined
}
function sizeReadIndexReply(message: ReadIndexReplyInput): number {
  let size = 0
  if (message.context !== undefined && message.context !== 0) size += 1 + sizeSint64(message.context)
  if (message.index !== undefined && message.index !== 0) size += 1 + sizeSint64(message.index)
  return size
}
function writeReadIndexReply(message: ReadIndexReplyInput, writer: WireWriter): void {
  if (message.context !== undefined && message.context !== 0) {
    writer.uint32(8).sint64(message.context)
  }
  if (message.index !== undefined && message.index !== 0) {
    writer.uint32(16).sint64(message.index)
  }
}
function readReadIndexReply(reader: Reader, end: number): ReadIndexReply {
  let context = 0
  let index = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        context = readSint64(reader)
        break
      case 16:
        index = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { context, index }
}
export const ReadIndexReply: Codec<ReadIndexReply, ReadIndexReplyInput> = codec({ size: sizeReadIndexReply, write: writeReadIndexReply, read: readReadIndexReply })

/**
 * What the controllers' Raft members say to each other. Messages may be lost, repeated and reordered; a stream that breaks
 * loses what was on its way. Each node opens one stream to each other member; the answers may come back on it, or on the
 * stream that the other member opened. A snapshot has a stream of its own, so that nothing waits behind it: its chunks go in
 * order, the receiver answers an empty batch once it has them all, and either side ends the stream to give up.
 */
export const RaftService = {
  exchange: {
    path: '/gregor.raft.Raft/Exchange',
    request: RaftBatch,
    response: RaftBatch
  }
} as const
