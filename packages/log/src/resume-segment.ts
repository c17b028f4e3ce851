import { Offset, TimestampMs } from '@gregor/base'
import { BATCH_HEADER_BYTES, lastOffsetOf, maxTimestampOf } from '@gregor/protocol'
import { readExactly } from './batch-scan.ts'
import type { LogServices } from './log-state.ts'
import { mendIndexes } from './mend-indexes.ts'
import { scanSegment } from './scan-segment.ts'
import { NO_TIMESTAMP, type Segment } from './segment.ts'
import { readTimeEntry, TIME_INDEX_ENTRY_BYTES, type TimeEntry } from './time-index.ts'

/**
 * Fills in what an append must know of the last segment, from its first header and its newest index entries. `end` is
 * the offset after its last batch when something else told it.
 */
export async function resumeSegment(services: LogServices, segment: Segment, end: Offset | undefined): Promise<void> {
  if (segment.sizeBytes === 0) return
  segment.firstTimestampMs = await firstTimestamp(services, segment)
  segment.nextOffset = end ?? (await findEnd(services, segment))
  await loadMaxTimestamp(services, segment)
  segment.markedBytes = segment.sizeBytes
}

/** The largest timestamp of a segment that was closed: the last entry of its time index. */
export async function loadMaxTimestamp(services: LogServices, segment: Segment): Promise<TimestampMs> {
  if (segment.maxTimestamp !== undefined) return segment.maxTimestamp.timestampMs
  if (segment.firstTimestampMs < 0) segment.firstTimestampMs = await firstTimestamp(services, segment)
  const [before, last] = await lastEntries(services, segment)
  const max = isTrue(segment, before, last) ? last : (await mendIndexes(services, segment)).maxTimestamp
  segment.maxTimestamp = max ?? { timestampMs: NO_TIMESTAMP, offset: Offset(-1) }
  segment.indexedTimestampMs = segment.maxTimestamp.timestampMs
  return segment.maxTimestamp.timestampMs
}

/** The largest timestamp of the first batch; -1 when the file is too short. */
async function firstTimestamp(services: LogServices, segment: Segment): Promise<TimestampMs> {
  const first = await services.files.use(segment.path, 'write', (file) => readExactly(file, 0, BATCH_HEADER_BYTES))
  return first.length === BATCH_HEADER_BYTES ? TimestampMs(maxTimestampOf(first)) : NO_TIMESTAMP
}

/** The last entry but one of the time index, and the last. */
async function lastEntries(
  services: LogServices,
  { timeIndex, baseOffset }: Segment
): Promise<readonly [TimeEntry | undefined, TimeEntry | undefined]> {
  if (timeIndex.count === 0) return [undefined, undefined]
  const from = Math.max(timeIndex.count - 2, 0) * TIME_INDEX_ENTRY_BYTES
  const bytes = await services.files.use(timeIndex.path, 'write', (file) =>
    readExactly(file, from, 2 * TIME_INDEX_ENTRY_BYTES)
  )
  const entryAt = (at: number): TimeEntry | undefined =>
    at >= 0 && at + TIME_INDEX_ENTRY_BYTES <= bytes.length ? readTimeEntry(bytes, at, baseOffset) : undefined
  const last = (timeIndex.count - 1) * TIME_INDEX_ENTRY_BYTES - from
  return [entryAt(last - TIME_INDEX_ENTRY_BYTES), entryAt(last)]
}

/** Whether the last entry of a time index can be of this segment. */
function isTrue(segment: Segment, before: TimeEntry | undefined, last: TimeEntry | undefined): boolean {
  const { firstTimestampMs, baseOffset, nextOffset } = segment
  if (last === undefined) return firstTimestampMs < 0
  const ascends = before === undefined || (before.timestampMs < last.timestampMs && before.offset < last.offset)
  return ascends && last.timestampMs >= firstTimestampMs && last.offset >= baseOffset && last.offset < nextOffset
}

/** Reads from the last entry of the offset index to the end of the file; from the beginning when the entry misleads. */
async function findEnd(services: LogServices, segment: Segment): Promise<Offset> {
  await segment.offsetIndex.load(services.files)
  const last = segment.offsetIndex.loaded?.at(-1)
  const position = last === undefined ? 0 : last.buffer.readInt32BE(last.at + 4)
  const end = position > 0 && position < segment.sizeBytes ? await endFrom(services, segment, position) : undefined
  return end ?? endFrom(services, segment, 0)
}

async function endFrom(services: LogServices, segment: Segment, from: number): Promise<Offset> {
  let next: Offset = segment.baseOffset
  const visit = (buffer: Buffer, at: number): void => {
    next = Offset(lastOffsetOf(buffer, at) + 1)
  }
  await scanSegment(services, segment, { from, visit })
  return next
}
