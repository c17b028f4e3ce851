import { crc32 } from 'node:zlib'
import type { Entry, EntryKind, HardState, Snapshot, SnapshotMeta } from 'raft-ts'
import { RaftStorageError, type QuorumOrigin } from '../raft/raft-storage.ts'

/** Every stored value starts with the CRC-32 of the rest. */
const crcBytes = 4
const termBytes = 6
const kinds: readonly EntryKind[] = ['normal', 'config', 'empty']

/** Value of an entry: kind (1 byte), term (6), data. Its index is its key. */
export function encodeEntry({ kind, term, data }: Entry): Buffer {
  const head = Buffer.alloc(1 + termBytes)
  head.writeUInt8(kinds.indexOf(kind), 0)
  head.writeUIntBE(term, 1, termBytes)
  return sealed([head, data])
}

export function decodeEntry(index: number, value: Uint8Array): Entry {
  const body = unsealed(value, `entry ${index}`)
  const kind = kinds[body.readUInt8(0)]
  if (kind === undefined) throw new RaftStorageError(`entry ${index} is of a kind that this version does not know`)
  return { index, kind, term: body.readUIntBE(1, termBytes), data: body.subarray(1 + termBytes) }
}

export function encodeHardState(state: HardState): Buffer {
  return sealed([Buffer.from(JSON.stringify(state))])
}

export function decodeHardState(value: Uint8Array): HardState {
  return JSON.parse(unsealed(value, 'the vote').toString()) as HardState
}

export function encodeOrigin(origin: QuorumOrigin): Buffer {
  return sealed([Buffer.from(JSON.stringify(origin))])
}

export function decodeOrigin(value: Uint8Array): QuorumOrigin {
  return JSON.parse(unsealed(value, 'the origin').toString()) as QuorumOrigin
}

/** Value of a snapshot: length of its description (4 bytes), description as JSON, data. */
export function encodeSnapshot({ data, ...meta }: Snapshot): Buffer {
  const description = Buffer.from(JSON.stringify(meta))
  const head = Buffer.alloc(4)
  head.writeUInt32BE(description.length)
  return sealed([head, description, data])
}

export function decodeSnapshot(value: Uint8Array): Snapshot {
  const body = unsealed(value, 'the snapshot')
  const end = 4 + body.readUInt32BE(0)
  const meta = JSON.parse(body.toString('utf8', 4, end)) as SnapshotMeta
  return { ...meta, data: body.subarray(end) }
}

function sealed(parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat([Buffer.alloc(crcBytes), ...parts])
  value.writeUInt32BE(crc32(value.subarray(crcBytes)), 0)
  return value
}

function unsealed(value: Uint8Array, what: string): Buffer {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  const body = bytes.subarray(crcBytes)
  if (bytes.length < crcBytes || bytes.readUInt32BE(0) !== crc32(body)) {
    throw new RaftStorageError(`${what} of the metadata log is damaged: its checksum is wrong`)
  }
  return body
}
