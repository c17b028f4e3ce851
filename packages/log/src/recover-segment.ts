import type { FileHandle } from '@gregor/base'
import {
  BATCH_HEADER_BYTES,
  baseOffsetOf,
  batchBytesOf,
  hasValidCrc,
  lastOffsetOf,
  MAGIC_V2,
  magicOf,
  type BatchHeader,
  readBatchHeader
} from '@gregor/protocol'
import { readExactly, scanBatches } from './batch-scan.ts'
import { isOffsetOneBitOff, isOneBitOff } from './one-bit.ts'

/** Writes arrive on disk in units of at least this. */
const SECTOR_BYTES = 512
const SEARCH_BYTES = 1024 * 1024
const RELATIVE_OFFSET_MAX = 2 ** 31 - 1
/** What is looked at to find one wrong bit; a batch that is larger is not. */
const ONE_BIT_BYTES_MAX = 8 * 1024 * 1024

export interface SegmentCheck {
  /** Where the good batches end. */
  readonly position: number
  /** Offset after the last good batch. */
  readonly nextOffset: number
  /** What follows: nothing; what a write leaves that a crash cut off; or damage that no crash explains. */
  readonly rest: 'none' | 'torn' | 'damaged'
}

/**
 * Checks each batch of a segment's file: length, magic, offsets in order, CRC. `onBatch` gets the good ones.
 *
 * A crash loses what was not synced: the end of the file, or, because the disk writes in any order, sectors of the last
 * group that was written. Lost sectors read as zeros, since a segment only grows. So what follows the good batches is
 * torn when no good batch comes after it, or when it has such a sector. A good batch behind bytes that are all there
 * and wrong was damaged later; cutting there would lose records that may have been acknowledged. So would cutting a whole
 * batch that is wrong in one bit only, wherever it lies: no crash leaves that.
 */
export async function checkSegment(
  file: FileHandle,
  segment: {
    readonly baseOffset: number
    readonly sizeBytes: number
    /** Whether offsets may be missing between batches. */
    readonly gaps: boolean
    /** Where to begin: the batches before are known to be good. */
    readonly from?: { readonly position: number; readonly nextOffset: number }
    readonly onBatch: (buffer: Buffer, header: BatchHeader, position: number) => void
  }
): Promise<SegmentCheck> {
  let nextOffset = segment.from?.nextOffset ?? segment.baseOffset
  const { baseOffset, gaps } = segment
  const { position } = await scanBatches(file, {
    from: segment.from?.position ?? 0,
    to: segment.sizeBytes,
    visit: (buffer, at, position) => {
      if (!isGood(buffer, at, { nextOffset, baseOffset, gaps })) return false
      segment.onBatch(buffer, readBatchHeader(buffer, at), position)
      nextOffset = lastOffsetOf(buffer, at) + 1
      return true
    }
  })
  if (position === segment.sizeBytes) return { position, nextOffset, rest: 'none' }
  const bad = await readExactly(file, position, Math.min(ONE_BIT_BYTES_MAX, segment.sizeBytes - position))
  if (isOneBitOff(bad, gaps ? undefined : nextOffset)) return { position, nextOffset, rest: 'damaged' }
  const expected = { nextOffset, baseOffset, gaps }
  const good = await findGoodBatch(file, await searchFrom(file, position, { to: segment.sizeBytes, expected }))
  const torn = good === undefined || (await hasLostSector(file, position, good))
  return { position, nextOffset, rest: torn ? 'torn' : 'damaged' }
}

interface Expected {
  readonly nextOffset: number
  readonly baseOffset: number
  readonly gaps: boolean
}

function isGood(buffer: Buffer, at: number, expected: Expected): boolean {
  return (
    hasExpectedOffsets(buffer, at, expected) &&
    hasValidCrc(buffer, at) &&
    // Where no offset may be missing, one that is a bit too high was not appended.
    (expected.gaps || !isOffsetOneBitOff(buffer, expected.nextOffset, at))
  )
}

function hasExpectedOffsets(buffer: Buffer, at: number, expected: Expected): boolean {
  const lastOffset = lastOffsetOf(buffer, at)
  return (
    baseOffsetOf(buffer, at) >= expected.nextOffset &&
    lastOffset >= baseOffsetOf(buffer, at) &&
    lastOffset - expected.baseOffset <= RELATIVE_OFFSET_MAX
  )
}

interface Search {
  readonly from: number
  readonly to: number
  readonly expected: Expected
}

/**
 * Where to look for a good batch behind a bad one. When the header of the bad one makes sense it tells where the next
 * begins: what its records hold may look like batches too, where a log is kept in a log. Its offsets are not believed: a
 * flipped bit in them would hide all that follows.
 */
async function searchFrom(file: FileHandle, position: number, rest: Omit<Search, 'from'>): Promise<Search> {
  const { to } = rest
  const expected = { ...rest.expected, nextOffset: rest.expected.nextOffset + 1 }
  const header = await readExactly(file, position, BATCH_HEADER_BYTES)
  if (
    header.length < BATCH_HEADER_BYTES ||
    magicOf(header) !== MAGIC_V2 ||
    !hasExpectedOffsets(header, 0, rest.expected)
  ) {
    return { from: position + 1, to, expected }
  }
  const bytes = batchBytesOf(header)
  const isWhole = bytes >= BATCH_HEADER_BYTES && position + bytes <= to
  return { from: isWhole ? position + bytes : position + 1, to, expected }
}

/** Position of the first good batch that begins anywhere from `from` on. */
async function findGoodBatch(file: FileHandle, search: Search): Promise<number | undefined> {
  for (let start = search.from; start < search.to; start += SEARCH_BYTES) {
    const length = Math.min(SEARCH_BYTES + BATCH_HEADER_BYTES, search.to - start)
    const buffer = await readExactly(file, start, length)
    for (let at = 0; at + BATCH_HEADER_BYTES <= buffer.length && at < SEARCH_BYTES; at++) {
      if (!looksLikeBatch(buffer, at, { expected: search.expected, left: search.to - start - at })) continue
      const batch = await readExactly(file, start + at, batchBytesOf(buffer, at))
      if (batch.length === batchBytesOf(buffer, at) && hasValidCrc(batch)) return start + at
    }
  }
  return undefined
}

function looksLikeBatch(
  buffer: Buffer,
  at: number,
  context: { readonly expected: Expected; readonly left: number }
): boolean {
  if (magicOf(buffer, at) !== MAGIC_V2) return false
  const bytes = batchBytesOf(buffer, at)
  return bytes >= BATCH_HEADER_BYTES && bytes <= context.left && hasExpectedOffsets(buffer, at, context.expected)
}

/**
 * Whether a sector between `from` and `to` is all zeros. Of the first one only what lies from `from` on counts: what is
 * before it was synced earlier.
 */
async function hasLostSector(file: FileHandle, from: number, to: number): Promise<boolean> {
  for (let start = from; start < to; start += SEARCH_BYTES) {
    const aligned = start === from ? start : start - (start % SECTOR_BYTES)
    const buffer = await readExactly(file, aligned, Math.min(SEARCH_BYTES + SECTOR_BYTES, to - aligned))
    if (hasZeroSector(buffer, aligned)) return true
  }
  return false
}

function hasZeroSector(buffer: Buffer, position: number): boolean {
  let start = 0
  while (start < buffer.length) {
    const end = start + SECTOR_BYTES - ((position + start) % SECTOR_BYTES)
    if (end > buffer.length) return false
    if (isZero(buffer, start, end)) return true
    start = end
  }
  return false
}

function isZero(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (buffer[at] !== 0) return false
  return true
}
