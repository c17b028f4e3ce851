import { asError, type FileHandle, type FileSystem } from '@gregor/base'
import { errorCode, LogDirOfflineError } from './errors.ts'

/** The disk is full, or the process has too much open. */
export const NO_ROOM_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'])

/**
 * Errors of the system that are no failure of a disk: there is no room, or one name is not what it should be (a folder
 * that somebody removed by hand takes its log with it, not the whole log dir).
 */
const HARMLESS_CODES: ReadonlySet<string> = new Set([
  ...NO_ROOM_CODES,
  'ENOMEM',
  'EAGAIN',
  'EINTR',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ENOTEMPTY',
  'ENAMETOOLONG'
])

/** Whether an error of an operation that changes files tells that the disk below them fails. */
export function isDiskFailure(error: unknown): boolean {
  return isSystemError(error, HARMLESS_CODES)
}

/** Whether an error comes from the system, and has none of the codes in `except`. */
export function isSystemError(error: unknown, except: ReadonlySet<string>): boolean {
  const code = errorCode(error)
  return code !== undefined && /^E[A-Z0-9]+$/.test(code) && !except.has(code)
}

/** The process cannot go on, or start, without the log dir. */
export function fatalFailure(failure: LogDirOfflineError, why: 'metadata' | 'last'): Error {
  const reason = why === 'last' ? 'no log dir is left' : 'the metadata log is in it'
  return new Error(`${failure.message}; ${reason}: mend the disk, or correct log.dirs`, { cause: failure })
}

/**
 * Stands between the logs and their disks. The first write, sync, rename or other change in a log dir that fails for its
 * disk takes the whole dir offline: from then on every change in it is refused, and none that was under way is said to
 * have succeeded. A disk that failed a sync may have dropped what it was given and succeed at the next one, so it is
 * not asked again. Reads are let through: a sector that cannot be read is not yet a disk that fails.
 */
export class LogDirWatch {
  /** Of the files in all log dirs, and of others. */
  readonly fileSystem: FileSystem
  /** Called once for each log dir that fails. */
  onFailure: (failure: LogDirOfflineError) => void = () => {}
  readonly #failures = new Map<string, LogDirOfflineError>()
  /** The longest path first: a log dir may lie within another. */
  readonly #prefixes: readonly { readonly dir: string; readonly prefix: string }[]

  constructor(fileSystem: FileSystem, dirs: readonly string[]) {
    const prefixes = dirs.map((dir) => ({ dir, prefix: dir.endsWith('/') ? dir : `${dir}/` }))
    this.#prefixes = prefixes.sort((left, right) => right.prefix.length - left.prefix.length)
    this.fileSystem = this.#watched(fileSystem)
  }

  /** Why a log dir is offline; undefined = it is not. */
  failureOf(dir: string): LogDirOfflineError | undefined {
    return this.#failures.get(dir)
  }

  /** Those that are offline, in the order in which they failed. */
  get failures(): readonly LogDirOfflineError[] {
    return [...this.#failures.values()]
  }

  /** Takes a log dir offline, unless it is. */
  fail(dir: string, cause: Error): LogDirOfflineError {
    const known = this.#failures.get(dir)
    if (known !== undefined) return known
    const failure = new LogDirOfflineError(dir, reasonOf(cause), { cause })
    this.#failures.set(dir, failure)
    this.onFailure(failure)
    return failure
  }

  #dirOf(path: string): string | undefined {
    return this.#prefixes.find(({ dir, prefix }) => path === dir || path.startsWith(prefix))?.dir
  }

  async #change<Value>(dir: string | undefined, work: () => Promise<Value>): Promise<Value> {
    if (dir === undefined) return work()
    this.#refuseOffline(dir)
    try {
      const value = await work()
      this.#refuseOffline(dir)
      return value
    } catch (error) {
      if (isDiskFailure(error)) throw this.fail(dir, asError(error))
      throw error
    }
  }

  #refuseOffline(dir: string): void {
    const failure = this.#failures.get(dir)
    if (failure !== undefined) throw failure
  }

  #watched(inner: FileSystem): FileSystem {
    const change = <Value>(path: string, work: () => Promise<Value>): Promise<Value> =>
      this.#change(this.#dirOf(path), work)
    return {
      open: async (path, mode) => {
        const dir = this.#dirOf(path)
        if (mode === 'read' || dir === undefined) return inner.open(path, mode)
        return this.#watchedFile(dir, await this.#opened(dir, () => inner.open(path, mode)))
      },
      readFile: (path) => inner.readFile(path),
      list: (path) => inner.list(path),
      stat: (path) => inner.stat(path),
      freeBytes: (path) => inner.freeBytes(path),
      replaceFile: (path, content) => change(path, () => inner.replaceFile(path, content)),
      rename: (from, to) => change(from, () => inner.rename(from, to)),
      remove: (path) => change(path, () => inner.remove(path)),
      removeFolder: (path) => change(path, () => inner.removeFolder(path)),
      makeFolder: (path) => change(path, () => inner.makeFolder(path)),
      syncFolder: (path) => change(path, () => inner.syncFolder(path))
    }
  }

  /** A file that was opened while its dir went offline is closed again: nobody else would. */
  async #opened(dir: string, open: () => Promise<FileHandle>): Promise<FileHandle> {
    let file: FileHandle | undefined
    try {
      return await this.#change(dir, async () => (file = await open()))
    } catch (error) {
      await file?.close().catch(() => undefined)
      throw error
    }
  }

  #watchedFile(dir: string, file: FileHandle): FileHandle {
    return {
      read: (target, position) => file.read(target, position),
      write: (chunks, position) => this.#change(dir, () => file.write(chunks, position)),
      sync: () => this.#change(dir, () => file.sync()),
      truncate: (size) => this.#change(dir, () => file.truncate(size)),
      size: () => file.size(),
      close: () => file.close()
    }
  }
}

/** What the operator of a broker can do about an error of the system, where that is not the disk's own. */
const HINTS: ReadonlyMap<string | undefined, string> = new Map([
  ['EACCES', "the broker's user may not write there: give it the folder (chown), or start as its owner"],
  ['EPERM', "the broker's user may not write there: give it the folder (chown), or start as its owner"],
  ['EROFS', 'its file system is mounted read-only'],
  ['EEXIST', 'there is something in its place that is no folder'],
  ['ENOTDIR', 'a part of the path is no folder']
])

function reasonOf(cause: Error): string {
  const hint = HINTS.get(errorCode(cause))
  return hint === undefined ? cause.message : `${hint} (${cause.message})`
}
