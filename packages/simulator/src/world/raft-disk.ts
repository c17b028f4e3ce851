import {
  RaftStorageError,
  type QuorumOrigin,
  type RaftStorage,
  type RaftWrite,
  type StoredRaft
} from '@gregor/controller'
import type { Entry, HardState, Snapshot } from 'raft-ts'
import { Violation } from '../types.ts'
import type { SeededRandom } from './random.ts'

interface Content {
  readonly hardState: HardState | undefined
  readonly snapshot: Snapshot | undefined
  readonly entries: readonly Entry[]
  /** How the member on it began; undefined = none has. */
  readonly origin: QuorumOrigin | undefined
}

const nothing: Content = { hardState: undefined, snapshot: undefined, entries: [], origin: undefined }

/**
 * The metadata log's place on a disk: a database that writes ahead to one sequential file, as LevelDB does. A power cut
 * leaves what was synced and a part, from the front, of what came after.
 */
export class RaftDisk {
  #content = nothing
  /** As of the last sync, and each state since. */
  #durable = nothing
  #unsynced: Content[] = []
  damaged = false

  get durableVote(): HardState | undefined {
    return this.#durable.hardState
  }

  get content(): Content {
    return this.#content
  }

  put(content: Content, sync: boolean): void {
    this.#content = content
    if (sync) {
      this.#durable = content
      this.#unsynced = []
    } else this.#unsynced.push(content)
  }

  powerCut(random: SeededRandom): void {
    const kept = random.int(this.#unsynced.length + 1)
    this.#content = kept === 0 ? this.#durable : this.#unsynced[kept - 1]!
    this.#durable = this.#content
    this.#unsynced = []
  }

  wipe(): void {
    this.#content = nothing
    this.#durable = nothing
    this.#unsynced = []
    this.damaged = false
  }
}

export interface SimRaftStorageOptions {
  readonly disk: RaftDisk
  readonly expectExisting: boolean
  /** Resolves when the disk has got that far, or rejects as the disk does. Never, for a dead process. */
  readonly wait: (kind: 'read' | 'write' | 'sync') => Promise<void>
  readonly onWritten: (write: RaftWrite) => void
}

/** One process's way to its metadata log. */
export class SimRaftStorage implements RaftStorage {
  readonly #options: SimRaftStorageOptions

  constructor(options: SimRaftStorageOptions) {
    this.#options = options
  }

  async load(): Promise<StoredRaft> {
    const { disk, expectExisting, wait } = this.#options
    await wait('read')
    if (disk.damaged) throw new RaftStorageError('the metadata log is damaged: its checksum is wrong')
    if (disk.content.origin === undefined && expectExisting) throw new RaftStorageError('the metadata log is gone')
    return disk.content
  }

  async write(write: RaftWrite): Promise<void> {
    const { disk, wait, onWritten } = this.#options
    await wait(write.sync ? 'sync' : 'write')
    const { content } = disk
    const kept = write.snapshot === undefined ? content.entries : []
    disk.put(
      {
        origin: write.origin ?? content.origin,
        hardState: write.hardState ?? content.hardState,
        snapshot: write.snapshot ?? content.snapshot,
        entries: appended(kept, write.entries)
      },
      write.sync
    )
    onWritten(write)
  }

  async compact(snapshot: Snapshot, firstIndex: number): Promise<void> {
    const { disk, wait } = this.#options
    await wait('sync')
    const entries = disk.content.entries.filter(({ index }) => index >= firstIndex)
    disk.put({ ...disk.content, snapshot, entries }, true)
  }

  async close(): Promise<void> {}
}

/** The first of `entries` truncates what is stored from there on. */
function appended(stored: readonly Entry[], entries: readonly Entry[]): readonly Entry[] {
  const first = entries[0]
  if (first === undefined) return stored
  for (let at = 1; at < entries.length; at++) {
    if (entries[at]!.index !== first.index + at)
      throw new Violation('R3', `a write of entries with a gap at ${entries[at]!.index}`)
  }
  const last = stored.at(-1)
  if (last === undefined || last.index < first.index) return [...stored, ...entries]
  return [...stored.filter(({ index }) => index < first.index), ...entries]
}
