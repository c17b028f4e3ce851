import { LeaderEpoch, Offset, TimestampMs } from '@gregor/base'
import {
  BATCH_HEADER_BYTES,
  type BatchHeader,
  baseOffsetOf,
  lastOffsetOf,
  leaderEpochOf,
  maxTimestampOf,
  readBatchHeader
} from '@gregor/protocol'
import { readExactly, scanBatches } from './batch-scan.ts'
import type { EpochCache } from './epoch-cache.ts'
import { CorruptLogError } from './errors.ts'
import type { LogServices } from './log-state.ts'
import { existingSegment, NO_TIMESTAMP, placeBatch, type Segment } from './segment.ts'
import { readTimeEntry, TIME_INDEX_ENTRY_BYTES } from './time-index.ts'

/** The same segment with nothing known of its content: its indexes are to be built anew, from the batches. */
export function emptiedSegment(segment: Segment): Segment {
  const { folder, baseOffset, createdMs } = segment
  const emptied = existingSegment({ folder, baseOffset, createdMs, sizeBytes: 0, offsetEntries: 0, timeEntries: 0 })
  emptied.nameDurable = segment.nameDurable
  return emptied
}

/** Puts a batch that is in the file into what is known of the segment. */
export function indexBatch(segment: Segment, header: BatchHeader, indexIntervalBytes: number): void {
  const placed = {
    sizeBytes: header.sizeBytes,
    baseOffset: Offset(header.baseOffset),
    lastOffset: Offset(header.lastOffset),
    maxTimestampMs: TimestampMs(header.maxTimestamp)
  }
  placeBatch(segment, placed, indexIntervalBytes)
  segment.writtenBytes = segment.sizeBytes
}

/** Builds a segment's indexes anew from the headers of its batches. */
export async function reindexSegment(
  services: LogServices,
  segment: Segment,
  options: { readonly indexIntervalBytes: number }
): Promise<Segment> {
  await removeIndexFiles(services, segment)
  const rebuilt = emptiedSegment(segment)
  await scanSegment(services, segment, {
    from: 0,
    visit: (buffer, at) => indexBatch(rebuilt, readBatchHeader(buffer, at), options.indexIntervalBytes)
  })
  return rebuilt
}

/** Puts the epochs of a segment's batches into the cache. */
export async function scanEpochs(services: LogServices, segment: Segment, epochs: EpochCache): Promise<void> {
  const visit = (buffer: Buffer, at: number): void => {
    const epoch = leaderEpochOf(buffer, at)
    if (epoch >= 0) epochs.assign(LeaderEpoch(epoch), Offset(baseOffsetOf(buffer, at)))
  }
  await scanSegment(services, segment, { from: 0, visit })
}

/** Visits the header of each batch in a segment's file from a position where one begins; the file must be sound. */
export async function scanSegment(
  services: LogServices,
  segment: Segment,
  scan: { readonly from: number; readonly visit: (buffer: Buffer, at: number) => void }
): Promise<void> {
  const visit = (buffer: Buffer, at: number): boolean => {
    scan.visit(buffer, at)
    return true
  }
  const end = await services.files.use(segment.path, 'write', (file) =>
    scanBatches(file, { from: scan.from, to: segment.writtenBytes, visit })
  )
  if (end.reason === 'broken')
    throw new CorruptLogError(`${segment.path} has no record batch at position ${end.position}`)
}

/** The index files of a segment go, so that nothing of them is taken for entries that are built anew. */
export async function removeIndexFiles(services: LogServices, segment: Segment): Promise<void> {
  for (const index of [segment.offsetIndex, segment.timeIndex]) {
    services.indexMemory.forget(index)
    await services.files.forget(index.path)
    await services.fileSystem.remove(index.path)
  }
}

/**
 * Fills in what an append must know of the last segment, from its first header and its newest index entries. `end` is
 * the offset after its last batch when something else told it.
 */
export async function resumeSegment(services: LogServices, segment: Segment, end: Offset | undefined): Promise<void> {
  if (segment.sizeBytes === 0) return
  const first = await services.files.use(segment.path, 'write', (file) => readExactly(file, 0, BATCH_HEADER_BYTES))
  if (first.length === BATCH_HEADER_BYTES) segment.firstTimestampMs = TimestampMs(maxTimestampOf(first))
  await loadMaxTimestamp(services, segment)
  segment.nextOffset = end ?? (await findEnd(services, segment))
  segment.markedBytes = segment.sizeBytes
}

/** The largest timestamp of a segment that was closed: the last entry of its time index. */
export async function loadMaxTimestamp(services: LogServices, segment: Segment): Promise<TimestampMs> {
  if (segment.maxTimestamp !== undefined) return segment.maxTimestamp.timestampMs
  const { timeIndex, baseOffset } = segment
  let max = { timestampMs: NO_TIMESTAMP, offset: Offset(-1) }
  if (timeIndex.count > 0) {
    const position = (timeIndex.count - 1) * TIME_INDEX_ENTRY_BYTES
    const bytes = await services.files.use(timeIndex.path, 'write', (file) =>
      readExactly(file, position, TIME_INDEX_ENTRY_BYTES)
    )
    if (bytes.length === TIME_INDEX_ENTRY_BYTES) max = readTimeEntry(bytes, 0, baseOffset)
  }
  segment.maxTimestamp = max
  segment.indexedTimestampMs = max.timestampMs
  return max.timestampMs
}

/** Reads from the last entry of the offset index to the end of the file. */
async function findEnd(services: LogServices, segment: Segment): Promise<Offset> {
  await segment.offsetIndex.load(services.files)
  const last = segment.offsetIndex.loaded?.at(-1)
  const from = last === undefined ? 0 : last.buffer.readInt32BE(last.at + 4)
  let next: Offset = segment.baseOffset
  const visit = (buffer: Buffer, at: number): void => {
    next = Offset(lastOffsetOf(buffer, at) + 1)
  }
  await scanSegment(services, segment, { from, visit })
  return next
}
