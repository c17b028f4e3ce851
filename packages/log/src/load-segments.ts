import { join } from 'node:path'
import { Offset, TimestampMs } from '@gregor/base'
import { lastOffsetOf } from '@gregor/protocol'
import { scanBatches } from './batch-scan.ts'
import { checkNotMarked } from './damage.ts'
import {
  CLEANED_SUFFIX,
  DELETED_SUFFIX,
  LOG_SUFFIX,
  OFFSET_INDEX_SUFFIX,
  offsetFileName,
  parseOffsetFileName,
  SNAPSHOT_SUFFIX,
  SWAP_SUFFIX,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX
} from './layout.ts'
import type { LogServices } from './log-state.ts'
import { OFFSET_INDEX_ENTRY_BYTES } from './offset-index.ts'
import { Segment } from './segment.ts'
import { TIME_INDEX_ENTRY_BYTES } from './time-index.ts'
import { TRANSACTION_INDEX_ENTRY_BYTES } from './transaction-index.ts'

const LEFT_BEHIND = [DELETED_SUFFIX, CLEANED_SUFFIX, '.tmp']
const INDEX_SUFFIXES = [OFFSET_INDEX_SUFFIX, TIME_INDEX_SUFFIX, TRANSACTION_INDEX_SUFFIX]

/** The files of a log's folder, put in order; no segment has been read. */
export interface FolderContent {
  /** Ascending; empty when the folder has no segment. */
  readonly segments: Segment[]
  /** End offsets of the producer snapshots, ascending. */
  readonly snapshots: number[]
}

/**
 * Looks at a log's folder: removes what interrupted works left behind, segments that are wholly below the start of the
 * log, and indexes without a segment.
 */
export async function loadSegments(
  services: LogServices,
  log: { readonly folder: string; readonly logStartOffset: Offset | undefined }
): Promise<FolderContent> {
  const { folder } = log
  const found = await services.fileSystem.list(folder)
  await checkNotMarked(services, folder, found)
  const swapped = await finishSwaps(services, folder, found)
  const names = swapped ? await services.fileSystem.list(folder) : found
  const offsetsOf = (suffix: string): number[] =>
    names.map((name) => parseOffsetFileName(name, suffix)).filter((offset) => offset !== undefined)
  const all = offsetsOf(LOG_SUFFIX)
  const bases = all.filter((_, index) => (all[index + 1] ?? Infinity) > (log.logStartOffset ?? 0))
  const kept = new Set(bases)
  const snapshots = offsetsOf(SNAPSHOT_SUFFIX).filter((offset) => kept.has(offset) || offset > (bases.at(-1) ?? -1))
  const known = new Set(
    bases.flatMap((base) => [LOG_SUFFIX, ...INDEX_SUFFIXES].map((suffix) => offsetFileName(base, suffix)))
  )
  for (const offset of snapshots) known.add(offsetFileName(offset, SNAPSHOT_SUFFIX))
  await removeStrays(
    services,
    folder,
    names.filter((name) => isStray(name) && !known.has(name))
  )
  const present = new Set(names)
  const segments = await Promise.all(
    bases.map((baseOffset) => statSegment(services, folder, { baseOffset: Offset(baseOffset), names: present }))
  )
  return { segments, snapshots }
}

/**
 * Finishes the swaps of compacted segments that a crash interrupted: a `.swap` file is whole, and takes the place of the
 * segment of its name and of those that begin within its offsets. Resolves with whether there was one.
 */
async function finishSwaps(services: LogServices, folder: string, names: readonly string[]): Promise<boolean> {
  const { fileSystem } = services
  const swaps = names.filter((name) => name.endsWith(LOG_SUFFIX + SWAP_SUFFIX))
  for (const swap of swaps) {
    const name = swap.slice(0, -SWAP_SUFFIX.length)
    const base = parseOffsetFileName(name, LOG_SUFFIX)
    if (base === undefined) continue
    const end = await endOf(services, join(folder, swap), base)
    for (const other of names) {
      const offset = [LOG_SUFFIX, ...INDEX_SUFFIXES]
        .map((suffix) => parseOffsetFileName(other, suffix))
        .find((parsed) => parsed !== undefined)
      if (offset === undefined || offset < base || offset >= end || other === name) continue
      await fileSystem.remove(join(folder, other))
    }
    await fileSystem.syncFolder(folder)
    await fileSystem.rename(join(folder, swap), join(folder, name))
    await fileSystem.syncFolder(folder)
    services.logger.info({ segment: join(folder, name) }, 'finished a compaction that the last stop interrupted')
  }
  return swaps.length > 0
}

/** Offset after the last batch of a file; at least after `base`, so that the indexes of the segment itself go too. */
async function endOf(services: LogServices, path: string, base: number): Promise<number> {
  let end = base + 1
  const file = await services.fileSystem.open(path, 'read')
  try {
    const visit = (buffer: Buffer, at: number): boolean => {
      end = lastOffsetOf(buffer, at) + 1
      return true
    }
    await scanBatches(file, { from: 0, to: await file.size(), visit })
  } finally {
    await file.close()
  }
  return end
}

/** A file that belongs to a segment, or that an interrupted work left. */
function isStray(name: string): boolean {
  if (LEFT_BEHIND.some((suffix) => name.endsWith(suffix))) return true
  return [LOG_SUFFIX, SNAPSHOT_SUFFIX, ...INDEX_SUFFIXES].some(
    (suffix) => parseOffsetFileName(name, suffix) !== undefined
  )
}

async function removeStrays(services: LogServices, folder: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  services.logger.info({ folder, files: names.length }, 'removing files that are no longer part of the log')
  for (const name of names) await services.fileSystem.remove(join(folder, name))
  await services.fileSystem.syncFolder(folder)
}

async function statSegment(
  services: LogServices,
  folder: string,
  { baseOffset, names }: { readonly baseOffset: Offset; readonly names: ReadonlySet<string> }
): Promise<Segment> {
  const stat = (suffix: string) => services.fileSystem.stat(join(folder, offsetFileName(baseOffset, suffix)))
  // Few segments have one.
  const hasAborted = names.has(offsetFileName(baseOffset, TRANSACTION_INDEX_SUFFIX))
  const [log, offsetIndex, timeIndex, transactionIndex] = await Promise.all([
    stat(LOG_SUFFIX),
    stat(OFFSET_INDEX_SUFFIX),
    stat(TIME_INDEX_SUFFIX),
    hasAborted ? stat(TRANSACTION_INDEX_SUFFIX) : undefined
  ])
  const whole =
    (offsetIndex?.size ?? 0) % OFFSET_INDEX_ENTRY_BYTES === 0 && (timeIndex?.size ?? 0) % TIME_INDEX_ENTRY_BYTES === 0
  // An index that ends within an entry is damaged; of one without entries both are built anew.
  const entriesIn = (index: { readonly size: number } | undefined, bytes: number): number =>
    whole ? (index?.size ?? 0) / bytes : 0
  const segment = new Segment({
    folder,
    baseOffset,
    createdMs: TimestampMs(Math.floor(log?.modifiedMs ?? 0)),
    sizeBytes: log?.size ?? 0,
    offsetEntries: entriesIn(offsetIndex, OFFSET_INDEX_ENTRY_BYTES),
    timeEntries: entriesIn(timeIndex, TIME_INDEX_ENTRY_BYTES),
    transactionEntries: Math.floor((transactionIndex?.size ?? 0) / TRANSACTION_INDEX_ENTRY_BYTES)
  })
  segment.transactionsLost = (transactionIndex?.size ?? 0) % TRANSACTION_INDEX_ENTRY_BYTES > 0
  segment.nameDurable = true
  return segment
}
