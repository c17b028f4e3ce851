import { join } from 'node:path'
import { asError } from '@gregor/base'
import { DiskRoom } from './disk-room.ts'
import { errorCode, FolderLockedError, LogDirOfflineError } from './errors.ts'
import { MISSED_DIRS_FILE } from './layout.ts'
import { createLogFlushers, type LogFlusherOptions } from './log-flushers.ts'
import { LogDirWatch } from './log-dir-failure.ts'
import { type LogFolder, openFolder } from './log-folder.ts'
import type { FolderLocks } from './locks.ts'
import type { FilePartitionLog } from './partition-log.ts'
import { MissedDirs } from './missed-dirs.ts'

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
  readonly missed: MissedDirs
}

/**
 * Locks the log dirs and reads what they say of themselves. One whose disk fails is left out, with a warning. The start
 * fails when none is left, when the one fails that has the metadata log, or when another process has one of them: that is
 * not for the disk, and goes away by itself or is a mistake.
 */
export async function useLogDirs(options: UseLogDirsOptions): Promise<LogDirs> {
  const watch = new LogDirWatch(options.fileSystem, options.folders)
  const folders: LogFolder[] = []
  try {
    for (const path of options.folders) {
      const folder = await useLogDir(path, options, watch)
      if (folder !== undefined) folders.push(folder)
    }
    const [first] = watch.failures
    if (folders.length === 0 && first !== undefined) throw first
    const metadataFolder = options.metadataFolder ?? options.folders[0]!
    const missed = await MissedDirs.load(watch.fileSystem, join(metadataFolder, MISSED_DIRS_FILE))
    return { watch, folders, missed }
  } catch (error) {
    for (const folder of folders) await folder.lock.release()
    throw error
  }
}

async function useLogDir(path: string, options: UseLogDirsOptions, watch: LogDirWatch): Promise<LogFolder | undefined> {
  try {
    return await openLogDir(path, options, watch)
  } catch (error) {
    if (!isUnusable(error)) throw error
    const failure = error instanceof LogDirOfflineError ? error : watch.fail(path, asError(error))
    if (path === (options.metadataFolder ?? options.folders[0])) throw failure
    options.logger.warn(
      { dir: path, error: failure.cause },
      'a log dir cannot be used and is left out until a restart: what was in it is copied from other brokers where they have it'
    )
    return undefined
  }
}

async function openLogDir(path: string, options: UseLogDirsOptions, watch: LogDirWatch): Promise<LogFolder> {
  const { locks, logger, reservedBytes } = options
  const { fileSystem } = watch
  await fileSystem.makeFolder(path)
  const lock = await locks.acquire(path)
  try {
    const room = new DiskRoom({ fileSystem, path, reservedBytes, logger })
    await room.look()
    const logs = new Map<string, FilePartitionLog>()
    const flushers = createLogFlushers({ ...options, fileSystem, folder: path, room, logs })
    return await openFolder(path, { fileSystem, logger }, { lock, room, logs, ...flushers })
  } catch (error) {
    await lock.release().catch(() => undefined)
    throw error
  }
}

/** A disk that is full keeps the broker from starting, as before: nothing of it is lost, and a person makes room. */
function isUnusable(error: unknown): boolean {
  if (error instanceof FolderLockedError) return false
  if (error instanceof LogDirOfflineError) return true
  const code = errorCode(error)
  return code !== undefined && /^E[A-Z0-9]+$/.test(code) && !['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'].includes(code)
}
