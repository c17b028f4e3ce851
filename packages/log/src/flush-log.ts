import { invariant, type Offset } from '@gregor/base'
import { activeSegment, type ClosingSegment, type LogServices, type LogState } from './log-state.ts'
import { dueMark, placeMark } from './recovery-mark.ts'
import { removeSegment } from './remove-segment.ts'
import { persistIndexes, saveEpochs, writeSnapshot } from './save-log.ts'
import { indexMaxTimestamp, type Segment } from './segment.ts'

/** Index entries in memory from which on they are written, so that a crash leaves little to build anew. */
const INDEX_ENTRIES_PENDING_MAX = 1024

/**
 * Brings all that was appended before the call to the files, oldest segment first, and makes it durable when
 * acknowledgements wait for that or `sync` is asked for. Runs alone among the works on the files of a log.
 * Order: a segment that was closed is complete and durable before a byte of the next one is written, so what a crash
 * leaves is always a beginning of what was appended.
 */
export async function flushLog(
  state: LogState,
  services: LogServices,
  options: { readonly sync: boolean; readonly onProgress: () => void }
): Promise<void> {
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
  if (state.closing.length === 0) await flushActive(state, services, options)
}

async function flushActive(
  state: LogState,
  services: LogServices,
  options: { readonly sync: boolean; readonly onProgress: () => void }
): Promise<void> {
  const segment = activeSegment(state)
  const flushBeforeAck = state.config.flushBeforeAck ?? services.flushBeforeAck
  const mark = dueMark(state, services)
  const sync = (options.sync || flushBeforeAck || mark !== undefined) && segment.nextOffset > state.syncedOffset
  const written = await writeSegment(state, services, segment, { sync })
  advance(state, written.nextOffset, sync)
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

/** Writes what is only in memory of a segment's batches. Resolves with the offset up to which the file has them. */
async function writeSegment(
  state: LogState,
  services: LogServices,
  segment: Segment,
  options: { readonly sync: boolean }
): Promise<{ readonly nextOffset: Offset }> {
  const { nextOffset, sizeBytes } = segment
  const chunks = state.tail.unwritten(segment)
  if (chunks.length === 0 && !options.sync) return { nextOffset }
  await services.files.use(segment.path, segment.nameDurable ? 'write' : 'create', async (file) => {
    if (chunks.length > 0) await file.write(chunks, segment.writtenBytes)
    if (options.sync) await file.sync()
  })
  if (options.sync && !segment.nameDurable) {
    await services.fileSystem.syncFolder(state.folder)
    segment.nameDurable = true
  }
  services.backlog.unwrittenBytes -= sizeBytes - segment.writtenBytes
  segment.writtenBytes = sizeBytes
  services.cacheBudget.account(state.tail)
  return { nextOffset }
}

/** Makes a segment that takes no more appends complete and durable: batches, indexes, producers at its end, epochs. */
async function completeSegment(state: LogState, services: LogServices, closing: ClosingSegment): Promise<void> {
  const { segment } = closing
  const { nextOffset } = await writeSegment(state, services, segment, { sync: true })
  indexMaxTimestamp(segment)
  await Promise.all([
    persistIndexes(segment, services, { sync: true }),
    writeSnapshot(state, services, closing),
    saveEpochs(state, services)
  ])
  await services.fileSystem.syncFolder(state.folder)
  advance(state, nextOffset, true)
}
