import { type FileHandle, Offset, TimestampMs } from '@gregor/base'
import {
  BATCH_HEADER_BYTES,
  baseOffsetOf,
  batchBytesOf,
  hasValidCrc,
  lastOffsetOf,
  MAGIC_V2,
  magicOf,
  maxTimestampOf
} from '@gregor/protocol'
import { readExactly } from './batch-scan.ts'
import type { IndexEntries } from './index-entries.ts'
import type { LogServices } from './log-state.ts'
import { pushOffsetEntry } from './offset-index.ts'
import { emptiedSegment } from './scan-segment.ts'
import { indexesOf, type Segment } from './segment.ts'
import { pushTimeEntry, readTimeEntry, type TimeEntry } from './time-index.ts'
import { countSound, pushAborted, readAborted } from './transaction-index.ts'
import type { AbortedTransaction } from './types.ts'

/** A segment as it was at an index entry below its recovery mark: the check goes on there. */
export interface ResumedSegment {
  readonly segment: Segment
  readonly position: number
  readonly nextOffset: Offset
}

interface OffsetEntry {
  readonly lastOffset: Offset
  readonly position: number
}

/**
 * Takes over what is known of a segment below a recovery mark. Undefined when its indexes do not bear it out: then the
 * segment is checked from its beginning.
 */
export async function resumeAtMark(
  services: LogServices,
  segment: Segment,
  mark: Offset
): Promise<ResumedSegment | undefined> {
  try {
    await Promise.all(indexesOf(segment).map((index) => index.load(services.files)))
  } catch {
    return undefined
  }
  const offsets = offsetEntries(segment, mark)
  const last = offsets.at(-1)
  if (last === undefined || segment.timeIndex.count === 0) return undefined
  const heads = await services.files.use(segment.path, 'write', (file) => readHeads(file, segment, last))
  if (heads === undefined) return undefined
  const resumed = emptiedSegment(segment)
  for (const { lastOffset, position } of offsets) {
    pushOffsetEntry(resumed.offsetIndex, { relativeOffset: lastOffset - segment.baseOffset, position })
  }
  for (const entry of timeEntries(segment, last.lastOffset)) {
    pushTimeEntry(resumed.timeIndex, entry, segment.baseOffset)
    resumed.maxTimestamp = entry
    resumed.indexedTimestampMs = entry.timestampMs
  }
  // What they say behind the newest snapshot is dropped when the producers are loaded.
  for (const aborted of soundAborted(segment)) pushAborted(resumed.transactionIndex, aborted)
  resumed.firstTimestampMs = heads.firstTimestampMs
  resumed.sizeBytes = last.position
  resumed.writtenBytes = last.position
  resumed.durableBytes = last.position
  resumed.markedBytes = last.position
  resumed.nextOffset = heads.baseOffset
  return { segment: resumed, position: last.position, nextOffset: heads.baseOffset }
}

/** The entries below the mark. What lies behind them was not durable, and may be anything. */
function offsetEntries(segment: Segment, mark: Offset): OffsetEntry[] {
  const entries: OffsetEntry[] = []
  for (const [buffer, at] of eachOf(segment.offsetIndex.loaded)) {
    const entry = {
      lastOffset: Offset(segment.baseOffset + buffer.readInt32BE(at)),
      position: buffer.readInt32BE(at + 4)
    }
    const before = entries.at(-1)
    const ascends = before === undefined || (entry.lastOffset > before.lastOffset && entry.position > before.position)
    if (!ascends || entry.lastOffset >= mark || entry.position >= segment.sizeBytes) break
    entries.push(entry)
  }
  return entries
}

function timeEntries(segment: Segment, lastOffset: Offset): TimeEntry[] {
  const entries: TimeEntry[] = []
  for (const [buffer, at] of eachOf(segment.timeIndex.loaded)) {
    const entry = readTimeEntry(buffer, at, segment.baseOffset)
    const before = entries.at(-1)
    const ascends = before === undefined || (entry.timestampMs > before.timestampMs && entry.offset > before.offset)
    if (!ascends || entry.offset > lastOffset) break
    entries.push(entry)
  }
  return entries
}

function soundAborted({ transactionIndex, baseOffset }: Segment): AbortedTransaction[] {
  const { loaded } = transactionIndex
  const entries = Array.from(eachOf(loaded), ([buffer, at]) => readAborted(buffer, at))
  return entries.slice(0, loaded === undefined ? 0 : countSound(loaded, baseOffset))
}

function* eachOf(entries: IndexEntries | undefined): Generator<readonly [Buffer, number]> {
  for (let index = 0; index < (entries?.count ?? 0); index++) {
    const entry = entries!.at(index)!
    yield [entry.buffer, entry.at]
  }
}

/** The batch that the last entry names must be there, whole. */
async function readHeads(
  file: FileHandle,
  segment: Segment,
  entry: OffsetEntry
): Promise<{ readonly firstTimestampMs: TimestampMs; readonly baseOffset: Offset } | undefined> {
  const first = await readExactly(file, 0, BATCH_HEADER_BYTES)
  const head = await readExactly(file, entry.position, BATCH_HEADER_BYTES)
  if (first.length < BATCH_HEADER_BYTES || head.length < BATCH_HEADER_BYTES || magicOf(head) !== MAGIC_V2)
    return undefined
  const bytes = batchBytesOf(head)
  if (bytes < BATCH_HEADER_BYTES || entry.position + bytes > segment.sizeBytes) return undefined
  const batch = await readExactly(file, entry.position, bytes)
  if (lastOffsetOf(batch) !== entry.lastOffset || !hasValidCrc(batch)) return undefined
  return { firstTimestampMs: TimestampMs(maxTimestampOf(first)), baseOffset: Offset(baseOffsetOf(batch)) }
}
