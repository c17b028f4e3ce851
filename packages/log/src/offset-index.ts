import { Offset } from '@gregor/base'
import type { IndexEntries } from './index-entries.ts'
import type { IndexFile } from './index-file.ts'

/**
 * Kafka's offset index: int32 offset less the segment's base, int32 position in the segment's file. An entry names the
 * last offset of a batch and where that batch begins, so the batch that holds an offset begins at or after the position
 * of the last entry that is not beyond it.
 */
export const OFFSET_INDEX_ENTRY_BYTES = 8

export function pushOffsetEntry(
  index: IndexFile,
  entry: { readonly relativeOffset: number; readonly position: number }
): void {
  index.push((buffer, at) => {
    buffer.writeInt32BE(entry.relativeOffset, at)
    buffer.writeInt32BE(entry.position, at + 4)
  })
}

/** An entry of an offset index: the batch that begins at `position` ends at `lastOffset`, or before. */
export interface OffsetEntry {
  readonly lastOffset: Offset
  readonly position: number
}

/**
 * Where to begin to look for the batch that holds `offset`; undefined = at the beginning of the segment. The index must
 * be loaded unless its newer part answers.
 */
export function entryFor(index: IndexFile, offset: Offset, baseOffset: Offset): OffsetEntry | undefined {
  return floorEntry(index.pending, offset, baseOffset) ?? floorEntry(index.loaded, offset, baseOffset)
}

/** Whether `entryFor` can answer without the part of the index that is only in the file. */
export function canLocate(index: IndexFile, offset: Offset, baseOffset: Offset): boolean {
  return index.loaded !== undefined || floorEntry(index.pending, offset, baseOffset) !== undefined
}

function floorEntry(entries: IndexEntries | undefined, offset: Offset, baseOffset: Offset): OffsetEntry | undefined {
  if (entries === undefined) return undefined
  const count = entries.countUntil((buffer, at) => baseOffset + buffer.readInt32BE(at) > offset)
  const entry = count === 0 ? undefined : entries.at(count - 1)
  if (entry === undefined) return undefined
  return readOffsetEntry(entry.buffer, entry.at, baseOffset)
}

export function readOffsetEntry(buffer: Buffer, at: number, baseOffset: Offset): OffsetEntry {
  return { lastOffset: Offset(baseOffset + buffer.readInt32BE(at)), position: buffer.readInt32BE(at + 4) }
}

/** Whether the entries that are in memory are in order. */
export function isAscending(index: IndexFile): boolean {
  const { loaded } = index
  for (let count = 1; count < (loaded?.count ?? 0); count++) {
    const [before, entry] = [loaded!.at(count - 1)!, loaded!.at(count)!]
    const rises = (field: number): boolean =>
      before.buffer.readInt32BE(before.at + field) < entry.buffer.readInt32BE(entry.at + field)
    if (!rises(0) || !rises(4)) return false
  }
  return true
}

/** Entries whose batch begins before `position`. All entries must be loaded. */
export function countBefore(index: IndexFile, position: number): number {
  const isBeyond = (buffer: Buffer, at: number): boolean => buffer.readInt32BE(at + 4) >= position
  return (index.loaded?.countUntil(isBeyond) ?? 0) + index.pending.countUntil(isBeyond)
}
