import { join } from 'node:path'
import { Offset } from '@gregor/base'
import { lastOffsetOf, readBatchHeader } from '@gregor/protocol'
import { trackProducer } from './append-batch.ts'
import { offsetFileName, parseOffsetFileName, SNAPSHOT_SUFFIX } from './layout.ts'
import { type LogServices, type LogState, segmentIndexOf } from './log-state.ts'
import { decodeProducerSnapshot } from './producer-snapshot.ts'
import { ProducerStates } from './producer-state.ts'
import { positionOf } from './locate-batch.ts'
import { replaceIndexes, replaceTransactionIndex } from './save-log.ts'
import { emptiedSegment, scanSegment } from './scan-segment.ts'
import type { Segment } from './segment.ts'
import { countAbortedBefore, countSound, pushAborted, readAborted } from './transaction-index.ts'
import type { AbortedTransaction } from './types.ts'

/**
 * The producers of a log as they are at its end: the newest good snapshot and the batches after it. `snapshots` are the
 * end offsets of those on disk, ascending. All of the log must be in its files.
 */
export async function loadProducers(
  state: LogState,
  services: LogServices,
  snapshots: readonly number[]
): Promise<ProducerStates> {
  const { producers, from } = await restoreProducers(state, services, snapshots)
  await scanProducers(state, services, { producers, from, to: state.logEndOffset, onAborted: () => {} })
  return producers
}

/**
 * The same at a start, when transaction indexes may not tell of all that the batches tell. What lies below a snapshot is in
 * the files of the indexes, since they are durable before it; what lies behind it is told by the batches that are read
 * for the producers anyway. Where a whole index is lost, the reading begins before its segment.
 */
export async function loadProducersAndAborted(
  state: LogState,
  services: LogServices,
  snapshots: readonly number[]
): Promise<ProducerStates> {
  const lost = state.segments.find(({ transactionsLost }) => transactionsLost)
  const usable = snapshots.filter((offset) => offset <= (lost?.baseOffset ?? state.logEndOffset))
  const { producers, from } = await restoreProducers(state, services, usable)
  const changed = new Set<Segment>()
  for (const segment of state.segments.slice(segmentIndexOf(state, from))) {
    if (await dropAbortedFrom(services, segment, from)) changed.add(segment)
    segment.transactionsLost = false
  }
  const onAborted = (segment: Segment, aborted: AbortedTransaction): void => {
    pushAborted(segment.transactionIndex, aborted)
    changed.add(segment)
  }
  await scanProducers(state, services, { producers, from, to: state.logEndOffset, onAborted })
  for (const segment of changed) {
    // Whoever built the others anew left them to this, since the three are trusted together.
    const isUnwritten = [segment.offsetIndex, segment.timeIndex].every(
      ({ count, pendingCount }) => count === pendingCount
    )
    await (isUnwritten ? replaceIndexes(segment, services) : replaceTransactionIndex(segment, services))
  }
  return producers
}

/** Leaves in memory alone what an index says below `from`; false when that is all. */
async function dropAbortedFrom(services: LogServices, segment: Segment, from: Offset): Promise<boolean> {
  const { transactionIndex, baseOffset, transactionsLost } = segment
  if (transactionIndex.count === 0) return transactionsLost
  while (transactionIndex.loaded === undefined) await transactionIndex.load(services.files)
  const sound = countSound(transactionIndex.loaded, baseOffset)
  const kept = sound < transactionIndex.loaded.count ? sound : transactionIndex.count
  const below = transactionsLost ? 0 : Math.min(kept, countAbortedBefore(transactionIndex, from))
  if (below === transactionIndex.count) return false
  transactionIndex.truncate(below)
  return true
}

/** The index of a segment misleads, or is gone: in memory it says again what the batches say. */
export async function mendTransactionIndex(state: LogState, services: LogServices, segment: Segment): Promise<void> {
  services.logger.warn({ segment: segment.path }, 'a transaction index is damaged, and is built anew in memory')
  const snapshots = (await services.fileSystem.list(state.folder))
    .map((name) => parseOffsetFileName(name, SNAPSHOT_SUFFIX))
    .filter((offset) => offset !== undefined && offset <= segment.baseOffset) as number[]
  const { producers, from } = await findProducers(state, services, snapshots)
  const rebuilt = emptiedSegment(segment)
  const onAborted = (where: Segment, aborted: AbortedTransaction): void => {
    if (where === segment) pushAborted(rebuilt.transactionIndex, aborted)
  }
  await scanProducers(state, services, { producers, from, to: segment.nextOffset, onAborted })
  const pending = segment.transactionIndex.pending.at(0)
  const firstPending = pending === undefined ? Infinity : readAborted(pending.buffer, pending.at).lastOffset
  segment.transactionIndex.mend(
    rebuilt.transactionIndex,
    (buffer, at) => readAborted(buffer, at).lastOffset >= firstPending
  )
}

interface FoundProducers {
  readonly producers: ProducerStates
  /** Where they are as they are. */
  readonly from: Offset
  /** Of the snapshot that was used; -1 = none. */
  readonly snapshotOffset: number
}

async function restoreProducers(
  state: LogState,
  services: LogServices,
  snapshots: readonly number[]
): Promise<FoundProducers> {
  const found = await findProducers(state, services, snapshots)
  if (found.snapshotOffset >= 0) state.snapshotOffset = found.snapshotOffset
  return found
}

/** The newest good snapshot; without one they are unknown at the start of the log. */
async function findProducers(
  state: LogState,
  services: LogServices,
  snapshots: readonly number[]
): Promise<FoundProducers> {
  const producers = new ProducerStates(state.generation)
  const usable = snapshots.filter((offset) => offset <= state.logEndOffset)
  let from = state.logStartOffset
  let snapshotOffset = -1
  for (const offset of usable.toReversed()) {
    const entries = await readSnapshot(state, services, offset)
    if (entries === undefined) continue
    producers.restore(entries)
    snapshotOffset = offset
    from = Offset(Math.max(offset, state.logStartOffset))
    break
  }
  if (from > 0) producers.forgetful()
  return { producers, from, snapshotOffset }
}

async function readSnapshot(
  state: LogState,
  services: LogServices,
  offset: number
): Promise<ReturnType<typeof decodeProducerSnapshot>> {
  const path = join(state.folder, offsetFileName(offset, SNAPSHOT_SUFFIX))
  if ((await services.fileSystem.stat(path)) === undefined) return undefined
  const entries = decodeProducerSnapshot(await services.fileSystem.readFile(path))
  if (entries === undefined) {
    services.logger.warn({ path }, 'a producer snapshot is damaged; an older one and the batches after it are used')
    await services.fileSystem.remove(path)
  }
  return entries
}

async function scanProducers(
  state: LogState,
  services: LogServices,
  scan: {
    readonly producers: ProducerStates
    readonly from: Offset
    readonly to: Offset
    readonly onAborted: (segment: Segment, aborted: AbortedTransaction) => void
  }
): Promise<void> {
  if (scan.from >= scan.to) return
  for (const segment of state.segments.slice(segmentIndexOf(state, scan.from))) {
    if (segment.baseOffset >= scan.to) return
    const position = await positionOf(state, services, segment, scan.from)
    if (position === undefined) continue
    const visit = (buffer: Buffer, at: number): void => {
      if (lastOffsetOf(buffer, at) < scan.from) return
      const aborted = trackProducer(scan.producers, buffer, readBatchHeader(buffer, at))
      if (aborted !== undefined) scan.onAborted(segment, aborted)
    }
    await scanSegment(services, segment, { from: position, visit })
  }
}
