import { join } from 'node:path'
import type { FileSystem, Logger, Offset } from '@gregor/base'
import {
  formatCleanShutdown,
  formatOffsetCheckpoint,
  parseCleanShutdown,
  parseOffsetCheckpoint,
  parsePartitionMetadata
} from './checkpoint.ts'
import { Coalesced } from './coalesced.ts'
import type { DiskRoom } from './disk-room.ts'
import type { FlushScheduler } from './flush-scheduler.ts'
import { forEachBounded } from './for-each-bounded.ts'
import type { Journal } from './journal/journal.ts'
import { removeJournal, replayJournal } from './journal/replay.ts'
import {
  CLEAN_SHUTDOWN_FILE,
  CLEANER_OFFSET_FILE,
  HIGH_WATERMARK_FILE,
  isDeletedFolder,
  LOG_START_FILE,
  parsePartitionFolder,
  PARTITION_METADATA_FILE,
  RECOVERY_POINT_FILE
} from './layout.ts'
import type { FilePartitionLog } from './partition-log.ts'
import { readText } from './read-text.ts'

/** Folders of which it is read at the same time whose they are. */
const METADATA_READS = 16

/** What the checkpoints of a log dir say of one log; undefined = nothing. */
export interface SavedOffsets {
  recoveryPoint: Offset | undefined
  logStartOffset: Offset | undefined
  highWatermark: Offset | undefined
  /** How far compaction has come; undefined when it never changed the log. */
  cleanedOffset: Offset | undefined
}

/** One log dir: the logs in it, its checkpoints, its clean-shutdown marker. */
export interface LogFolder {
  readonly path: string
  readonly lock: { release(): Promise<void> }
  readonly flusher: FlushScheduler
  readonly journal: Journal
  readonly writer: FlushScheduler
  readonly room: DiskRoom
  /** The broker epoch of the clean shutdown that left the folder; undefined when the shutdown was not clean. */
  readonly cleanEpoch: number | undefined
  /** Topic id, where known, of each partition's folder that was there at the start and has not been opened since. */
  readonly unopened: Map<string, string | undefined>
  /** By name of the partition's folder. */
  readonly logs: Map<string, FilePartitionLog>
  readonly saved: Map<string, SavedOffsets>
  readonly saveRecoveryPoints: Coalesced
  readonly saveHighWatermarks: Coalesced
  readonly saveCleanedOffsets: Coalesced
  /** Whether something moved since the last write. */
  recoveryPointsChanged: boolean
  highWatermarksChanged: boolean
}

/**
 * Reads what a log dir says of itself, and copies its journal to the logs. The clean-shutdown marker is trusted once: it
 * is gone, durably, before anything is appended.
 */
export async function openFolder(
  path: string,
  services: { readonly fileSystem: FileSystem; readonly logger: Logger },
  parts: {
    readonly lock: { release(): Promise<void> }
    readonly flusher: FlushScheduler
    readonly journal: Journal
    readonly writer: FlushScheduler
    readonly room: DiskRoom
    readonly logs: Map<string, FilePartitionLog>
  }
): Promise<LogFolder> {
  const { fileSystem } = services
  const cleanEpoch = await takeCleanMarker(fileSystem, path)
  const saved = await loadSaved(services, path)
  const unopened = await listPartitions(fileSystem, path)
  for (const name of saved.keys()) if (!unopened.has(name)) saved.delete(name)
  if (cleanEpoch === undefined) await replayJournal(services, { path, partitions: unopened })
  else await removeJournal(fileSystem, path)
  const folder: LogFolder = {
    path,
    ...parts,
    cleanEpoch,
    unopened,
    saved,
    saveRecoveryPoints: new Coalesced(() => writeRecoveryPoints(fileSystem, folder)),
    saveHighWatermarks: new Coalesced(() => writeHighWatermarks(fileSystem, folder)),
    saveCleanedOffsets: new Coalesced(() =>
      writeCheckpoint(fileSystem, folder, { file: CLEANER_OFFSET_FILE, key: 'cleanedOffset' })
    ),
    recoveryPointsChanged: false,
    highWatermarksChanged: false
  }
  return folder
}

/** Folders of logs that were deleted, and may go. */
export async function deletedFolders(fileSystem: FileSystem, path: string): Promise<string[]> {
  return (await fileSystem.list(path)).filter(isDeletedFolder).map((name) => join(path, name))
}

async function takeCleanMarker(fileSystem: FileSystem, folder: string): Promise<number | undefined> {
  const path = join(folder, CLEAN_SHUTDOWN_FILE)
  const text = await readText(fileSystem, path)
  if (text === undefined) return undefined
  await fileSystem.remove(path)
  await fileSystem.syncFolder(folder)
  return parseCleanShutdown(text)
}

export function writeCleanMarker(fileSystem: FileSystem, folder: LogFolder, brokerEpoch: number): Promise<void> {
  return fileSystem.replaceFile(join(folder.path, CLEAN_SHUTDOWN_FILE), formatCleanShutdown(brokerEpoch))
}

async function loadSaved(
  services: { readonly fileSystem: FileSystem; readonly logger: Logger },
  folder: string
): Promise<Map<string, SavedOffsets>> {
  const saved = new Map<string, SavedOffsets>()
  const load = async (file: string, key: keyof SavedOffsets): Promise<void> => {
    const path = join(folder, file)
    const text = await readText(services.fileSystem, path)
    const offsets = text === undefined ? undefined : parseOffsetCheckpoint(text)
    if (text !== undefined && offsets === undefined)
      services.logger.warn({ path }, 'a checkpoint is damaged and not used')
    for (const [name, offset] of offsets ?? []) savedOf(saved, name)[key] = offset
  }
  await load(RECOVERY_POINT_FILE, 'recoveryPoint')
  await load(LOG_START_FILE, 'logStartOffset')
  await load(HIGH_WATERMARK_FILE, 'highWatermark')
  await load(CLEANER_OFFSET_FILE, 'cleanedOffset')
  return saved
}

/** What is saved of a log, to be changed. */
export function savedOf(saved: Map<string, SavedOffsets>, name: string): SavedOffsets {
  let offsets = saved.get(name)
  if (offsets === undefined) {
    offsets = {
      recoveryPoint: undefined,
      logStartOffset: undefined,
      highWatermark: undefined,
      cleanedOffset: undefined
    }
    saved.set(name, offsets)
  }
  return offsets
}

async function listPartitions(fileSystem: FileSystem, folder: string): Promise<Map<string, string | undefined>> {
  const names = (await fileSystem.list(folder)).filter((name) => parsePartitionFolder(name) !== undefined)
  const partitions = new Map<string, string | undefined>(names.map((name) => [name, undefined]))
  await forEachBounded(names, METADATA_READS, async (name) => {
    const text = await readText(fileSystem, join(folder, name, PARTITION_METADATA_FILE))
    if (text !== undefined) partitions.set(name, parsePartitionMetadata(text))
  })
  return partitions
}

/** Recovery points and log starts go together: both limit what a start after a crash takes for the log. */
async function writeRecoveryPoints(fileSystem: FileSystem, folder: LogFolder): Promise<void> {
  folder.recoveryPointsChanged = false
  for (const [name, log] of folder.logs) {
    const saved = savedOf(folder.saved, name)
    saved.recoveryPoint = log.recoveryPoint
    saved.logStartOffset = log.logStartOffset
  }
  await writeCheckpoint(fileSystem, folder, { file: LOG_START_FILE, key: 'logStartOffset' })
  await writeCheckpoint(fileSystem, folder, { file: RECOVERY_POINT_FILE, key: 'recoveryPoint' })
}

async function writeHighWatermarks(fileSystem: FileSystem, folder: LogFolder): Promise<void> {
  folder.highWatermarksChanged = false
  for (const [name, log] of folder.logs) savedOf(folder.saved, name).highWatermark = log.highWatermark
  await writeCheckpoint(fileSystem, folder, { file: HIGH_WATERMARK_FILE, key: 'highWatermark' })
}

async function writeCheckpoint(
  fileSystem: FileSystem,
  folder: LogFolder,
  checkpoint: { readonly file: string; readonly key: keyof SavedOffsets }
): Promise<void> {
  const offsets = new Map<string, Offset>()
  for (const [name, saved] of folder.saved) {
    const offset = saved[checkpoint.key]
    if (offset !== undefined) offsets.set(name, offset)
  }
  await fileSystem.replaceFile(join(folder.path, checkpoint.file), formatOffsetCheckpoint(offsets))
}
