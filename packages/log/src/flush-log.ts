import { basename } from 'node:path'
import { invariant, type Offset } from '@gregor/base'
import type { Journal } from './journal/journal.ts'
import { activeSegment, type ClosingSegment, type LogServices, type LogState } from './log-state.ts'
import { dueMark, isMarkDue, placeMark } from './recovery-mark.ts'
import { removeSegment } from './remove-segment.ts'
import { persistIndexes, saveEpochs, writeSnapshot } from './save-log.ts'
import { indexMaxTimestamp, type Segment } from './segment.ts'

/** Index entries in memory from which on they are written, so that a crash leaves little to build anew. */
const INDEX_ENTRIES_PENDING_MAX = 1024
/** What a log flushes by way of the journal at most. */
const JOURNAL_BYTES_MAX = 512 * 1024

export interface FlushOptions {
  /** Durable in the log's own files, whatever acknowledgements wait for. */
  readonly sync: boolean
  /** Where what was appended may become durable instead of in the log's own files. */
  readonly journal?: Journal | undefined
  readonly onProgress: () => void
}

/**
 * Makes all that was appended before the call durable when acknowledgements wait for that or `sync` is asked for, or
 * only brings it to the files, oldest segment first. Runs alone among the works on the files of a log.
 * Order: a segment that was closed is complete and durable before a byte of the next one is written, so what a crash
 * leaves is always a beginning of what was appended.
 */
export async function flushLog(state: LogState, services: LogServices, options: FlushOptions): Promise<void> {
  const goal = state.logEndOffset
  for (let empty = state.obsolete[0]; empty !== undefined; empty = state.obsolete[0]) {
    await removeSegment(services, empty)
    state.obsolete.shift()
  }
  while (state.closing.length > 0) {
    await completeSegment(state, services, state.closing[0]!)
    state.closing.shift()
    options.onProgress()
    if (state.flushedOffset >= goal) break
  }
  if (state.closing.length > 0) return
  const { journal } = options
  if (journal === undefined || !isJournalable(state, services)) await flushActive(state, services, options)
  else await journalActive(state, journal, options)
}

/**
 * Whether what waits to be flushed may go into the journal. The file of the segment must be there for certain, since a start
 * copies the journal to the last segment that it finds; what only the file has, unsynced, must not lie before; what
 * recovery marks stand for is durable in the log's own files; and much at a time costs more to write twice than a sync does.
 */
export function isJournalable(state: LogState, services: LogServices): boolean {
  const segment = activeSegment(state)
  return (
    (state.config.flushBeforeAck ?? services.flushBeforeAck) &&
    state.closing.length === 0 &&
    state.obsolete.length === 0 &&
    segment.nameDurable &&
    segment.writtenBytes <= segment.durableBytes &&
    segment.sizeBytes - segment.durableBytes <= JOURNAL_BYTES_MAX &&
    !isMarkDue(state, services) &&
    !state.room.isShort
  )
}

async function journalActive(state: LogState, journal: Journal, options: FlushOptions): Promise<void> {
  const segment = activeSegment(state)
  const { nextOffset, sizeBytes, durableBytes, baseOffset } = segment
  if (sizeBytes > durableBytes) {
    const chunks = state.tail.bytesOf(segment, durableBytes, sizeBytes)
    await journal.append({
      kind: 'data',
      name: basename(state.folder),
      topicId: state.identity.topicId,
      segmentBase: baseOffset,
      position: durableBytes,
      chunks
    })
    segment.durableBytes = sizeBytes
  }
  advance(state, nextOffset, false)
  options.onProgress()
}

/** Brings to the file what only the journal has. Runs alone among the works on the files of a log. */
export async function writeBehind(state: LogState, services: LogServices): Promise<void> {
  const segment = activeSegment(state)
  if (segment.writtenBytes < segment.durableBytes)
    await writeSegment(state, services, segment, { to: segment.durableBytes, sync: false })
  if (segment.offsetIndex.pendingCount >= INDEX_ENTRIES_PENDING_MAX) {
    await persistIndexes(segment, services, { sync: false })
  }
}

async function flushActive(state: LogState, services: LogServices, options: FlushOptions): Promise<void> {
  const segment = activeSegment(state)
  const flushBeforeAck = state.config.flushBeforeAck ?? services.flushBeforeAck
  const mark = dueMark(state, services)
  const sync = (options.sync || flushBeforeAck || mark !== undefined) && segment.nextOffset > state.syncedOffset
  const { nextOffset } = segment
  await writeSegment(state, services, segment, { to: segment.sizeBytes, sync })
  advance(state, nextOffset, sync)
  options.onProgress()
  if (mark !== undefined) await placeMark(state, services, mark)
  else if (segment.offsetIndex.pendingCount >= INDEX_ENTRIES_PENDING_MAX) {
    await persistIndexes(segment, services, { sync: false })
  }
}

function advance(state: LogState, offset: Offset, synced: boolean): void {
  if (offset > state.flushedOffset) state.flushedOffset = offset
  if (synced && offset > state.syncedOffset) state.syncedOffset = offset
  invariant(state.flushedOffset <= state.logEndOffset, 'only what was appended is flushed', { log: state.folder })
}

/** Writes what is only in memory of a segment's batches, up to position `to` in its file. */
async function writeSegment(
  state: LogState,
  services: LogServices,
  segment: Segment,
  { to, sync }: { readonly to: number; readonly sync: boolean }
): Promise<void> {
  const chunks = state.tail.bytesOf(segment, segment.writtenBytes, to)
  if (chunks.length === 0 && !sync) return
  await services.files.use(segment.path, segment.nameDurable ? 'write' : 'create', async (file) => {
    if (chunks.length > 0) await file.write(chunks, segment.writtenBytes)
    if (sync) await file.sync()
  })
  if (sync && !segment.nameDurable) {
    await services.fileSystem.syncFolder(state.folder)
    segment.nameDurable = true
  }
  services.backlog.unwrittenBytes -= to - segment.writtenBytes
  segment.writtenBytes = to
  if (sync) segment.durableBytes = to
  services.cacheBudget.account(state.tail)
}

/** Makes a segment that takes no more appends complete and durable: batches, indexes, producers at its end, epochs. */
async function completeSegment(state: LogState, services: LogServices, closing: ClosingSegment): Promise<void> {
  const { segment } = closing
  await writeSegment(state, services, segment, { to: segment.sizeBytes, sync: true })
  indexMaxTimestamp(segment)
  await persistIndexes(segment, services, { sync: true })
  await Promise.all([writeSnapshot(state, services, closing), saveEpochs(state, services)])
  await services.fileSystem.syncFolder(state.folder)
  advance(state, segment.nextOffset, true)
}
