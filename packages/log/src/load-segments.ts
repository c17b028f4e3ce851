import { join } from 'node:path'
import { Offset, TimestampMs } from '@gregor/base'
import {
  CLEANED_SUFFIX,
  DELETED_SUFFIX,
  LOG_SUFFIX,
  OFFSET_INDEX_SUFFIX,
  offsetFileName,
  parseOffsetFileName,
  SNAPSHOT_SUFFIX,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX
} from './layout.ts'
import type { LogServices } from './log-state.ts'
import { OFFSET_INDEX_ENTRY_BYTES } from './offset-index.ts'
import { existingSegment, type Segment } from './segment.ts'
import { TIME_INDEX_ENTRY_BYTES } from './time-index.ts'

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
  const names = await services.fileSystem.list(folder)
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
  const segments = await Promise.all(bases.map((baseOffset) => statSegment(services, folder, Offset(baseOffset))))
  return { segments, snapshots }
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

async function statSegment(services: LogServices, folder: string, baseOffset: Offset): Promise<Segment> {
  const stat = (suffix: string) => services.fileSystem.stat(join(folder, offsetFileName(baseOffset, suffix)))
  const [log, offsetIndex, timeIndex] = await Promise.all([
    stat(LOG_SUFFIX),
    stat(OFFSET_INDEX_SUFFIX),
    stat(TIME_INDEX_SUFFIX)
  ])
  const segment = existingSegment({
    folder,
    baseOffset,
    createdMs: TimestampMs(Math.floor(log?.modifiedMs ?? 0)),
    sizeBytes: log?.size ?? 0,
    offsetEntries: Math.floor((offsetIndex?.size ?? 0) / OFFSET_INDEX_ENTRY_BYTES),
    timeEntries: Math.floor((timeIndex?.size ?? 0) / TIME_INDEX_ENTRY_BYTES)
  })
  segment.nameDurable = true
  return segment
}
