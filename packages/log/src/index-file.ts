import { join } from 'node:path'
import { type FileHandle, invariant, type Offset } from '@gregor/base'
import { CorruptLogError } from './errors.ts'
import type { FilePool } from './file-pool.ts'
import { IndexEntries } from './index-entries.ts'
import { offsetFileName } from './layout.ts'

/** Which of the indexes of a segment. */
export interface IndexKind {
  readonly suffix: string
  readonly entryBytes: number
}

/**
 * One index of a segment: entries that are in the file, of which nothing need be in memory, and newer ones that are
 * only in memory. It can always be built anew from the segment, so it is synced only when the segment is closed.
 */
export class IndexFile {
  readonly #folder: string
  readonly #baseOffset: Offset
  readonly #kind: IndexKind
  /** Entries in the file. */
  #persisted = 0
  /** Entries behind them, not yet in the file. */
  #pending: IndexEntries
  /** The entries of the file, while they are in memory; then they are all there. */
  #loaded: IndexEntries | undefined
  #loading: Promise<void> | undefined
  /** The file misleads: `loaded` is what it should say, and is not given back. */
  #mended = false

  /** `persisted`: entries that the file of the index has. */
  constructor(segment: { readonly folder: string; readonly baseOffset: Offset }, kind: IndexKind, persisted = 0) {
    this.#folder = segment.folder
    this.#baseOffset = segment.baseOffset
    this.#kind = kind
    this.#persisted = persisted
    this.#pending = new IndexEntries(kind.entryBytes)
    if (persisted === 0) this.#loaded = new IndexEntries(kind.entryBytes)
  }

  get path(): string {
    return join(this.#folder, offsetFileName(this.#baseOffset, this.#kind.suffix))
  }

  get entryBytes(): number {
    return this.#kind.entryBytes
  }

  get count(): number {
    return this.#persisted + this.#pending.count
  }

  get pendingCount(): number {
    return this.#pending.count
  }

  /** The newer entries, which are always in memory. */
  get pending(): IndexEntries {
    return this.#pending
  }

  /** The older entries, when they are in memory. */
  get loaded(): IndexEntries | undefined {
    return this.#loaded
  }

  get memoryBytes(): number {
    return this.#pending.capacityBytes + (this.#loaded?.capacityBytes ?? 0)
  }

  push(fill: (buffer: Buffer, at: number) => void): void {
    this.#pending.push(fill)
  }

  /** Gives the memory of the older entries back. */
  unload(): void {
    if (this.#persisted > 0 && !this.#mended) this.#loaded = undefined
  }

  /** Brings the older entries into memory; resolves with whether they were not there. */
  async load(files: FilePool): Promise<boolean> {
    if (this.#loaded !== undefined) return false
    this.#loading ??= this.#read(files).finally(() => (this.#loading = undefined))
    await this.#loading
    return true
  }

  async #read(files: FilePool): Promise<void> {
    for (;;) {
      const count = this.#persisted
      const bytes = Buffer.alloc(count * this.entryBytes)
      const filled = await files.use(this.path, 'write', (file) => file.read(bytes, 0))
      if (count !== this.#persisted) continue
      if (filled < bytes.length) throw new CorruptLogError(`${this.path} ends at ${filled} of ${bytes.length} bytes`)
      this.#loaded = new IndexEntries(this.entryBytes, bytes)
      return
    }
  }

  /** Takes the entries that `rebuilt` has only in memory, up to the first that `isPending`, for those of the file. */
  mend(rebuilt: IndexFile, isPending: (buffer: Buffer, at: number) => boolean): void {
    const entries = new IndexEntries(this.entryBytes)
    entries.append(rebuilt.pending)
    entries.truncate(entries.countUntil(isPending))
    this.#loaded = entries
    this.#mended = true
  }

  /** Appends the newer entries to the file. */
  async persist(file: Pick<FileHandle, 'write'>): Promise<void> {
    const written = this.#pending
    if (written.count === 0) return
    const count = written.count
    await file.write([Buffer.from(written.bytes)], this.#persisted * this.entryBytes)
    const rest = new IndexEntries(this.entryBytes, Buffer.from(written.bytes.subarray(count * this.entryBytes)))
    written.truncate(count)
    this.#loaded?.append(written)
    this.#persisted += count
    this.#pending = rest
  }

  /** Keeps the first `count` entries; the caller cuts the file. All entries must be in memory. */
  truncate(count: number): void {
    this.recall()
    this.#pending.truncate(count)
  }

  /** All entries are only in memory then: the caller writes the file anew. Those of the file must be in memory. */
  recall(): void {
    invariant(this.#loaded !== undefined, 'no entry is forgotten with the file', { index: this.path })
    const all = this.#loaded
    all.append(this.#pending)
    this.#loaded = new IndexEntries(this.entryBytes)
    this.#pending = all
    this.#persisted = 0
    this.#mended = false
  }
}
