import { asError } from '@gregor/base'
import type { Entry, MemoryLog, Ready, Snapshot } from 'raft-ts'
import type { QuorumOrigin, RaftStorage, RaftWrite } from './raft-storage.ts'

export interface RaftWriterOptions {
  readonly storage: RaftStorage
  readonly log: MemoryLog
  /** These, and all before them, are durable; the log shows them. */
  readonly onWritten: (readies: readonly Ready[]) => void
  readonly onFailure: (error: Error) => void
}

interface OriginChange {
  readonly origin: QuorumOrigin
  readonly done: () => void
}

interface Compaction {
  readonly snapshot: Snapshot
  readonly keepEntries: number
}

/** Writes Readies in order, one write at a time: what comes during a write goes into the next one together. */
export class RaftWriter {
  readonly #options: RaftWriterOptions
  #waiting: Ready[] = []
  #compaction: Compaction | undefined
  #originChange: OriginChange | undefined
  #running: Promise<void> | undefined
  #failed = false

  constructor(options: RaftWriterOptions) {
    this.#options = options
  }

  add(ready: Ready): void {
    this.#waiting.push(ready)
    this.#start()
  }

  /** Lets `snapshot`, of the local state, stand for the log before it. */
  compact(snapshot: Snapshot, keepEntries: number): void {
    this.#compaction = { snapshot, keepEntries }
    this.#start()
  }

  /** Replaces what the disk says of how this member began; `done` is called when it is durable. */
  changeOrigin(change: OriginChange): void {
    this.#originChange = change
    this.#start()
  }

  /** Resolves when nothing is being written. */
  async idle(): Promise<void> {
    await this.#running
  }

  #start(): void {
    if (this.#running !== undefined || this.#failed) return
    this.#running = this.#run()
      .catch((error: unknown) => {
        // What comes after a write that failed would leave a gap.
        this.#failed = true
        this.#waiting = []
        this.#options.onFailure(asError(error))
      })
      .finally(() => {
        this.#running = undefined
        if (this.#hasWork()) this.#start()
      })
  }

  async #run(): Promise<void> {
    const { storage, log, onWritten } = this.#options
    // Not within the caller, which is still working on the Ready.
    await Promise.resolve()
    while (this.#hasWork()) {
      const readies = takeUpToSnapshot(this.#waiting)
      if (readies.length > 0) {
        await storage.write(merge(readies))
        for (const ready of readies) log.persist(ready)
        onWritten(readies)
      }
      await this.#compact()
      await this.#writeOrigin()
    }
  }

  #hasWork(): boolean {
    return this.#waiting.length > 0 || this.#compaction !== undefined || this.#originChange !== undefined
  }

  async #writeOrigin(): Promise<void> {
    const change = this.#originChange
    this.#originChange = undefined
    if (change === undefined) return
    const { origin, done } = change
    await this.#options.storage.write({ origin, snapshot: undefined, entries: [], hardState: undefined, sync: true })
    done()
  }

  async #compact(): Promise<void> {
    const { storage, log } = this.#options
    const compaction = this.#compaction
    this.#compaction = undefined
    if (compaction === undefined || compaction.snapshot.index <= log.snapshot().index) return
    log.compact(compaction)
    await storage.compact(compaction.snapshot, log.firstIndex())
  }
}

/** A Ready with a snapshot begins a write of its own: what was before it is replaced by it. */
function takeUpToSnapshot(waiting: Ready[]): Ready[] {
  const next = waiting.findIndex((ready, index) => index > 0 && ready.snapshot !== undefined)
  return waiting.splice(0, next === -1 ? waiting.length : next)
}

function merge(readies: readonly Ready[]): RaftWrite {
  return {
    snapshot: readies[0]!.snapshot,
    entries: readies.reduce<readonly Entry[]>((entries, ready) => overwrite(entries, ready.entries), []),
    hardState: readies.findLast((ready) => ready.hardState !== undefined)?.hardState,
    sync: readies.some((ready) => ready.mustSync)
  }
}

/** Entries as they are after a later write: it replaces what it overlaps with, and all that comes after. */
function overwrite(entries: readonly Entry[], later: readonly Entry[]): readonly Entry[] {
  const first = later[0]
  if (first === undefined) return entries
  return [...entries.filter(({ index }) => index < first.index), ...later]
}
