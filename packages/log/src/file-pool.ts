import type { FileHandle, FileSystem, Scheduler, Timer } from '@gregor/base'

interface PooledFile {
  readonly path: string
  readonly handle: Promise<FileHandle>
  users: number
  usedSinceSweep: boolean
  forgotten: boolean
}

export interface FilePoolOptions {
  readonly fileSystem: FileSystem
  readonly scheduler: Scheduler
  /** Handles kept open while nobody uses them; more are open only while more are in use. */
  readonly openMax: number
  /** A handle that nobody used for this long is closed. */
  readonly idleMs: number
}

/**
 * Open files by path, so that a log holds none: opened when first used, shared, and closed when others need the place
 * or after a while unused.
 */
export class FilePool {
  readonly #options: FilePoolOptions
  /** In order of use: the first is the one not used for longest. */
  readonly #files = new Map<string, PooledFile>()
  #sweep: Timer | undefined
  #closed = false

  constructor(options: FilePoolOptions) {
    this.#options = options
  }

  get openFiles(): number {
    return this.#files.size
  }

  /** Runs `work` on the open file. 'create' makes it when it is not there. */
  async use<Value>(path: string, mode: 'write' | 'create', work: (file: FileHandle) => Promise<Value>): Promise<Value> {
    const file = this.#acquire(path, mode)
    try {
      return await work(await file.handle)
    } finally {
      file.users--
      if (file.users === 0 && file.forgotten) void closeQuietly(file)
      this.#trim()
    }
  }

  /** Closes the file once nobody uses it; before a rename, or when it is of no use any more. */
  async forget(path: string): Promise<void> {
    const file = this.#files.get(path)
    if (file === undefined) return
    this.#files.delete(path)
    file.forgotten = true
    if (file.users === 0) await closeQuietly(file)
  }

  /** The same for all files of a folder. */
  async forgetFolder(folder: string): Promise<void> {
    const inFolder = Array.from(this.#files.keys()).filter((path) => path.startsWith(`${folder}/`))
    await Promise.all(inFolder.map((path) => this.forget(path)))
  }

  /** Closes all files that are not in use; those in use are closed by their last user. */
  async close(): Promise<void> {
    this.#closed = true
    this.#sweep?.cancel()
    await Promise.all(Array.from(this.#files.keys(), (path) => this.forget(path)))
  }

  #acquire(path: string, mode: 'write' | 'create'): PooledFile {
    let file = this.#files.get(path)
    if (file === undefined) {
      const handle = this.#options.fileSystem.open(path, mode)
      file = { path, handle, users: 0, usedSinceSweep: true, forgotten: false }
      handle.catch(() => this.#dropFailed(path, handle))
    } else {
      this.#files.delete(path)
    }
    this.#files.set(path, file)
    file.users++
    file.usedSinceSweep = true
    this.#scheduleSweep()
    return file
  }

  #dropFailed(path: string, handle: Promise<FileHandle>): void {
    if (this.#files.get(path)?.handle === handle) this.#files.delete(path)
  }

  /** Closes the least recently used of the files over the limit. */
  #trim(): void {
    if (this.#files.size <= this.#options.openMax) return
    for (const file of this.#files.values()) {
      if (file.users > 0) continue
      void this.forget(file.path)
      if (this.#files.size <= this.#options.openMax) return
    }
  }

  #scheduleSweep(): void {
    if (this.#sweep !== undefined || this.#closed) return
    this.#sweep = this.#options.scheduler.after(this.#options.idleMs, () => {
      this.#sweep = undefined
      for (const file of this.#files.values()) {
        if (file.users === 0 && !file.usedSinceSweep) void this.forget(file.path)
        file.usedSinceSweep = false
      }
      if (this.#files.size > 0) this.#scheduleSweep()
    })
  }
}

/** Nothing is lost when a close fails: what had to be durable was synced before. */
async function closeQuietly(file: PooledFile): Promise<void> {
  const handle = await file.handle.catch(() => undefined)
  await handle?.close().catch(() => undefined)
}
