import { join } from 'node:path'
import { Offset, TimestampMs } from '@gregor/base'
import { BATCH_HEADER_BYTES, baseOffsetOf, lastOffsetOf, maxTimestampOf } from '@gregor/protocol'
import { loadTransactionIndex } from './aborted-transactions.ts'
import { readExactly } from './batch-scan.ts'
import { replaceIndexes, saveEpochs } from './save-log.ts'
import { offsetFileName, parseOffsetFileName, SNAPSHOT_SUFFIX } from './layout.ts'
import { loadProducers } from './load-producers.ts'
import { activeSegment, type LogServices, type LogState, segmentIndexOf } from './log-state.ts'
import { countBefore } from './offset-index.ts'
import { ProducerStates } from './producer-state.ts'
import { positionOf } from './locate-batch.ts'
import { removeSegment } from './remove-segment.ts'
import { scanSegment } from './scan-segment.ts'
import { indexesOf, NO_TIMESTAMP, Segment } from './segment.ts'
import { countUpTo, readTimeEntry } from './time-index.ts'
import { countAbortedBefore } from './transaction-index.ts'

export interface CutOptions {
  /**
   * Makes durable that nothing at or above the end of the log is known to be durable, and that the log starts where the
   * state says: called when memory is changed and no file is yet.
   */
  readonly saveCheckpoints: () => Promise<void>
}

/**
 * Cuts everything at and above `offset`. All of the log is in its files. Files go from the newest to the oldest, so what
 * a crash leaves is a beginning of the log, and the leader's epochs cut it again.
 */
export async function truncateLog(
  state: LogState,
  services: LogServices,
  offset: Offset,
  options: CutOptions
): Promise<void> {
  if (offset >= state.logEndOffset) {
    // Leaderships that appended nothing are forgotten too, or the same truncation would be asked for again for ever.
    if (state.epochs.truncateFromEnd(offset)) state.epochsChanged = true
    return saveEpochs(state, services)
  }
  const segment = state.segments[segmentIndexOf(state, offset)]!
  const cut = await findCut(state, services, segment, offset)
  if (cut.offset < state.logStartOffset) {
    // The batch that holds the start of the log goes too: nothing is left.
    return resetLog(state, services, Offset(Math.min(offset, state.logStartOffset)), options)
  }
  const removed = cutMemory(state, services, segment, cut.offset)
  await options.saveCheckpoints()
  for (const later of removed.toReversed()) await removeSegment(services, later)
  if (cut.position < segment.sizeBytes) await cutSegment(state, services, segment, cut)
  const snapshots = await removeSnapshotsBeyond(state, services)
  state.producers = await loadProducers(state, services, snapshots)
  await saveEpochs(state, services)
}

interface Cut {
  readonly position: number
  /** The end of the log after it. */
  readonly offset: Offset
}

/** A batch that holds the offset goes whole. */
async function findCut(state: LogState, services: LogServices, segment: Segment, offset: Offset): Promise<Cut> {
  const position = offset <= segment.baseOffset ? 0 : await positionOf(state, services, segment, offset)
  if (position === undefined) return { position: segment.sizeBytes, offset }
  const header = await services.files.use(segment.path, 'write', (file) =>
    readExactly(file, position, BATCH_HEADER_BYTES)
  )
  return { position, offset: Offset(Math.min(offset, baseOffsetOf(header))) }
}

function cutMemory(state: LogState, services: LogServices, segment: Segment, end: Offset): Segment[] {
  const removed = state.segments.splice(state.segments.indexOf(segment) + 1)
  state.generation++
  state.readAhead.clear()
  state.tail.clear()
  services.cacheBudget.account(state.tail)
  state.logEndOffset = end
  state.flushedOffset = Offset(Math.min(state.flushedOffset, end))
  state.syncedOffset = Offset(Math.min(state.syncedOffset, end))
  state.highWatermark = Offset(Math.min(state.highWatermark, end))
  state.logStartOffset = Offset(Math.min(state.logStartOffset, end))
  if (state.epochs.truncateFromEnd(end)) state.epochsChanged = true
  return removed
}

async function cutSegment(state: LogState, services: LogServices, segment: Segment, cut: Cut): Promise<void> {
  // Others who load theirs may take the memory back meanwhile.
  while (indexesOf(segment).some(({ loaded }) => loaded === undefined)) {
    await loadTransactionIndex(state, services, segment)
    await Promise.all([segment.offsetIndex.load(services.files), segment.timeIndex.load(services.files)])
  }
  segment.offsetIndex.truncate(countBefore(segment.offsetIndex, cut.position))
  segment.timeIndex.truncate(countUpTo(segment.timeIndex, Offset(cut.offset - 1), segment.baseOffset))
  segment.transactionIndex.truncate(countAbortedBefore(segment.transactionIndex, cut.offset))
  await services.files.use(segment.path, 'write', async (file) => {
    await file.truncate(cut.position)
    await file.sync()
  })
  segment.sizeBytes = cut.position
  segment.writtenBytes = cut.position
  segment.durableBytes = cut.position
  segment.nextOffset = cut.offset
  segment.bytesSinceIndexEntry = 0
  segment.markedBytes = Math.min(segment.markedBytes, cut.position)
  if (cut.position === 0) segment.firstTimestampMs = NO_TIMESTAMP
  await findMaxTimestamp(services, segment)
  await replaceIndexes(segment, services)
}

/** The last entry that is left in the time index covers the batches up to the last in the offset index. */
async function findMaxTimestamp(services: LogServices, segment: Segment): Promise<void> {
  const time = segment.timeIndex.pending.at(-1)
  const indexed = segment.offsetIndex.pending.at(-1)
  let max = { timestampMs: NO_TIMESTAMP, offset: Offset(-1) }
  if (time !== undefined) max = readTimeEntry(time.buffer, time.at, segment.baseOffset)
  segment.indexedTimestampMs = max.timestampMs
  const from = time === undefined || indexed === undefined ? 0 : indexed.buffer.readInt32BE(indexed.at + 4)
  const visit = (buffer: Buffer, at: number): void => {
    const timestampMs = TimestampMs(maxTimestampOf(buffer, at))
    if (timestampMs > max.timestampMs) max = { timestampMs, offset: Offset(lastOffsetOf(buffer, at)) }
  }
  await scanSegment(services, segment, { from, visit })
  segment.maxTimestamp = max
}

/** Removes the producer snapshots that are not about a beginning of the log; resolves with those that are. */
async function removeSnapshotsBeyond(state: LogState, services: LogServices): Promise<number[]> {
  const names = await services.fileSystem.list(state.folder)
  const offsets = names
    .map((name) => parseOffsetFileName(name, SNAPSHOT_SUFFIX))
    .filter((offset) => offset !== undefined)
  for (const offset of offsets) {
    if (offset <= state.logEndOffset) continue
    await services.fileSystem.remove(join(state.folder, offsetFileName(offset, SNAPSHOT_SUFFIX)))
  }
  await services.fileSystem.syncFolder(state.folder)
  state.snapshotOffset = -1
  if (state.markOffset > state.logEndOffset) state.markOffset = -1
  return offsets.filter((offset) => offset <= state.logEndOffset)
}

/** Empties the log and begins it again at `offset`. */
export async function resetLog(
  state: LogState,
  services: LogServices,
  offset: Offset,
  options: CutOptions
): Promise<void> {
  const removed = [...state.obsolete.splice(0), ...state.segments.splice(0)]
  for (const segment of removed) services.backlog.unwrittenBytes -= segment.sizeBytes - segment.writtenBytes
  state.closing.length = 0
  const createdMs = TimestampMs(services.clock.wallMs())
  const first = new Segment({ folder: state.folder, baseOffset: offset, createdMs })
  state.segments.push(first)
  cutMemory(state, services, first, offset)
  state.logEndOffset = offset
  state.flushedOffset = offset
  state.syncedOffset = offset
  state.highWatermark = offset
  state.logStartOffset = offset
  state.epochs.clear()
  state.epochsChanged = true
  state.producers = new ProducerStates(state.generation)
  await options.saveCheckpoints()
  for (const segment of removed.toReversed()) await removeSegment(services, segment)
  await services.files.use(first.path, 'create', (file) => file.sync())
  state.snapshotOffset = -1
  state.markOffset = -1
  const names = await services.fileSystem.list(state.folder)
  for (const name of names) {
    if (parseOffsetFileName(name, SNAPSHOT_SUFFIX) === undefined) continue
    await services.fileSystem.remove(join(state.folder, name))
  }
  await services.fileSystem.syncFolder(state.folder)
  activeSegment(state).nameDurable = true
  await saveEpochs(state, services)
}
