import { dirname } from 'node:path'
import { type FileHandle, Offset, type ProducerId } from '@gregor/base'
import { batchBytesOf, type BatchHeader, isControl, lastOffsetOf, readBatchHeader } from '@gregor/protocol'
import { abortedBetween } from './aborted-transactions.ts'
import { scanBatches } from './batch-scan.ts'
import { cleanBatch, type CleaningRules, compactableRecords, keyOf, type NewestOffsets } from './clean-batch.ts'
import { compactableSegments, groupSegments, isWorthCompacting } from './compaction-plan.ts'
import { CorruptLogError } from './errors.ts'
import { replaceIndexes } from './save-log.ts'
import { CLEANED_SUFFIX, SWAP_SUFFIX } from './layout.ts'
import { type LogServices, type LogState, withStableFiles } from './log-state.ts'
import { checkCrcs } from './read-log.ts'
import { removeSegment } from './remove-segment.ts'
import { emptiedSegment, indexBatch, removeIndexFiles } from './scan-segment.ts'
import { indexMaxTimestamp, type Segment } from './segment.ts'
import { pushAborted } from './transaction-index.ts'
import { TransactionsInPass } from './transactions-in-pass.ts'

/** Keys that one pass remembers; a pass over more ends early, and the next one goes on there. */
const KEYS_MAX = 500_000
const WRITE_BYTES = 1024 * 1024
/** Kafka's default of delete.retention.ms: how long readers may take to see a tombstone. */
const DELETE_RETENTION_MS = 86_400_000

/** Where compaction of a log stands. */
export interface CompactionProgress {
  /** Below it every key is there once. */
  cleanedOffset: Offset
  /** Tombstones below `offset` have been the only records of their keys since `sinceMs`; known since the start only. */
  tombstones: { readonly offset: Offset; readonly sinceMs: number } | undefined
  /** The log's generation when this was true: a log that was cut begins anew. */
  generation: number
}

export interface CompactionHost {
  readonly progress: CompactionProgress
  /** Makes the progress durable; before the first swap too, so that a start knows that offsets may be missing. */
  saveProgress(): Promise<void>
  /** Runs a work alone on the files of the log. */
  exclusively(work: () => Promise<void>): Promise<void>
}

/**
 * Compacts the closed segments below the high watermark and below what is undecided, when enough of them is new: of each
 * key the newest record stays, at its offset. The new files are written beside the old ones without holding up anything;
 * only the swap is one of the exclusive works on the files. Resolves with the bytes that went.
 */
export async function compactLog(state: LogState, services: LogServices, host: CompactionHost): Promise<number> {
  const { progress } = host
  if (progress.generation !== state.generation) beginAnew(progress, state.generation)
  const segments = compactableSegments(state.segments, compactionLimit(state))
  const last = segments.at(-1)
  if (last === undefined || !isWorthCompacting(segments, progress.cleanedOffset)) return 0
  const { generation } = state
  await host.saveProgress()
  const [from, to] = [segments[0]!.baseOffset, Offset(last.nextOffset)]
  const aborted = await withStableFiles(state, () => abortedBetween(state, services, from, to))
  const transactions = new TransactionsInPass(aborted)
  const newest = await newestOffsets(services, segments, { from: progress.cleanedOffset, transactions })
  const left = { alone: false }
  const nowMs = services.clock.wallMs()
  const dropBelow = dropTombstonesBelow(progress, nowMs)
  const rules = rulesOf(state, newest, { left, dropBelow, transactions, nowMs })
  let freedBytes = 0
  for (const group of groupSegments(segments, last.nextOffset, state.config)) {
    const { indexIntervalBytes } = state.config
    const { cleaned, changed } = await cleanGroup(services, group, { rules, indexIntervalBytes })
    let swapped = false
    await host.exclusively(async () => {
      if (!isInPlace(state, group) || (group.length === 1 && !changed)) return
      await swapGroup(state, services, group, cleaned)
      swapped = true
    })
    if (swapped) freedBytes += bytesOf(group) - cleaned.sizeBytes
    else await services.fileSystem.remove(cleaned.path + CLEANED_SUFFIX)
    if (state.generation !== generation || state.failure !== undefined) return freedBytes
  }
  noteProgress(progress, services.clock.wallMs(), { cleanedOffset: newest.upTo, leftAlone: left.alone })
  await host.saveProgress()
  return freedBytes
}

function beginAnew(progress: CompactionProgress, generation: number): void {
  progress.cleanedOffset = Offset(0)
  progress.tombstones = undefined
  progress.generation = generation
}

function compactionLimit(state: LogState): Offset {
  const unstable = state.producers.firstUnstableOffset(state.highWatermark)
  const closing = state.closing[0]?.segment.baseOffset ?? Infinity
  return Offset(Math.min(state.highWatermark, state.syncedOffset, closing, unstable < 0 ? Infinity : unstable))
}

async function newestOffsets(
  services: LogServices,
  segments: readonly Segment[],
  { from, transactions }: { readonly from: Offset; readonly transactions: TransactionsInPass }
): Promise<NewestOffsets> {
  const offsets = new Map<string, Offset>()
  let upTo = segments.at(-1)!.nextOffset
  for (const segment of segments) {
    if (segment.nextOffset <= from) continue
    const end = await scanGroup(services, [segment], (batch, header) => {
      if (header.lastOffset < from || transactions.isAborted(header)) return true
      for (const record of compactableRecords(batch, header) ?? []) {
        const key = keyOf(record)
        if (key !== undefined) offsets.set(key, Offset(record.offset))
      }
      return offsets.size < KEYS_MAX
    })
    if (end === undefined) continue
    upTo = Offset(end)
    break
  }
  return { offsets, upTo }
}

/** Visits each batch; a visitor that answers false ends the scan after that batch, whose end is the result. */
async function scanGroup(
  services: LogServices,
  group: readonly Segment[],
  visit: (batch: Buffer, header: BatchHeader) => boolean
): Promise<number | undefined> {
  let endedAt: number | undefined
  for (const segment of group) {
    const end = await services.files.use(segment.path, 'write', (file) =>
      scanBatches(file, {
        from: 0,
        to: segment.writtenBytes,
        visit: (buffer, at, position) => {
          if (endedAt !== undefined) return false
          const batch = buffer.subarray(at, at + batchBytesOf(buffer, at))
          // What is damaged must not decide about what else is kept.
          checkCrcs(batch, { path: segment.path, position })
          if (!visit(batch, readBatchHeader(batch))) endedAt = lastOffsetOf(batch) + 1
          return true
        }
      })
    )
    if (end.reason === 'broken')
      throw new CorruptLogError(`${segment.path} has no record batch at position ${end.position}`)
    if (endedAt !== undefined) break
  }
  return endedAt
}

function rulesOf(
  state: LogState,
  newest: NewestOffsets,
  pass: {
    readonly left: { alone: boolean }
    readonly dropBelow: Offset
    readonly transactions: TransactionsInPass
    readonly nowMs: number
  }
): CleaningRules {
  const newestOfProducer = new Map<ProducerId, { readonly lastOffset: number; readonly epoch: number }>()
  for (const { producerId, producerEpoch: epoch, batches } of state.producers.entries())
    newestOfProducer.set(producerId, { lastOffset: batches.at(-1)?.lastOffset ?? -1, epoch })
  return {
    newest,
    transactions: pass.transactions,
    nowMs: pass.nowMs,
    deleteRetentionMs: DELETE_RETENTION_MS,
    dropTombstonesBelow: pass.dropBelow,
    onLeftAlone: () => {
      pass.left.alone = true
    },
    isProducersNewest: (header) => {
      const known = newestOfProducer.get(header.producerId as ProducerId)
      // A producer that has no batches in its epoch is known by the marker that began the epoch.
      if (isControl(header.attributes)) return known?.lastOffset === -1 && known.epoch === header.producerEpoch
      return known?.lastOffset === header.lastOffset
    }
  }
}

function dropTombstonesBelow(progress: CompactionProgress, nowMs: number): Offset {
  const { tombstones } = progress
  return tombstones !== undefined && nowMs - tombstones.sinceMs >= DELETE_RETENTION_MS ? tombstones.offset : Offset(0)
}

/** A batch that was left alone may hold a value that a tombstone deletes: then tombstones stay. */
function noteProgress(
  progress: CompactionProgress,
  nowMs: number,
  pass: { readonly cleanedOffset: Offset; readonly leftAlone: boolean }
): void {
  const { tombstones } = progress
  progress.cleanedOffset = pass.cleanedOffset
  if (pass.leftAlone) progress.tombstones = undefined
  else if (tombstones === undefined || nowMs - tombstones.sinceMs >= DELETE_RETENTION_MS) {
    progress.tombstones = { offset: pass.cleanedOffset, sinceMs: nowMs }
  }
}

/** What was written beside the first segment of a group. */
interface CleanedGroup {
  readonly cleaned: Segment
  /** Whether it differs from what was read. */
  readonly changed: boolean
}

/** Writes what is left of a group beside its first segment, durably. */
async function cleanGroup(
  services: LogServices,
  group: readonly Segment[],
  options: { readonly rules: CleaningRules; readonly indexIntervalBytes: number }
): Promise<CleanedGroup> {
  const first = group[0]!
  const cleaned = emptiedSegment(first)
  let changed = false
  const file = await services.fileSystem.open(first.path + CLEANED_SUFFIX, 'create')
  try {
    await file.truncate(0)
    changed = await writeCleaned(services, group, { ...options, cleaned, file })
    await file.sync()
  } finally {
    await file.close()
  }
  await services.fileSystem.syncFolder(dirname(first.path))
  cleaned.nextOffset = group.at(-1)!.nextOffset
  indexMaxTimestamp(cleaned)
  return { cleaned, changed }
}

/** Resolves with whether anything is not as it was. */
async function writeCleaned(
  services: LogServices,
  group: readonly Segment[],
  output: {
    readonly rules: CleaningRules
    readonly indexIntervalBytes: number
    readonly cleaned: Segment
    readonly file: FileHandle
  }
): Promise<boolean> {
  const { cleaned, file, rules } = output
  let changed = false
  let waiting: Buffer[] = []
  let writtenBytes = 0
  const writeWaiting = async (): Promise<void> => {
    const chunks = waiting
    waiting = []
    await file.write(chunks, writtenBytes)
    for (const chunk of chunks) writtenBytes += chunk.length
  }
  for (const segment of group) {
    for (let position = 0; position < segment.writtenBytes;) {
      const end = await services.files.use(segment.path, 'write', (source) => {
        let bytes = 0
        return scanBatches(source, {
          from: position,
          to: segment.writtenBytes,
          visit: (buffer, at, batchPosition) => {
            if (bytes >= WRITE_BYTES) return false
            const batch = buffer.subarray(at, at + batchBytesOf(buffer, at))
            bytes += batch.length
            // Nor must it get a new checksum.
            checkCrcs(batch, { path: segment.path, position: batchPosition })
            const header = readBatchHeader(batch)
            const left = cleanBatch(batch, header, rules)
            if (left !== batch) changed = true
            if (left === undefined) return true
            waiting.push(left)
            indexBatch(cleaned, readBatchHeader(left), output.indexIntervalBytes)
            const aborted = isControl(header.attributes) ? rules.transactions.abortedBy(header) : undefined
            if (aborted !== undefined) pushAborted(cleaned.transactionIndex, aborted)
            return true
          }
        })
      })
      if (end.reason === 'broken')
        throw new CorruptLogError(`${segment.path} has no record batch at position ${end.position}`)
      position = end.position
      await writeWaiting()
    }
  }
  return changed
}

const bytesOf = (group: readonly Segment[]): number => group.reduce((bytes, segment) => bytes + segment.sizeBytes, 0)

/** Whether retention, a truncation or a reset has left the group alone meanwhile. */
function isInPlace(state: LogState, group: readonly Segment[]): boolean {
  const index = state.segments.indexOf(group[0]!)
  return index >= 0 && group.every((segment, offset) => state.segments[index + offset] === segment)
}

/**
 * Puts the cleaned file in the place of its group. Readers wait meanwhile, and those that were under way begin anew.
 */
async function swapGroup(
  state: LogState,
  services: LogServices,
  group: readonly Segment[],
  cleaned: Segment
): Promise<void> {
  const swapping = swapFiles(services, group, cleaned)
  state.swapping = swapping.catch(() => undefined)
  await swapping
  state.segments.splice(state.segments.indexOf(group[0]!), group.length, cleaned)
  state.readAhead.clear()
  state.swaps++
  state.swapping = undefined
}

/**
 * The rename to `.swap` decides: a start after a crash finishes the swap from then on, and removes the cleaned file
 * before.
 */
async function swapFiles(services: LogServices, group: readonly Segment[], cleaned: Segment): Promise<void> {
  const { fileSystem, files } = services
  const [first, ...others] = group
  const swap = cleaned.path + SWAP_SUFFIX
  await fileSystem.rename(cleaned.path + CLEANED_SUFFIX, swap)
  await fileSystem.syncFolder(cleaned.folder)
  for (const other of others.toReversed()) await removeSegment(services, other)
  await removeIndexFiles(services, first!)
  await fileSystem.syncFolder(cleaned.folder)
  await files.forget(cleaned.path)
  await fileSystem.rename(swap, cleaned.path)
  await fileSystem.syncFolder(cleaned.folder)
  await replaceIndexes(cleaned, services)
}
