import { unreachable } from '@gregor/base'
import type { ConfState, Entry, EntryKind, SnapshotMessage } from 'raft-ts'
import {
  EntryKind as WireEntryKind,
  RaftBatch,
  type Entry as WireEntry,
  type RaftMessage as WireMessage,
  type RaftMessageInput as WireMessageInput,
  type SnapshotChunk as WireSnapshotChunk,
  type SnapshotChunkInput as WireSnapshotChunkInput
} from './generated/raft.ts'
import type { RaftBatch as Batch, RaftWireMessage, SnapshotChunkMessage } from './peers.ts'
import type { PreparedMessage } from './wire/codec.ts'

/** Messages to bytes. */
export function encodeRaftBatch(messages: Batch): Buffer {
  return RaftBatch.encode({ messages: messages.map(toWire) })
}

/** Messages to bytes, later. */
export function prepareRaftBatch(messages: Batch): PreparedMessage {
  return RaftBatch.prepare({ messages: messages.map(toWire) })
}

/** Bytes to messages, whose `data` are views on `bytes`. Throws an Error on garbage. */
export function decodeRaftBatch(bytes: Uint8Array): Batch {
  return RaftBatch.decode(bytes).messages.map(fromWire)
}

function toWire(message: RaftWireMessage): WireMessageInput {
  const { from, to, term } = message
  const body = bodyToWire(message)
  return { from, to, term, ...body }
}

function bodyToWire(message: RaftWireMessage): WireMessageInput {
  switch (message.type) {
    case 'preVote':
      return { preVote: message }
    case 'preVoteResponse':
      return { preVoteResponse: message }
    case 'vote':
      return { vote: message }
    case 'voteResponse':
      return { voteResponse: message }
    case 'append':
      return { append: { ...message, entries: message.entries.map(entryToWire) } }
    case 'appendResponse':
      return { appendResponse: message }
    case 'heartbeat':
      return { heartbeat: message }
    case 'heartbeatResponse':
      return { heartbeatResponse: message }
    case 'snapshotChunk':
      return { snapshotChunk: chunkToWire(message) }
    case 'timeoutNow':
      return { timeoutNow: {} }
    case 'readIndex':
      return { readIndex: message }
    case 'readIndexResponse':
      return { readIndexResponse: message }
    default:
      return unreachable(message)
  }
}

function fromWire(wire: WireMessage): RaftWireMessage {
  const { from, to, term } = wire
  const envelope = { from, to, term }
  if (wire.append !== undefined) {
    const { prevIndex, prevTerm, commit, entries } = wire.append
    return { type: 'append', ...envelope, prevIndex, prevTerm, entries: entries.map(entryFromWire), commit }
  }
  if (wire.appendResponse !== undefined) return { type: 'appendResponse', ...envelope, ...wire.appendResponse }
  if (wire.heartbeat !== undefined) return { type: 'heartbeat', ...envelope, ...wire.heartbeat }
  if (wire.heartbeatResponse !== undefined) return { type: 'heartbeatResponse', ...envelope, ...wire.heartbeatResponse }
  if (wire.preVote !== undefined) {
    const { lastIndex, lastTerm } = wire.preVote
    return { type: 'preVote', ...envelope, lastIndex, lastTerm }
  }
  if (wire.preVoteResponse !== undefined) return { type: 'preVoteResponse', ...envelope, ...wire.preVoteResponse }
  if (wire.vote !== undefined) return { type: 'vote', ...envelope, ...wire.vote }
  if (wire.voteResponse !== undefined) return { type: 'voteResponse', ...envelope, ...wire.voteResponse }
  if (wire.snapshotChunk !== undefined) return chunkFromWire(envelope, wire.snapshotChunk)
  if (wire.timeoutNow !== undefined) return { type: 'timeoutNow', ...envelope }
  if (wire.readIndex !== undefined) return { type: 'readIndex', ...envelope, ...wire.readIndex }
  if (wire.readIndexResponse !== undefined) return { type: 'readIndexResponse', ...envelope, ...wire.readIndexResponse }
  throw new Error(`node ${from} sent a Raft message of a kind that this version does not know`)
}

function chunkToWire({ chunk }: SnapshotChunkMessage): WireSnapshotChunkInput {
  const { message, data, offset, size } = chunk
  const { index, term, confState } = message.snapshot
  return { index, term, confState, data, offset, size }
}

function chunkFromWire(
  envelope: Pick<SnapshotMessage, 'from' | 'to' | 'term'>,
  { index, term, confState = emptyConfState, data, offset, size }: WireSnapshotChunk
): SnapshotChunkMessage {
  const snapshot = { index, term, confState, data: noData }
  const message: SnapshotMessage = { type: 'snapshot', ...envelope, snapshot }
  return { type: 'snapshotChunk', ...envelope, chunk: { message, offset, size, data } }
}

const noData = new Uint8Array(0)

const emptyConfState: ConfState = {
  voters: [],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false
}

const kindToWire = {
  normal: WireEntryKind.ENTRY_KIND_NORMAL,
  config: WireEntryKind.ENTRY_KIND_CONFIG,
  empty: WireEntryKind.ENTRY_KIND_EMPTY
} as const satisfies Record<EntryKind, WireEntryKind>

const kindFromWire: readonly EntryKind[] = ['normal', 'config', 'empty']

function entryToWire({ index, term, kind, data }: Entry): {
  index: number
  term: number
  kind: number
  data: Uint8Array
} {
  return { index, term, kind: kindToWire[kind], data }
}

function entryFromWire({ index, term, kind, data }: WireEntry): Entry {
  const known = kindFromWire[kind]
  if (known === undefined) throw new Error(`Raft entry ${index} is of kind ${kind}, which this version does not know`)
  return { index, term, kind: known, data }
}
