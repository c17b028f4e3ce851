import { Level } from 'level'
import type { Entry, HardState, Snapshot } from 'raft-ts'
import {
  RaftStorageError,
  type QuorumOrigin,
  type RaftStorage,
  type RaftWrite,
  type StoredRaft
} from '../raft/raft-storage.ts'
import {
  decodeEntry,
  decodeHardState,
  decodeOrigin,
  decodeSnapshot,
  encodeEntry,
  encodeHardState,
  encodeOrigin,
  encodeSnapshot
} from './raft-record-codec.ts'

export interface LevelRaftStorageOptions {
  /** The folder of the metadata log; made when it is not there. */
  readonly folder: string
  readonly nodeId: number
  /**
   * This node took part in the quorum before. A log that is empty then was lost: the node has forgotten whom it voted for
   * and what it acknowledged, and must not take part as if nothing had happened.
   */
  readonly expectExisting: boolean
}

/** Version 2 has the origin. */
const formatVersion = 2
const keys = { format: 'format', origin: 'origin', state: 'state', snapshot: 'snapshot', entry: 'entry/' } as const

type Batch = ({ type: 'put'; key: string; value: Uint8Array } | { type: 'del'; key: string })[]

/** Raft state in LevelDB, whose log is flushed with each write that must last. */
export function createLevelRaftStorage(options: LevelRaftStorageOptions): RaftStorage {
  return new LevelRaftStorage(options)
}

class LevelRaftStorage implements RaftStorage {
  readonly #options: LevelRaftStorageOptions
  readonly #db: Level<string, Uint8Array>
  /** Entries stored are #first … #last; none when #last < #first. */
  #first = 1
  #last = 0

  constructor(options: LevelRaftStorageOptions) {
    this.#options = options
    this.#db = new Level(options.folder, { keyEncoding: 'utf8', valueEncoding: 'buffer' })
  }

  async load(): Promise<StoredRaft> {
    await this.#open()
    try {
      const format = await this.#db.get(keys.format)
      this.#checkFormat(format)
      const [origin, state, snapshot] = await this.#db.getMany([keys.origin, keys.state, keys.snapshot])
      if (format !== undefined && origin === undefined) {
        throw new RaftStorageError('the origin of the metadata log is missing')
      }
      const entries = await this.#loadEntries()
      return checked({
        origin: origin && decodeOrigin(origin),
        hardState: state && decodeHardState(state),
        snapshot: snapshot && decodeSnapshot(snapshot),
        entries
      })
    } catch (cause) {
      throw this.#explained(cause)
    }
  }

  async write({ origin, snapshot, entries, hardState, sync }: RaftWrite): Promise<void> {
    const batch: Batch = []
    if (origin !== undefined) this.#putOrigin(origin, batch)
    if (snapshot !== undefined) this.#replaceAll(snapshot, batch)
    this.#append(entries, batch)
    if (hardState !== undefined) batch.push({ type: 'put', key: keys.state, value: encodeHardState(hardState) })
    if (batch.length > 0) await this.#db.batch(batch, { sync: sync || origin !== undefined })
  }

  async compact(snapshot: Snapshot, firstIndex: number): Promise<void> {
    const batch: Batch = [{ type: 'put', key: keys.snapshot, value: encodeSnapshot(snapshot) }]
    for (; this.#first < firstIndex && this.#first <= this.#last; this.#first++) {
      batch.push({ type: 'del', key: entryKey(this.#first) })
    }
    await this.#db.batch(batch, { sync: true })
  }

  async close(): Promise<void> {
    await this.#db.close()
  }

  async #open(): Promise<void> {
    try {
      await this.#db.open()
    } catch (error) {
      const cause = (error as { readonly cause?: unknown }).cause ?? error
      const code = (cause as { readonly code?: string }).code
      if (code !== 'LEVEL_LOCKED') throw this.#explained(cause)
      const message = `the metadata log in ${this.#options.folder} is in use by another process: stop it first`
      throw new RaftStorageError(message, { cause })
    }
  }

  #putOrigin(origin: QuorumOrigin, batch: Batch): void {
    const format = Buffer.from(JSON.stringify({ version: formatVersion, nodeId: this.#options.nodeId }))
    batch.push({ type: 'put', key: keys.format, value: format })
    batch.push({ type: 'put', key: keys.origin, value: encodeOrigin(origin) })
  }

  #checkFormat(stored: Uint8Array | undefined): void {
    const { folder, nodeId, expectExisting } = this.#options
    if (stored === undefined) {
      if (!expectExisting) return
      throw new RaftStorageError(
        `the metadata log in ${folder} is gone, though node ${nodeId} took part in the quorum before: ` +
          `bring the folder back, or remove this node's log.dirs and metadata.log.dir as a whole and let it join as a new one`
      )
    }
    const { version, nodeId: owner } = JSON.parse(Buffer.from(stored).toString()) as { version: number; nodeId: number }
    if (version !== formatVersion) {
      throw new RaftStorageError(
        `the metadata log in ${folder} has format ${version}, known is ${formatVersion}: start the version of Gregor that wrote it, or remove this node's log.dirs and metadata.log.dir as a whole and let it join as a new one`
      )
    }
    if (owner !== nodeId) {
      throw new RaftStorageError(
        `the metadata log in ${folder} belongs to node ${owner}, but node.id is ${nodeId}: correct log.dirs or node.id`
      )
    }
  }

  async #loadEntries(): Promise<Entry[]> {
    const entries: Entry[] = []
    for await (const [key, value] of this.#db.iterator({ gte: keys.entry, lt: `${keys.entry}~` })) {
      const index = Number.parseInt(key.slice(keys.entry.length), 16)
      const entry = decodeEntry(index, value)
      const last = entries.at(-1)
      if (last !== undefined && (entry.index !== last.index + 1 || entry.term < last.term)) {
        throw new RaftStorageError(`entry ${last.index} of the metadata log is followed by entry ${index}`)
      }
      entries.push(entry)
    }
    this.#first = entries[0]?.index ?? 1
    this.#last = entries.at(-1)?.index ?? 0
    return entries
  }

  #replaceAll(snapshot: Snapshot, batch: Batch): void {
    this.#truncate(this.#first, batch)
    batch.push({ type: 'put', key: keys.snapshot, value: encodeSnapshot(snapshot) })
    this.#first = snapshot.index + 1
    this.#last = snapshot.index
  }

  #append(entries: readonly Entry[], batch: Batch): void {
    for (const entry of entries) {
      this.#truncate(entry.index, batch)
      if (this.#last < this.#first) this.#first = entry.index
      this.#last = entry.index
      batch.push({ type: 'put', key: entryKey(entry.index), value: encodeEntry(entry) })
    }
  }

  /** Removes stored entries from `from` on. */
  #truncate(from: number, batch: Batch): void {
    for (; this.#last >= from && this.#last >= this.#first; this.#last--) {
      batch.push({ type: 'del', key: entryKey(this.#last) })
    }
  }

  #explained(cause: unknown): RaftStorageError {
    const reason = cause instanceof Error ? cause.message : String(cause)
    if (cause instanceof RaftStorageError && reason.includes(this.#options.folder)) return cause
    const advice = 'move the folder away and restore it from a backup, or rebuild this node from the others'
    return new RaftStorageError(`cannot read the metadata log in ${this.#options.folder}: ${reason}; ${advice}`, {
      cause
    })
  }
}

/** Keys sort as indexes do. */
function entryKey(index: number): string {
  return keys.entry + index.toString(16).padStart(14, '0')
}

/** What is stored fits together: no term without its vote, no gap between snapshot and entries. */
function checked(stored: StoredRaft & { readonly hardState: HardState | undefined }): StoredRaft {
  const { origin, hardState, snapshot, entries } = stored
  const first = entries[0]
  if (origin === undefined && (hardState !== undefined || first !== undefined || snapshot !== undefined)) {
    throw new RaftStorageError('the origin of the metadata log is missing')
  }
  if (hardState === undefined && (first !== undefined || snapshot !== undefined)) {
    throw new RaftStorageError('the vote of the metadata log is missing')
  }
  if (first !== undefined && first.index > (snapshot?.index ?? 1) + 1) {
    throw new RaftStorageError(`entries of the metadata log before entry ${first.index} are missing`)
  }
  return stored
}
