import { TopicId, uuidFromBytes, uuidToBytes } from '@gregor/base'
import { crc32c } from '@gregor/protocol'

/*
 * A block of a journal, big-endian: what one group commit made durable.
 *
 *   magic u32, CRC-32C of all up to the end of the table but these 8 bytes u32, sequence u64, table bytes u32, payload bytes u32
 *   the table, an entry after the other:
 *     kind u8, name bytes u8, name, topic id 16 bytes, base offset of the segment u64, position in it u32, length u32, CRC-32C u32
 *   the payload: the bytes of the entries, in their order
 *
 * Sequences rise by one from block to block, over the files of a journal too.
 */

const MAGIC = 0x47524a31
const HEADER_BYTES = 24
const ENTRY_BYTES = 2 + 16 + 8 + 4 + 4 + 4
const KINDS = { data: 1, void: 2 } as const

/** Bytes of a log: those from `position` on in the file of the segment that begins at `segmentBase`. */
export interface JournalData {
  readonly kind: 'data'
  /** Folder of the log within the log dir. */
  readonly name: string
  readonly topicId: TopicId
  readonly segmentBase: number
  readonly position: number
  readonly chunks: readonly Uint8Array[]
}

/** What the journal has of the log so far is of no use any more. */
export interface JournalVoid {
  readonly kind: 'void'
  readonly name: string
  readonly topicId: TopicId
}

export type JournalEntry = JournalData | JournalVoid

/** An entry as it was read; `bytes` is undefined when they are damaged. */
export type ReadEntry =
  | (Omit<JournalData, 'chunks'> & { readonly bytes: Buffer | undefined; readonly length: number })
  | JournalVoid

export interface ReadBlock {
  readonly sequence: number
  readonly entries: readonly ReadEntry[]
  /** Where the next block begins. */
  readonly end: number
}

/** The chunks of a block, to be written one after the other. */
export function encodeBlock(sequence: number, entries: readonly JournalEntry[]): Uint8Array[] {
  const names = entries.map(({ name }) => Buffer.from(name))
  const tableBytes = names.reduce((bytes, name) => bytes + ENTRY_BYTES + name.length, 0)
  const head = Buffer.alloc(HEADER_BYTES + tableBytes)
  const payload: Uint8Array[] = []
  let at = HEADER_BYTES
  let payloadBytes = 0
  for (const [index, entry] of entries.entries()) {
    const name = names[index]!
    at = head.writeUInt8(KINDS[entry.kind], at)
    at = head.writeUInt8(name.length, at)
    at += name.copy(head, at)
    at += uuidToBytes(entry.topicId).copy(head, at)
    if (entry.kind === 'void') {
      at += ENTRY_BYTES - 18
      continue
    }
    const { length, crc } = measure(entry.chunks)
    at = head.writeBigUInt64BE(BigInt(entry.segmentBase), at)
    at = head.writeUInt32BE(entry.position, at)
    at = head.writeUInt32BE(length, at)
    at = head.writeUInt32BE(crc, at)
    payloadBytes += length
    for (const chunk of entry.chunks) payload.push(chunk)
  }
  head.writeUInt32BE(MAGIC, 0)
  head.writeBigUInt64BE(BigInt(sequence), 8)
  head.writeUInt32BE(tableBytes, 16)
  head.writeUInt32BE(payloadBytes, 20)
  head.writeUInt32BE(crc32c(head.subarray(8)), 4)
  return [head, ...payload]
}

function measure(chunks: readonly Uint8Array[]): { readonly length: number; readonly crc: number } {
  let length = 0
  let crc = 0
  for (const chunk of chunks) {
    length += chunk.length
    crc = crc32c(chunk, crc)
  }
  return { length, crc }
}

/** The block at `at`, whole or torn in its payload; undefined when there is none with a good table. */
export function readBlock(buffer: Buffer, at: number): ReadBlock | undefined {
  if (at + HEADER_BYTES > buffer.length || buffer.readUInt32BE(at) !== MAGIC) return undefined
  const tableEnd = at + HEADER_BYTES + buffer.readUInt32BE(at + 16)
  if (tableEnd > buffer.length || crc32c(buffer.subarray(at + 8, tableEnd)) !== buffer.readUInt32BE(at + 4))
    return undefined
  const entries: ReadEntry[] = []
  let payloadAt = tableEnd
  for (let entryAt = at + HEADER_BYTES; entryAt < tableEnd;) {
    const nameEnd = entryAt + 2 + buffer.readUInt8(entryAt + 1)
    const name = buffer.toString('utf8', entryAt + 2, nameEnd)
    const topicId = TopicId(uuidFromBytes(buffer, nameEnd))
    if (buffer.readUInt8(entryAt) === KINDS.void) entries.push({ kind: 'void', name, topicId })
    else {
      const length = buffer.readUInt32BE(nameEnd + 28)
      const bytes = buffer.subarray(payloadAt, payloadAt + length)
      const isGood = bytes.length === length && crc32c(bytes) === buffer.readUInt32BE(nameEnd + 32)
      const segmentBase = Number(buffer.readBigUInt64BE(nameEnd + 16))
      const position = buffer.readUInt32BE(nameEnd + 24)
      entries.push({ kind: 'data', name, topicId, segmentBase, position, length, bytes: isGood ? bytes : undefined })
      payloadAt += length
    }
    entryAt = nameEnd + ENTRY_BYTES - 2
  }
  return { sequence: Number(buffer.readBigUInt64BE(at + 8)), entries, end: payloadAt }
}

/** Whether a block with a good table begins anywhere behind `from` whose sequence is `sequence` or more. */
export function hasBlockBehind(buffer: Buffer, from: number, sequence: number): boolean {
  const magic = Buffer.alloc(4)
  magic.writeUInt32BE(MAGIC)
  for (let at = buffer.indexOf(magic, from + 1); at >= 0; at = buffer.indexOf(magic, at + 1)) {
    const block = readBlock(buffer, at)
    if (block !== undefined && block.sequence >= sequence) return true
  }
  return false
}
