import { Offset, ProducerEpoch, ProducerId, TimestampMs } from '@gregor/base'
import { crc32c, readInt64, writeInt64 } from '@gregor/protocol'
import { REMEMBERED_BATCHES, type ProducerBatch, type ProducerEntry } from './producer-state.ts'

/**
 * Kafka's producer snapshot, version 1: int16 version, uint32 CRC32C of all that follows it, int32 count, then entries
 * of fixed size. Kafka keeps only the newest batch of each producer there. The older ones that we remember follow behind
 * the entries, where Kafka's readers do not look: without them a producer that resends after a restart would be told
 * that its sequence is out of order, although the batch is in the log.
 */
const VERSION = 1
const CRC_AT = 2
const COUNT_AT = 6
const ENTRIES_AT = 10
const ENTRY_BYTES = 46
const OLDER_MAGIC = 0x67726762
const OLDER_HEADER_BYTES = 8
const OLDER_BYTES = 32

export function encodeProducerSnapshot(entries: readonly ProducerEntry[]): Buffer {
  const olderCount = entries.reduce((count, entry) => count + Math.max(entry.batches.length - 1, 0), 0)
  const entriesEnd = ENTRIES_AT + entries.length * ENTRY_BYTES
  const bytes = Buffer.alloc(entriesEnd + (olderCount === 0 ? 0 : OLDER_HEADER_BYTES + olderCount * OLDER_BYTES))
  bytes.writeInt16BE(VERSION, 0)
  bytes.writeInt32BE(entries.length, COUNT_AT)
  entries.forEach((entry, index) => writeEntry(bytes, ENTRIES_AT + index * ENTRY_BYTES, entry))
  if (olderCount > 0) writeOlderBatches(bytes, entriesEnd, { entries, olderCount })
  bytes.writeUInt32BE(crc32c(bytes.subarray(COUNT_AT)), CRC_AT)
  return bytes
}

/** Undefined when the bytes are not a whole and undamaged snapshot of version 1. */
export function decodeProducerSnapshot(bytes: Buffer): ProducerEntry[] | undefined {
  if (bytes.length < ENTRIES_AT || bytes.readInt16BE(0) !== VERSION) return undefined
  if (bytes.readUInt32BE(CRC_AT) !== crc32c(bytes.subarray(COUNT_AT))) return undefined
  const count = bytes.readInt32BE(COUNT_AT)
  const entriesEnd = ENTRIES_AT + count * ENTRY_BYTES
  if (count < 0 || entriesEnd > bytes.length) return undefined
  const entries: ProducerEntry[] = []
  for (let at = ENTRIES_AT; at < entriesEnd; at += ENTRY_BYTES) entries.push(readEntry(bytes, at))
  readOlderBatches(bytes, entriesEnd, entries)
  return entries
}

function writeEntry(bytes: Buffer, at: number, entry: ProducerEntry): void {
  const last = entry.batches.at(-1)
  writeInt64(bytes, at, entry.producerId)
  bytes.writeInt16BE(entry.producerEpoch, at + 8)
  bytes.writeInt32BE(last?.lastSequence ?? -1, at + 10)
  writeInt64(bytes, at + 14, last?.lastOffset ?? -1)
  bytes.writeInt32BE(last?.offsetDelta ?? 0, at + 22)
  writeInt64(bytes, at + 26, entry.lastTimestampMs)
  bytes.writeInt32BE(entry.coordinatorEpoch, at + 34)
  writeInt64(bytes, at + 38, entry.transactionStartOffset)
}

function readEntry(bytes: Buffer, at: number): ProducerEntry {
  const lastOffset = Offset(readInt64(bytes, at + 14))
  const lastTimestampMs = TimestampMs(readInt64(bytes, at + 26))
  const last: ProducerBatch = {
    lastSequence: bytes.readInt32BE(at + 10),
    lastOffset,
    offsetDelta: bytes.readInt32BE(at + 22),
    timestampMs: lastTimestampMs
  }
  return {
    producerId: ProducerId(readInt64(bytes, at)),
    producerEpoch: ProducerEpoch(bytes.readInt16BE(at + 8)),
    coordinatorEpoch: bytes.readInt32BE(at + 34),
    lastTimestampMs,
    transactionStartOffset: Offset(readInt64(bytes, at + 38)),
    batches: lastOffset < 0 ? [] : [last]
  }
}

function writeOlderBatches(
  bytes: Buffer,
  start: number,
  older: { readonly entries: readonly ProducerEntry[]; readonly olderCount: number }
): void {
  bytes.writeInt32BE(OLDER_MAGIC, start)
  bytes.writeInt32BE(older.olderCount, start + 4)
  let at = start + OLDER_HEADER_BYTES
  for (const entry of older.entries) {
    for (const batch of entry.batches.slice(0, -1)) {
      writeInt64(bytes, at, entry.producerId)
      bytes.writeInt32BE(batch.lastSequence, at + 8)
      writeInt64(bytes, at + 12, batch.lastOffset)
      bytes.writeInt32BE(batch.offsetDelta, at + 20)
      writeInt64(bytes, at + 24, batch.timestampMs)
      at += OLDER_BYTES
    }
  }
}

/** A snapshot that Kafka wrote has none. */
function readOlderBatches(bytes: Buffer, start: number, entries: readonly ProducerEntry[]): void {
  if (bytes.length < start + OLDER_HEADER_BYTES || bytes.readInt32BE(start) !== OLDER_MAGIC) return
  const count = bytes.readInt32BE(start + 4)
  if (count < 0 || start + OLDER_HEADER_BYTES + count * OLDER_BYTES !== bytes.length) return
  const byId = new Map(entries.map((entry) => [entry.producerId, entry]))
  for (let at = start + OLDER_HEADER_BYTES; at < bytes.length; at += OLDER_BYTES) {
    const entry = byId.get(ProducerId(readInt64(bytes, at)))
    if (entry === undefined || entry.batches.length >= REMEMBERED_BATCHES) continue
    entry.batches.splice(-1, 0, {
      lastSequence: bytes.readInt32BE(at + 8),
      lastOffset: Offset(readInt64(bytes, at + 12)),
      offsetDelta: bytes.readInt32BE(at + 20),
      timestampMs: TimestampMs(readInt64(bytes, at + 24))
    })
  }
}
