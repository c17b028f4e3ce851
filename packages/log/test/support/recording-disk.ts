import { basename, dirname } from 'node:path'
import { type FileHandle, type FileSystem, invariant, type OpenMode, type Random } from '@gregor/base'
import { type MemoryFileSystem, memoryFileSystem } from '../../src/index.ts'
import { writingThrough } from '../../src/write-through.ts'

/** The unit in which a disk keeps or loses what was not synced. */
const SECTOR_BYTES = 512
const ROOT = 0

/** One effect that a process had on its disk. Files and folders are numbered: an open file may lose its name. */
export type DiskOperation =
  | {
      readonly kind: 'create'
      readonly folder: number
      readonly name: string
      readonly node: number
      readonly of: Kind
    }
  | { readonly kind: 'rename'; readonly folder: number; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly folder: number; readonly name: string }
  | { readonly kind: 'write'; readonly node: number; readonly position: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly node: number; readonly size: number }
  | { readonly kind: 'sync'; readonly node: number }

type Kind = 'file' | 'folder'

/**
 * What of the unsynced a power cut leaves. Bytes: none, all, none but the file has its new size and zeros there, or any
 * subset of the sectors with the last one torn. Names: none of the creations, renames and removals, all, or any subset.
 */
export interface Fate {
  readonly bytes: 'lost' | 'kept' | 'zeros' | Random
  readonly names: 'lost' | 'kept' | Random
}

/** What is on a disk: bytes of files and names of folders, by path. */
export type DiskContent = ReadonlyMap<string, Buffer | 'folder'>

interface File {
  readonly kind: 'file'
  current: Buffer
  synced: Buffer
}

interface Folder {
  readonly kind: 'folder'
  readonly names: Map<string, number>
  durable: Map<string, number>
  /** Changes since the last sync, in order. */
  changes: NameChange[]
}

type NameChange = Extract<DiskOperation, { readonly kind: 'create' | 'rename' | 'remove' }>

/** A disk as it is after some operations, and as power cuts would leave it. */
export class DiskModel {
  readonly nodes: (File | Folder)[] = [emptyFolder()]

  apply(operation: DiskOperation): void {
    if (operation.kind === 'write') writeTo(this.file(operation.node), operation)
    else if (operation.kind === 'truncate') truncateTo(this.file(operation.node), operation.size)
    else if (operation.kind === 'sync') sync(this.nodes[operation.node]!)
    else {
      const folder = this.folder(operation.folder)
      if (operation.kind === 'create')
        this.nodes[operation.node] = operation.of === 'file' ? emptyFile() : emptyFolder()
      changeName(folder.names, operation)
      folder.changes.push(operation)
    }
  }

  file(node: number): File {
    const found = this.nodes[node]
    invariant(found?.kind === 'file', 'the number of a file', { node })
    return found
  }

  folder(node: number): Folder {
    const found = this.nodes[node]
    invariant(found?.kind === 'folder', 'the number of a folder', { node })
    return found
  }

  survivors(fate: Fate): DiskContent {
    const content = new Map<string, Buffer | 'folder'>([['/', 'folder']])
    const visit = (folder: Folder, path: string): void => {
      for (const [name, number] of namesLeft(folder, fate.names)) {
        const node = this.nodes[number]!
        content.set(path + name, node.kind === 'folder' ? 'folder' : bytesLeft(node, fate.bytes))
        if (node.kind === 'folder') visit(node, `${path}${name}/`)
      }
    }
    visit(this.folder(ROOT), '/')
    return content
  }
}

/** A simulated disk that notes every effect, so that power cuts at each of them can be tried afterwards. */
export interface RecordingDisk extends FileSystem {
  readonly operations: readonly DiskOperation[]
}

/**
 * An empty disk, or one that holds `content`, durably; then its operations begin with those that bring it there. With
 * `random` operations that run at the same time overtake each other.
 */
export function recordingDisk(
  options: { readonly content?: DiskContent; readonly random?: Random } = {}
): RecordingDisk {
  return new Recorder(options)
}

/** A machine's disk as it is found when the power is back. */
export function diskOf(content: DiskContent): MemoryFileSystem {
  return memoryFileSystem({ content })
}

class Recorder implements RecordingDisk {
  readonly operations: DiskOperation[] = []
  readonly #model = new DiskModel()
  readonly #random: Random | undefined

  constructor(options: { readonly content?: DiskContent; readonly random?: Random }) {
    this.#random = options.random
    for (const [path, bytes] of [...(options.content ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (path === '/') continue
      const node = this.#create(path, bytes === 'folder' ? 'folder' : 'file')
      if (bytes !== 'folder') this.#note({ kind: 'write', node, position: 0, bytes })
      this.#note({ kind: 'sync', node })
      this.#note({ kind: 'sync', node: this.#nodeOf(dirname(path)) })
    }
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    await this.#turn()
    let node = this.#find(path)
    if (node === undefined && (mode === 'create' || mode === 'durable')) node = this.#create(path, 'file')
    if (node === undefined) throw fileError('ENOENT', path)
    const handle = this.#handle(node)
    return mode === 'durable' ? writingThrough(handle) : handle
  }

  async readFile(path: string): Promise<Buffer> {
    await this.#turn()
    const node = this.#nodeOf(path)
    if (this.#model.nodes[node]!.kind === 'folder') throw fileError('EISDIR', path)
    return Buffer.from(this.#model.file(node).current)
  }

  /** Step by step, as the machine's file system does it. */
  async replaceFile(path: string, content: Uint8Array | string): Promise<void> {
    const temporary = await this.open(`${path}.tmp`, 'create')
    await temporary.truncate(0)
    await temporary.write([typeof content === 'string' ? Buffer.from(content) : content], 0)
    await temporary.sync()
    await this.rename(`${path}.tmp`, path)
    await this.syncFolder(dirname(path))
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#turn()
    this.#nodeOf(from)
    invariant(dirname(from) === dirname(to), 'renames stay in their folder', { from, to })
    this.#note({ kind: 'rename', folder: this.#nodeOf(dirname(from)), from: basename(from), to: basename(to) })
  }

  async remove(path: string): Promise<void> {
    await this.#turn()
    if (this.#find(path) === undefined) return
    this.#note({ kind: 'remove', folder: this.#nodeOf(dirname(path)), name: basename(path) })
  }

  async removeFolder(path: string): Promise<void> {
    if (this.#find(path) === undefined) return
    for (const name of await this.list(path)) await this.remove(`${path}/${name}`)
    await this.remove(path)
  }

  async makeFolder(path: string): Promise<void> {
    await this.#turn()
    const missing: string[] = []
    for (let folder = path; this.#find(folder) === undefined; folder = dirname(folder)) missing.unshift(folder)
    for (const folder of missing) this.#create(folder, 'folder')
    for (const folder of missing.toReversed()) await this.syncFolder(dirname(folder))
  }

  async list(path: string): Promise<string[]> {
    await this.#turn()
    return [...this.#model.folder(this.#nodeOf(path)).names.keys()].sort()
  }

  async stat(path: string): Promise<{ size: number; folder: boolean; modifiedMs: number } | undefined> {
    await this.#turn()
    const number = this.#find(path)
    const node = number === undefined ? undefined : this.#model.nodes[number]!
    if (node === undefined) return undefined
    return { size: node.kind === 'file' ? node.current.length : 0, folder: node.kind === 'folder', modifiedMs: 0 }
  }

  async syncFolder(path: string): Promise<void> {
    await this.#turn()
    this.#note({ kind: 'sync', node: this.#nodeOf(path) })
  }

  async freeBytes(): Promise<number> {
    await this.#turn()
    return Infinity
  }

  #handle(node: number): FileHandle {
    const file = this.#model.file(node)
    const work = async <Value>(effect: () => Value): Promise<Value> => {
      await this.#turn()
      return effect()
    }
    return {
      read: (target, position) =>
        work(() => file.current.copy(target, 0, Math.min(position, file.current.length), position + target.length)),
      write: (chunks, position) =>
        work(() => this.#note({ kind: 'write', node, position, bytes: Buffer.concat(chunks) })),
      sync: () => work(() => this.#note({ kind: 'sync', node })),
      truncate: (size) => work(() => this.#note({ kind: 'truncate', node, size })),
      size: () => work(() => file.current.length),
      close: () => work(() => undefined)
    }
  }

  #note(operation: DiskOperation): void {
    this.operations.push(operation)
    this.#model.apply(operation)
  }

  #create(path: string, of: Kind): number {
    const node = this.#model.nodes.length
    this.#note({ kind: 'create', folder: this.#nodeOf(dirname(path)), name: basename(path), node, of })
    return node
  }

  async #turn(): Promise<void> {
    await Promise.resolve()
    for (let turns = this.#random?.int(6) ?? 0; turns > 0; turns--) await Promise.resolve()
  }

  #nodeOf(path: string): number {
    const node = this.#find(path)
    if (node === undefined) throw fileError('ENOENT', path)
    return node
  }

  #find(path: string): number | undefined {
    let number: number | undefined = ROOT
    for (const name of path.split('/').filter((part) => part !== '')) {
      const node: File | Folder | undefined = number === undefined ? undefined : this.#model.nodes[number]
      number = node?.kind === 'folder' ? node.names.get(name) : undefined
    }
    return number
  }
}

function emptyFile(): File {
  return { kind: 'file', current: Buffer.alloc(0), synced: Buffer.alloc(0) }
}

function emptyFolder(): Folder {
  return { kind: 'folder', names: new Map(), durable: new Map(), changes: [] }
}

/** Never in place: the bytes before may be the synced ones. */
function writeTo(file: File, { position, bytes }: { readonly position: number; readonly bytes: Buffer }): void {
  const written = Buffer.alloc(Math.max(file.current.length, position + bytes.length))
  file.current.copy(written)
  bytes.copy(written, position)
  file.current = written
}

function truncateTo(file: File, size: number): void {
  const { current } = file
  file.current = size <= current.length ? current.subarray(0, size) : Buffer.concat([current], size)
}

function sync(node: File | Folder): void {
  if (node.kind === 'file') node.synced = node.current
  else {
    node.durable = new Map(node.names)
    node.changes = []
  }
}

function changeName(names: Map<string, number>, change: NameChange): void {
  if (change.kind === 'create') names.set(change.name, change.node)
  else if (change.kind === 'remove') names.delete(change.name)
  else {
    const node = names.get(change.from)
    if (node === undefined) return
    names.delete(change.from)
    names.set(change.to, node)
  }
}

function namesLeft(folder: Folder, fate: Fate['names']): ReadonlyMap<string, number> {
  if (fate === 'kept') return folder.names
  const names = new Map(folder.durable)
  if (fate === 'lost') return names
  // In order up to a point, as a journalling file system does it, or any of them.
  const kept = fate.int(2) === 0 ? folder.changes.slice(0, fate.int(folder.changes.length + 1)) : undefined
  for (const change of kept ?? folder.changes.filter(() => fate.int(2) === 0)) changeName(names, change)
  return names
}

function bytesLeft({ current, synced }: File, fate: Fate['bytes']): Buffer {
  if (fate === 'lost' || current === synced) return synced
  if (fate === 'kept') return current
  if (current.length < synced.length) return fate === 'zeros' || fate.int(2) === 0 ? synced : current
  if (fate === 'zeros') return Buffer.concat([synced], current.length)
  const size = synced.length + fate.int(current.length - synced.length + 1)
  const left = Buffer.from(current.subarray(0, size))
  if (fate.int(3) === 0) return left
  for (let start = 0; start < size; start += SECTOR_BYTES) if (fate.int(2) === 0) loseSector(left, synced, start)
  return left
}

/** A lost sector holds what it held before, or zeros where the file was shorter. */
function loseSector(left: Buffer, synced: Buffer, start: number): void {
  const end = Math.min(start + SECTOR_BYTES, left.length)
  left.fill(0, start, end)
  if (start < synced.length) synced.copy(left, start, start, Math.min(end, synced.length))
}

function fileError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path })
}

/** One line an operation, for the report of a failure. */
export function describeOperation(operation: DiskOperation): string {
  return JSON.stringify(operation, (key, value: unknown) =>
    key === 'bytes' ? `${(value as { readonly data: readonly number[] }).data.length} bytes` : value
  )
}
