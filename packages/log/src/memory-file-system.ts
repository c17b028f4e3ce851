import { dirname } from 'node:path'
import { invariant, type FileHandle, type FileSystem, type OpenMode, type Random } from '@gregor/base'
import { writingThrough } from './write-through.ts'

/** The unit in which a disk keeps or loses what was not synced. */
const SECTOR_BYTES = 512

/** One effect on the simulated disk, before it happens. */
export interface FileOperation {
  readonly kind: 'open' | 'read' | 'write' | 'sync' | 'truncate' | 'replace' | 'rename' | 'remove' | 'folder' | 'look'
  readonly path: string
}

export interface MemoryFileSystemOptions {
  /** What the disk holds, durably, by path; each folder is named, "/" too. Nothing when it is not given. */
  readonly content?: ReadonlyMap<string, Buffer | 'folder'>
  /** Called before each operation; what it throws is what the operation rejects with (EIO, ENOSPC …). */
  readonly before?: (operation: FileOperation) => void | Promise<void>
}

/** What a power cut does to that which was written but not synced; without `random` all of it is lost. */
export interface CrashOptions {
  readonly random?: Random
  /**
   * 'tail' (default): a file keeps a part of its unsynced bytes, cut anywhere. 'sectors': any subset of the unsynced
   * sectors arrived, the others hold what they held before, or zeros. Creations, renames and removals in folders that
   * were not synced happened or did not, each for itself.
   */
  readonly tear?: 'tail' | 'sectors'
}

/** A file system for tests, with `crash` and `kill` to see what a process finds when it starts again. */
export interface MemoryFileSystem extends FileSystem {
  /** Operations that have begun. */
  readonly operations: number
  /** The power fails: this one never answers again; the result is what the machine finds when it is back. */
  crash(options?: CrashOptions): MemoryFileSystem
  /** The process is killed: the same, but the page cache survives. */
  kill(): MemoryFileSystem
  /** Sets what is called before each operation. */
  intercept(before: MemoryFileSystemOptions['before']): void
  /** Files that are open now. */
  readonly openFiles: number
  /** What `freeBytes` answers; default Infinity. Writes do not care. */
  room: () => number
}

interface File {
  data: Buffer
  size: number
  /** What is safe from a power cut. */
  synced: Buffer
  /**
   * Up to where a sync failed: the page cache takes those bytes for clean from then on, so that no later sync writes them
   * (Rebello et al., Can Applications Recover from fsync Failures?, ATC 2020).
   */
  abandoned?: number
}

type Node = File | 'folder'
type Names = Map<string, Node>

/** A disk, empty unless told otherwise; "/" exists. */
export function memoryFileSystem(options: MemoryFileSystemOptions = {}): MemoryFileSystem {
  const names: Names = new Map([['/', 'folder']])
  for (const [path, bytes] of options.content ?? []) names.set(path, bytes === 'folder' ? bytes : durableFile(bytes))
  return new SimulatedDisk(names, new Map(names), options.before)
}

class SimulatedDisk implements MemoryFileSystem {
  operations = 0
  openFiles = 0
  room = (): number => Infinity
  #dead = false
  #before: MemoryFileSystemOptions['before']
  readonly #names: Names
  /** The names as a power cut would leave them. */
  readonly #durable: Names
  /** Names that a rename joined since their folder was synced: it happened for both or for neither. */
  readonly #renamed = new Map<string, object>()

  constructor(names: Names, durable: Names, before?: MemoryFileSystemOptions['before']) {
    this.#names = names
    this.#durable = durable
    this.#before = before
  }

  intercept(before: MemoryFileSystemOptions['before']): void {
    this.#before = before
  }

  crash(options: CrashOptions = {}): MemoryFileSystem {
    this.#dead = true
    const names: Names = new Map()
    const fates = new Map<object | string, boolean>()
    for (const path of new Set([...this.#durable.keys(), ...this.#names.keys()])) {
      const node = this.#survivor(path, options, fates)
      if (node !== undefined) names.set(path, node === 'folder' ? node : survivingFile(node, options))
    }
    for (const path of names.keys()) if (!hasParents(names, path)) names.delete(path)
    return new SimulatedDisk(names, new Map(names))
  }

  kill(): MemoryFileSystem {
    this.#dead = true
    return new SimulatedDisk(new Map(this.#names), new Map(this.#durable))
  }

  #survivor(path: string, options: CrashOptions, fates: Map<object | string, boolean>): Node | undefined {
    const [before, after] = [this.#durable.get(path), this.#names.get(path)]
    if (before === after || options.random === undefined) return before
    const key = this.#renamed.get(path) ?? path
    const happened = fates.get(key) ?? options.random.int(2) === 1
    fates.set(key, happened)
    return happened ? after : before
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    await this.#begin('open', path)
    let node = this.#names.get(path)
    if (node === undefined && (mode === 'create' || mode === 'durable')) {
      this.#requireFolder(dirname(path))
      node = { data: Buffer.alloc(0), size: 0, synced: Buffer.alloc(0) }
      this.#names.set(path, node)
    }
    if (node === undefined) throw fileError('ENOENT', path)
    if (node === 'folder') throw fileError('EISDIR', path)
    this.openFiles++
    const handle = this.#handle(node, path)
    return mode === 'durable' ? writingThrough(handle) : handle
  }

  async readFile(path: string): Promise<Buffer> {
    await this.#begin('read', path)
    const file = this.#file(path)
    return Buffer.from(file.data.subarray(0, file.size))
  }

  async replaceFile(path: string, content: Uint8Array | string): Promise<void> {
    await this.#begin('replace', path)
    this.#requireFolder(dirname(path))
    this.#names.set(path, durableFile(Buffer.from(content)))
    this.#syncNames(dirname(path))
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#begin('rename', from)
    const node = this.#names.get(from)
    if (node === undefined) throw fileError('ENOENT', from)
    this.#requireFolder(dirname(to))
    const joined = this.#renamed.get(from) ?? this.#renamed.get(to) ?? {}
    this.#renamed.set(from, joined).set(to, joined)
    for (const [path, child] of Array.from(this.#names)) {
      if (path !== from && !path.startsWith(`${from}/`)) continue
      this.#names.delete(path)
      this.#names.set(to + path.slice(from.length), child)
    }
    if (node === 'folder') this.#moveDurable(from, to)
  }

  async remove(path: string): Promise<void> {
    await this.#begin('remove', path)
    if (this.#names.get(path) === 'folder') throw fileError('EISDIR', path)
    this.#names.delete(path)
  }

  async removeFolder(path: string): Promise<void> {
    await this.#begin('remove', path)
    for (const child of Array.from(this.#names.keys())) {
      if (child === path || child.startsWith(`${path}/`)) this.#names.delete(child)
    }
  }

  async makeFolder(path: string): Promise<void> {
    await this.#begin('folder', path)
    for (let folder = path; !this.#names.has(folder); folder = dirname(folder)) {
      this.#names.set(folder, 'folder')
      this.#syncNames(dirname(folder))
    }
  }

  async list(path: string): Promise<string[]> {
    await this.#begin('look', path)
    this.#requireFolder(path)
    return this.#children(this.#names, path).sort()
  }

  async stat(
    path: string
  ): Promise<{ readonly size: number; readonly folder: boolean; readonly modifiedMs: number } | undefined> {
    await this.#begin('look', path)
    const node = this.#names.get(path)
    if (node === undefined) return undefined
    return { size: node === 'folder' ? 0 : node.size, folder: node === 'folder', modifiedMs: 0 }
  }

  async freeBytes(path: string): Promise<number> {
    await this.#begin('look', path)
    return this.room()
  }

  async syncFolder(path: string): Promise<void> {
    await this.#begin('sync', path)
    this.#requireFolder(path)
    this.#syncNames(path)
  }

  /** Every operation takes a turn of the microtask queue, and none ends once the process is dead. */
  async #begin(kind: FileOperation['kind'], path: string): Promise<void> {
    this.operations++
    if (this.#dead) await never()
    await this.#before?.({ kind, path })
    if (this.#dead) await never()
  }

  #handle(file: File, path: string): FileHandle {
    let open = true
    const begin = async (kind: FileOperation['kind']): Promise<void> => {
      invariant(open, 'a closed file is not used', { path, kind })
      await this.#begin(kind, path)
    }
    return {
      async read(target, position) {
        await begin('read')
        const available = file.data.subarray(Math.min(position, file.size), file.size)
        target.set(available.subarray(0, target.length))
        return Math.min(available.length, target.length)
      },
      async write(chunks, position) {
        await begin('write')
        let at = position
        for (const chunk of chunks) {
          writeAt(file, chunk, at)
          at += chunk.length
        }
      },
      async sync() {
        try {
          await begin('sync')
        } catch (error) {
          file.abandoned = file.size
          throw error
        }
        file.synced = syncedData(file)
      },
      async truncate(size) {
        await begin('truncate')
        if (size > file.size) writeAt(file, Buffer.alloc(size - file.size), file.size)
        file.size = size
      },
      async size() {
        await begin('look')
        return file.size
      },
      close: async () => {
        await begin('look')
        open = false
        this.openFiles--
      }
    }
  }

  #file(path: string): File {
    const node = this.#names.get(path)
    if (node === undefined) throw fileError('ENOENT', path)
    if (node === 'folder') throw fileError('EISDIR', path)
    return node
  }

  #requireFolder(path: string): void {
    const node = this.#names.get(path)
    if (node === undefined) throw fileError('ENOENT', path)
    if (node !== 'folder') throw fileError('ENOTDIR', path)
  }

  #children(names: Names, folder: string): string[] {
    const prefix = folder === '/' ? '/' : `${folder}/`
    const children: string[] = []
    for (const path of names.keys()) if (isChild(path, prefix)) children.push(path.slice(prefix.length))
    return children
  }

  #syncNames(folder: string): void {
    const prefix = folder === '/' ? '/' : `${folder}/`
    for (const path of this.#durable.keys()) {
      if (isChild(path, prefix) && !this.#names.has(path)) this.#durable.delete(path)
    }
    for (const [path, node] of this.#names) if (isChild(path, prefix)) this.#durable.set(path, node)
    this.#durable.set(folder, 'folder')
    for (const path of this.#renamed.keys()) if (dirname(path) === folder) this.#renamed.delete(path)
  }

  /** A folder's content moves with it: its names keep their durability under the new path. */
  #moveDurable(from: string, to: string): void {
    for (const [path, node] of Array.from(this.#durable)) {
      if (path.startsWith(`${from}/`)) this.#durable.set(to + path.slice(from.length), node)
    }
  }
}

/** Whether a path is in the folder that `prefix` names, with its slash, and not in a folder below it. */
function isChild(path: string, prefix: string): boolean {
  return path.length > prefix.length && path.startsWith(prefix) && !path.includes('/', prefix.length)
}

/** What a sync that succeeds leaves on the disk. */
function syncedData({ data, size, synced, abandoned = 0 }: File): Buffer {
  const written = Buffer.from(data.subarray(0, size))
  const lostTo = Math.min(abandoned, size)
  if (lostTo > synced.length) written.fill(0, synced.length, lostTo)
  synced.copy(written, 0, 0, Math.min(synced.length, lostTo))
  return written
}

function writeAt(file: File, chunk: Uint8Array, position: number): void {
  const end = position + chunk.length
  if (end > file.data.length) {
    const grown = Buffer.alloc(Math.max(end, file.data.length * 2))
    file.data.copy(grown, 0, 0, file.size)
    file.data = grown
  }
  if (position > file.size) file.data.fill(0, file.size, position)
  file.data.set(chunk, position)
  file.size = Math.max(file.size, end)
}

/** What of a file a power cut leaves: each kind of loss that the options allow, drawn at random. */
function survivingFile(file: File, options: CrashOptions): File {
  const current = file.data.subarray(0, file.size)
  const data = options.random === undefined ? file.synced : tornData(file.synced, current, options.random, options.tear)
  return durableFile(data)
}

/** Two copies: writes go to the one in place, and must not reach the other. */
function durableFile(bytes: Buffer): File {
  return { data: Buffer.from(bytes), size: bytes.length, synced: Buffer.from(bytes) }
}

function tornData(synced: Buffer, current: Buffer, random: Random, tear: CrashOptions['tear']): Buffer {
  if (synced.equals(current)) return synced
  if (random.int(4) === 0) return synced
  if (random.int(4) === 0) return current
  if (current.length < synced.length) return random.int(2) === 0 ? synced : current
  const size = synced.length + random.int(current.length - synced.length + 1)
  const torn = Buffer.from(current.subarray(0, size))
  if (tear !== 'sectors') return torn
  for (let start = 0; start < size; start += SECTOR_BYTES) {
    if (random.int(2) === 0) loseSector(torn, synced, start)
  }
  return torn
}

/** Puts back what a sector held before: zeros where the file was shorter. Synced bytes stay as they are. */
function loseSector(torn: Buffer, synced: Buffer, start: number): void {
  const end = Math.min(start + SECTOR_BYTES, torn.length)
  torn.fill(0, Math.max(start, Math.min(synced.length, end)), end)
  if (start < synced.length) synced.copy(torn, start, start, Math.min(end, synced.length))
}

function hasParents(names: Names, path: string): boolean {
  for (let folder = dirname(path); folder !== '/'; folder = dirname(folder)) {
    if (names.get(folder) !== 'folder') return false
  }
  return true
}

function never(): Promise<never> {
  return new Promise(() => {})
}

function fileError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path })
}
