import { Offset, ProducerId } from '@gregor/base'
import { readInt64, writeInt64 } from '@gregor/protocol'
import type { IndexEntries } from './index-entries.ts'
import type { IndexFile } from './index-file.ts'
import type { AbortedTransaction } from './types.ts'

/**
 * Kafka's transaction index, one entry for each transaction that was aborted by a marker in the segment: int16 version,
 * int64 producer id, first offset of the transaction, offset of the marker, and the last stable offset as it became with the
 * marker. Strictly ascending by the marker. A segment without aborted transactions has no file.
 */
export const TRANSACTION_INDEX_ENTRY_BYTES = 34
const VERSION = 0
const PRODUCER_ID_AT = 2
const FIRST_OFFSET_AT = 10
const LAST_OFFSET_AT = 18
const LAST_STABLE_OFFSET_AT = 26

export function pushAborted(index: IndexFile, aborted: AbortedTransaction): void {
  index.push((buffer, at) => {
    buffer.writeInt16BE(VERSION, at)
    writeInt64(buffer, at + PRODUCER_ID_AT, aborted.producerId)
    writeInt64(buffer, at + FIRST_OFFSET_AT, aborted.firstOffset)
    writeInt64(buffer, at + LAST_OFFSET_AT, aborted.lastOffset)
    writeInt64(buffer, at + LAST_STABLE_OFFSET_AT, aborted.lastStableOffset)
  })
}

export function readAborted(buffer: Buffer, at: number): AbortedTransaction {
  return {
    producerId: ProducerId(readInt64(buffer, at + PRODUCER_ID_AT)),
    firstOffset: Offset(readInt64(buffer, at + FIRST_OFFSET_AT)),
    lastOffset: Offset(readInt64(buffer, at + LAST_OFFSET_AT)),
    lastStableOffset: Offset(readInt64(buffer, at + LAST_STABLE_OFFSET_AT))
  }
}

/** The entries of an index from the first whose marker is at or after `from`. All of them must be in memory. */
export function* abortedFrom(index: IndexFile, from: Offset): Generator<AbortedTransaction> {
  for (const entries of [index.loaded, index.pending]) {
    if (entries === undefined) continue
    const first = entries.countUntil((buffer, at) => readInt64(buffer, at + LAST_OFFSET_AT) >= from)
    for (let number = first; number < entries.count; number++) {
      const { buffer, at } = entries.at(number)!
      yield readAborted(buffer, at)
    }
  }
}

/** Entries whose marker is before `offset`. All of them must be in memory. */
export function countAbortedBefore(index: IndexFile, offset: Offset): number {
  const isBeyond = (buffer: Buffer, at: number): boolean => readInt64(buffer, at + LAST_OFFSET_AT) >= offset
  return (index.loaded?.countUntil(isBeyond) ?? 0) + index.pending.countUntil(isBeyond)
}

/** How many of the entries of a file, from the first, make sense for a segment that begins at `baseOffset`. */
export function countSound(entries: IndexEntries, baseOffset: Offset): number {
  let before = -1
  for (let number = 0; number < entries.count; number++) {
    const { buffer, at } = entries.at(number)!
    const { producerId, firstOffset, lastOffset, lastStableOffset } = readAborted(buffer, at)
    const isSound =
      buffer.readInt16BE(at) === VERSION &&
      producerId >= 0 &&
      firstOffset >= 0 &&
      firstOffset < lastOffset &&
      lastOffset >= baseOffset &&
      lastOffset > before &&
      lastStableOffset >= 0 &&
      lastStableOffset <= lastOffset + 1
    if (!isSound) return number
    before = lastOffset
  }
  return entries.count
}
