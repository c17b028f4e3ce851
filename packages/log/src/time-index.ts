import { Offset, TimestampMs } from '@gregor/base'
import { readInt64, writeInt64 } from '@gregor/protocol'
import type { IndexEntries } from './index-entries.ts'
import type { IndexFile } from './index-file.ts'

/**
 * Kafka's time index: int64 timestamp, int32 offset less the segment's base. An entry says that no batch up to that
 * offset is later than the timestamp. Strictly ascending in the timestamp.
 */
export const TIME_INDEX_ENTRY_BYTES = 12

export interface TimeEntry {
  readonly timestampMs: TimestampMs
  readonly offset: Offset
}

export function pushTimeEntry(index: IndexFile, entry: TimeEntry, baseOffset: Offset): void {
  index.push((buffer, at) => {
    writeInt64(buffer, at, entry.timestampMs)
    buffer.writeInt32BE(entry.offset - baseOffset, at + 8)
  })
}

export function readTimeEntry(buffer: Buffer, at: number, baseOffset: Offset): TimeEntry {
  return {
    timestampMs: TimestampMs(readInt64(buffer, at)),
    offset: Offset(baseOffset + buffer.readInt32BE(at + 8))
  }
}

/** The last entry whose timestamp is before `timestampMs`: all batches up to its offset are. The index must be loaded. */
export function entryBefore(index: IndexFile, timestampMs: TimestampMs, baseOffset: Offset): TimeEntry | undefined {
  return before(index.pending, timestampMs, baseOffset) ?? before(index.loaded, timestampMs, baseOffset)
}

function before(
  entries: IndexEntries | undefined,
  timestampMs: TimestampMs,
  baseOffset: Offset
): TimeEntry | undefined {
  if (entries === undefined) return undefined
  const count = entries.countUntil((buffer, at) => readInt64(buffer, at) >= timestampMs)
  const entry = count === 0 ? undefined : entries.at(count - 1)
  return entry === undefined ? undefined : readTimeEntry(entry.buffer, entry.at, baseOffset)
}

/** Entries up to `lastOffset`. All entries must be loaded. */
export function countUpTo(index: IndexFile, lastOffset: Offset, baseOffset: Offset): number {
  const isBeyond = (buffer: Buffer, at: number): boolean => baseOffset + buffer.readInt32BE(at + 8) > lastOffset
  return (index.loaded?.countUntil(isBeyond) ?? 0) + index.pending.countUntil(isBeyond)
}

/** Whether the entries that are in memory are in order. */
export function isInOrder(index: IndexFile): boolean {
  const { loaded } = index
  for (let count = 1; count < (loaded?.count ?? 0); count++) {
    const [before, entry] = [loaded!.at(count - 1)!, loaded!.at(count)!]
    if (readInt64(before.buffer, before.at) >= readInt64(entry.buffer, entry.at)) return false
    if (before.buffer.readInt32BE(before.at + 8) > entry.buffer.readInt32BE(entry.at + 8)) return false
  }
  return true
}
