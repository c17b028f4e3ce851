import type { Offset } from '@gregor/base'
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

/** Where to begin to look for the batch that holds `offset`. The index must be loaded unless its newer part answers. */
export function positionFor(index: IndexFile, offset: Offset, baseOffset: Offset): number {
  const relative = offset - baseOffset
  return floorPosition(index.pending, relative) ?? floorPosition(index.loaded, relative) ?? 0
}

/** Whether `positionFor` can answer without the part of the index that is only in the file. */
export function canLocate(index: IndexFile, offset: Offset, baseOffset: Offset): boolean {
  return index.loaded !== undefined || floorPosition(index.pending, offset - baseOffset) !== undefined
}

function floorPosition(entries: IndexEntries | undefined, relativeOffset: number): number | undefined {
  if (entries === undefined) return undefined
  const count = entries.countUntil((buffer, at) => buffer.readInt32BE(at) > relativeOffset)
  const entry = count === 0 ? undefined : entries.at(count - 1)
  return entry?.buffer.readInt32BE(entry.at + 4)
}

/** Entries whose batch begins before `position`. All entries must be loaded. */
export function countBefore(index: IndexFile, position: number): number {
  const isBeyond = (buffer: Buffer, at: number): boolean => buffer.readInt32BE(at + 4) >= position
  return (index.loaded?.countUntil(isBeyond) ?? 0) + index.pending.countUntil(isBeyond)
}
