import type { Entry, HardState, Snapshot } from 'raft-ts'
import type { QuorumOrigin, RaftStorage, RaftWrite, StoredRaft } from '../../src/index.ts'

/** A disk in memory that outlives the node that uses it. */
export class MemoryRaftStorage implements RaftStorage {
  #origin: QuorumOrigin | undefined
  #hardState: HardState | undefined
  #snapshot: Snapshot | undefined
  #entries: Entry[] = []
  /** Set to have the next writes fail. */
  failure: Error | undefined

  async load(): Promise<StoredRaft> {
    return { origin: this.#origin, hardState: this.#hardState, snapshot: this.#snapshot, entries: [...this.#entries] }
  }

  async write({ origin, snapshot, entries, hardState }: RaftWrite): Promise<void> {
    if (this.failure !== undefined) throw this.failure
    if (origin !== undefined) this.#origin = origin
    if (snapshot !== undefined) {
      this.#snapshot = snapshot
      this.#entries = []
    }
    for (const entry of entries) {
      this.#entries = this.#entries.filter((old) => old.index < entry.index)
      this.#entries.push(entry)
    }
    if (hardState !== undefined) this.#hardState = hardState
  }

  async compact(snapshot: Snapshot, firstIndex: number): Promise<void> {
    this.#snapshot = snapshot
    this.#entries = this.#entries.filter((entry) => entry.index >= firstIndex)
  }

  async close(): Promise<void> {}

  get entryCount(): number {
    return this.#entries.length
  }

  get snapshotIndex(): number {
    return this.#snapshot?.index ?? 0
  }
}

/** The way of one process to its disk: what a process that was killed still writes is not written. */
export class DiskOfProcess implements RaftStorage {
  readonly #disk: MemoryRaftStorage
  #out = false

  constructor(disk: MemoryRaftStorage) {
    this.#disk = disk
  }

  pullOut(): void {
    this.#out = true
  }

  load(): Promise<StoredRaft> {
    return this.#disk.load()
  }

  write(write: RaftWrite): Promise<void> {
    return this.#out ? new Promise(() => {}) : this.#disk.write(write)
  }

  compact(snapshot: Snapshot, firstIndex: number): Promise<void> {
    return this.#out ? new Promise(() => {}) : this.#disk.compact(snapshot, firstIndex)
  }

  async close(): Promise<void> {}
}
