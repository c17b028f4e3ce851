import { join } from 'node:path'
import { asError } from '@gregor/base'
import { DirHistory } from './dir-history.ts'
import { DiskRoom } from './disk-room.ts'
import { FolderLockedError, LogDirOfflineError } from './errors.ts'
import { DIR_HISTORY_FILE, LOCK_FILE } from './layout.ts'
import { createLogFlushers, type LogFlusherOptions } from './log-flushers.ts'
import { fatalFailure, isSystemError, LogDirWatch, NO_ROOM_CODES } from './log-dir-failure.ts'
import { type LogFolder, openFolder } from './log-folder.ts'
import type { FolderLocks } from './locks.ts'
import type { FilePartitionLog } from './partition-log.ts'

export interface UseLogDirsOptions extends Omit<LogFlusherOptions, 'folder' | 'room' | 'logs'> {
  readonly folders: readonly string[]
  readonly metadataFolder?: string
  readonly locks: FolderLocks
  readonly reservedBytes: number
}

/** The log dirs as a start finds them. */
export interface LogDirs {
  readonly watch: LogDirWatch
  /** Those that work. */
  readonly folders: LogFolder[]
  readonly history: DirHistory
  /** Those of which the logs are out of reach though their disks may work, and why. */
  readonly gone: readonly LogDirOfflineError[]
}

/**
 * Locks the log dirs and reads what they say of themselves. One whose disk fails is left out, with a warning. The start
 * fails when none is left, when the one fails that has the metadata log, or when another process has one of them: that is
 * not for the disk, and goes away by itself or is a mistake.
 */
export async function useLogDirs(options: UseLogDirsOptions): Promise<LogDirs> {
  const watch = new LogDirWatch(options.fileSystem, options.folders)
  const folders: LogFolder[] = []
  const empty = new Set<string>()
  try {
    for (const path of options.folders) {
      const used = await useLogDir(path, options, watch)
      if (used !== undefined) folders.push(used.folder)
      if (used?.isEmpty === true) empty.add(path)
    }
    const [first] = watch.failures
    if (folders.length === 0 && first !== undefined) throw fatalFailure(first, 'last')
    const metadataFolder = options.metadataFolder ?? options.folders[0]!
    const history = await DirHistory.load(watch.fileSystem, join(metadataFolder, DIR_HISTORY_FILE))
    // Should the metadata log be gone, the history went with it, and the node is a new one to the others.
    const others = folders.filter(({ path }) => path !== metadataFolder)
    await history.begin(others.map(({ path }) => ({ path, isEmpty: empty.has(path) })))
    return { watch, folders, history, gone: goneDirs(history, options) }
  } catch (error) {
    for (const folder of folders) await folder.lock.release()
    throw error
  }
}

async function useLogDir(path: string, options: UseLogDirsOptions, watch: LogDirWatch): Promise<UsedDir | undefined> {
  try {
    return await openLogDir(path, options, watch)
  } catch (error) {
    if (!isUnusable(error)) throw error
    const failure = error instanceof LogDirOfflineError ? error : watch.fail(path, asError(error))
    if (path === (options.metadataFolder ?? options.folders[0])) throw fatalFailure(failure, 'metadata')
    options.logger.warn(
      { dir: path, reason: asError(failure.cause).message },
      'a log dir cannot be used and is left out until a restart: what was in it is copied from other brokers where they have it'
    )
    return undefined
  }
}

interface UsedDir {
  readonly folder: LogFolder
  readonly isEmpty: boolean
}

async function openLogDir(path: string, options: UseLogDirsOptions, watch: LogDirWatch): Promise<UsedDir> {
  const { locks, logger, reservedBytes } = options
  const { fileSystem } = watch
  await fileSystem.makeFolder(path)
  const lock = await locks.acquire(path)
  try {
    const room = new DiskRoom({ fileSystem, path, reservedBytes, logger })
    await room.look()
    const isEmpty = (await fileSystem.list(path)).every(isOfTheDisk)
    const logs = new Map<string, FilePartitionLog>()
    const flushers = createLogFlushers({ ...options, fileSystem, folder: path, room, logs })
    return { folder: await openFolder(path, { fileSystem, logger }, { lock, room, logs, ...flushers }), isEmpty }
  } catch (error) {
    await lock.release().catch(() => undefined)
    throw error
  }
}

/** What a disk has on which no broker ever wrote a log. */
function isOfTheDisk(name: string): boolean {
  return name.startsWith(LOCK_FILE) || name === 'lost+found'
}

/** Log dirs that were used once and are empty now, or are in `log.dirs` no longer: what was in them may still count. */
function goneDirs(history: DirHistory, { folders, logger }: UseLogDirsOptions): LogDirOfflineError[] {
  const lost = history.dirsWith('lost').map((dir) => new LogDirOfflineError(dir, 'it was found empty once'))
  const removed = history
    .dirsWith('used')
    .filter((dir) => !folders.includes(dir))
    .map((dir) => new LogDirOfflineError(dir, 'it is not in log.dirs any more'))
  const gone = [...lost, ...removed]
  for (const { dir, reason } of gone) {
    logger.warn(
      { dir, reason },
      'a log dir that was used is gone: a log that is not found is copied from another broker, and begins empty nowhere else'
    )
  }
  return gone
}

/** A disk that is full keeps the broker from starting, as before: nothing of it is lost, and a person makes room. */
function isUnusable(error: unknown): boolean {
  if (error instanceof FolderLockedError) return false
  if (error instanceof LogDirOfflineError) return true
  return isSystemError(error, NO_ROOM_CODES)
}
