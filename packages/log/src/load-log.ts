import { join } from 'node:path'
import { Offset, SparseMap, TimestampMs } from '@gregor/base'
import { type EpochStart, formatEpochCheckpoint, parseEpochCheckpoint } from './checkpoint.ts'
import type { DiskRoom } from './disk-room.ts'
import { EpochCache } from './epoch-cache.ts'
import { errorCode } from './errors.ts'
import { replaceIndexes } from './save-log.ts'
import { LEADER_EPOCH_FILE, offsetFileName, SNAPSHOT_SUFFIX } from './layout.ts'
import { loadProducersAndAborted } from './load-producers.ts'
import { type FolderContent, loadSegments } from './load-segments.ts'
import { activeSegment, logName, type LogServices, type LogState } from './log-state.ts'
import { ProducerStates } from './producer-state.ts'
import { firstToCheck, recoverSegments } from './recover-log.ts'
import { resumeSegment } from './resume-segment.ts'
import { reindexSegment, scanEpochs } from './scan-segment.ts'
import { removeSegment } from './remove-segment.ts'
import { indexMaxTimestamp, Segment } from './segment.ts'
import { TailCache } from './tail-cache.ts'
import type { LogConfig, LogIdentity } from './types.ts'

export interface LoadOptions {
  readonly identity: LogIdentity
  readonly folder: string
  readonly room: DiskRoom
  readonly config: LogConfig
  /** The files are as a clean shutdown left them. */
  readonly clean: boolean
  /** From the checkpoints; undefined = none. */
  readonly recoveryPoint: Offset | undefined
  readonly logStartOffset: Offset | undefined
  readonly highWatermark: Offset | undefined
  /** Compaction has changed the log: offsets may be missing. */
  readonly compacted: boolean
}

const START = Offset(0)
/** A log that takes longer to open is worth a line. */
const SLOW_MS = 1_000

/**
 * Opens the log in a folder. After a clean shutdown little more than names and sizes is read. After a crash the segments
 * from the recovery point on are checked batch by batch, a torn tail is cut, and indexes, epochs and producers are
 * rebuilt; the work is the same when a crash interrupted it before.
 */
export async function loadLog(services: LogServices, options: LoadOptions): Promise<LogState> {
  const startedMs = services.clock.monotonicMs()
  const content = await loadSegments(services, options)
  const saved = await loadEpochs(services, options.folder)
  const epochs = new EpochCache(saved)
  const segments = await openSegments(services, content, { ...options, epochs })
  if (saved === undefined) await rebuildEpochs(services, segments, { ...options, epochs })
  const state = await assemble(services, segments, { ...options, epochs })
  epochs.truncateFromEnd(state.logEndOffset)
  epochs.truncateFromStart(state.logStartOffset)
  state.epochsChanged = formatEpochCheckpoint(epochs.entries) !== formatEpochCheckpoint(saved ?? [])
  const snapshots = await dropUntrueSnapshots(state, services, content.snapshots)
  state.producers = await loadProducersAndAborted(state, services, snapshots)
  const newest = snapshots.at(-1) ?? -1
  if (newest > activeSegment(state).baseOffset) state.markOffset = newest
  noteDuration(services, state, { startedMs, ...options })
  return state
}

function noteDuration(
  services: LogServices,
  state: LogState,
  opened: { readonly startedMs: number; readonly clean: boolean; readonly recoveryPoint: Offset | undefined }
): void {
  const ms = Math.round(services.clock.monotonicMs() - opened.startedMs)
  const { clean, recoveryPoint } = opened
  const fields = { log: logName(state), ms, clean, recoveryPoint, logEndOffset: state.logEndOffset }
  if (ms >= SLOW_MS) services.logger.info(fields, 'the log took a while to open')
  else services.logger.debug(fields, 'the log is open')
}

/**
 * Removes the snapshots that are beyond the end of the log, or of a log that is gone, before the log grows over them;
 * and for good, since after the next clean shutdown the newest snapshot tells where the log ends.
 */
async function dropUntrueSnapshots(
  state: LogState,
  services: LogServices,
  snapshots: readonly number[]
): Promise<number[]> {
  const begunAnew = !state.segments[0]!.nameDurable
  const isTrue = (offset: number): boolean => !begunAnew && offset <= state.logEndOffset
  const untrue = snapshots.filter((offset) => !isTrue(offset))
  for (const offset of untrue)
    await services.fileSystem.remove(join(state.folder, offsetFileName(offset, SNAPSHOT_SUFFIX)))
  if (untrue.length > 0) await services.fileSystem.syncFolder(state.folder)
  return snapshots.filter(isTrue)
}

/** Undefined when there is no file or it is damaged: the epochs are then read from the batches. */
async function loadEpochs(services: LogServices, folder: string): Promise<EpochStart[] | undefined> {
  try {
    const entries = parseEpochCheckpoint(
      (await services.fileSystem.readFile(join(folder, LEADER_EPOCH_FILE))).toString()
    )
    if (entries === undefined) services.logger.warn({ folder }, 'leader-epoch-checkpoint is damaged and built anew')
    return entries
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

async function openSegments(
  services: LogServices,
  content: FolderContent,
  options: LoadOptions & { readonly epochs: EpochCache }
): Promise<Segment[]> {
  const { segments } = content
  if (segments.length === 0) return []
  for (const [index, segment] of segments.entries()) {
    segment.nextOffset = segments[index + 1]?.baseOffset ?? segment.baseOffset
  }
  const recoveryPoint = options.recoveryPoint ?? START
  const trusted = options.clean ? segments.length : firstToCheck(segments, recoveryPoint)
  const indexed = await reindexWhereMissing(services, segments, { count: trusted, config: options.config })
  return options.clean
    ? resume(services, indexed, content)
    : recover(services, indexed, { ...options, recoveryPoint, snapshots: content.snapshots })
}

/** The newest snapshot of a clean shutdown is at the end of the log. */
async function resume(services: LogServices, segments: Segment[], content: FolderContent): Promise<Segment[]> {
  const last = segments.at(-1)!
  const newest = Offset(content.snapshots.at(-1) ?? -1)
  await resumeSegment(services, last, newest > last.baseOffset ? newest : undefined)
  return segments
}

async function recover(
  services: LogServices,
  segments: readonly Segment[],
  options: LoadOptions & {
    readonly epochs: EpochCache
    readonly recoveryPoint: Offset
    readonly snapshots: readonly number[]
  }
): Promise<Segment[]> {
  return recoverSegments(services, segments, {
    name: logName(options),
    folder: options.folder,
    epochs: options.epochs,
    indexIntervalBytes: options.config.indexIntervalBytes,
    gaps: options.compacted || options.config.compacts,
    recoveryPoint: options.recoveryPoint,
    marks: options.snapshots,
    logStartOffset: options.logStartOffset ?? START
  })
}

/** Builds the indexes of the first `count` segments anew where they are not there. */
async function reindexWhereMissing(
  services: LogServices,
  segments: readonly Segment[],
  options: { readonly count: number; readonly config: LogConfig }
): Promise<Segment[]> {
  const indexed = [...segments]
  const { indexIntervalBytes, maxMessageBytes } = options.config
  for (const [index, segment] of segments.slice(0, options.count).entries()) {
    const sparse = segment.offsetIndex.count === 0 && segment.sizeBytes > 2 * (indexIntervalBytes + maxMessageBytes)
    if (segment.sizeBytes === 0 || (segment.timeIndex.count > 0 && !sparse)) continue
    services.logger.warn({ segment: segment.path }, 'an index is missing and built anew')
    const rebuilt = await reindexSegment(services, segment, { indexIntervalBytes })
    indexMaxTimestamp(rebuilt)
    // A crash in between must not leave these two without the third, or it would not be missed.
    if (!rebuilt.transactionsLost) await replaceIndexes(rebuilt, services)
    rebuilt.nextOffset = segments[index + 1]?.baseOffset ?? rebuilt.nextOffset
    indexed[index] = rebuilt
  }
  return indexed
}

async function rebuildEpochs(
  services: LogServices,
  segments: readonly Segment[],
  options: { readonly epochs: EpochCache }
): Promise<void> {
  for (const segment of segments) await scanEpochs(services, segment, options.epochs)
}

/** The state of a log whose segments are in order; an empty one begins where the log does. */
async function assemble(
  services: LogServices,
  segments: Segment[],
  options: LoadOptions & { readonly epochs: EpochCache }
): Promise<LogState> {
  const { folder } = options
  const logStartOffset = Offset(Math.max(options.logStartOffset ?? 0, segments[0]?.baseOffset ?? 0))
  let kept = segments
  if (segments.length > 0 && segments.at(-1)!.nextOffset < logStartOffset) {
    const fields = { log: logName(options), logStartOffset, logEndOffset: segments.at(-1)!.nextOffset }
    services.logger.warn(fields, 'the log ends before its start offset: it begins there again, empty')
    for (const segment of segments.toReversed()) await removeSegment(services, segment)
    kept = []
  }
  if (kept.length === 0) {
    kept = [new Segment({ folder, baseOffset: logStartOffset, createdMs: TimestampMs(services.clock.wallMs()) })]
  }
  const logEndOffset = kept.at(-1)!.nextOffset
  return {
    identity: options.identity,
    folder,
    room: options.room,
    config: options.config,
    segments: kept,
    closing: [],
    obsolete: [],
    epochs: options.epochs,
    producers: new ProducerStates(),
    tail: new TailCache(),
    logStartOffset,
    logEndOffset,
    highWatermark: Offset(Math.min(Math.max(options.highWatermark ?? 0, logStartOffset), logEndOffset)),
    flushedOffset: logEndOffset,
    syncedOffset: logEndOffset,
    epochsChanged: false,
    snapshotOffset: -1,
    markOffset: -1,
    markRequested: false,
    readAhead: new SparseMap(),
    generation: 0,
    swaps: 0,
    swapping: undefined,
    truncating: false,
    failure: undefined
  }
}
