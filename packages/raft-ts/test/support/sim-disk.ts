import {
  type ConfState,
  type Entry,
  type HardState,
  MemoryLog,
  noNode,
  type Ready,
  type Snapshot
} from '../../src/index.ts'

type Writable = Pick<Ready, 'snapshot' | 'entries' | 'hardState' | 'mustSync'>

function firstState(confState: ConfState): { readonly hardState: HardState; readonly snapshot: Snapshot } {
  const empty = new MemoryLog({ confState })
  return { hardState: empty.initialState().hardState, snapshot: empty.snapshot() }
}

/** What survives a crash of one member: whole Readies, in order. A commit index that was not synced may be lost. */
export class SimDisk {
  hardState: HardState
  snapshot: Snapshot
  entries: Entry[] = []
  /** What a power cut leaves when writes that need no sync were still in a buffer. */
  private synced: HardState
  /** What the disk before this one held, when it was lost. */
  private lost: SimDisk | undefined

  private readonly confState: ConfState

  constructor(confState: ConfState) {
    this.confState = confState
    const { hardState, snapshot } = firstState(confState)
    this.hardState = hardState
    this.snapshot = snapshot
    this.synced = hardState
  }

  write(ready: Writable): void {
    if (ready.snapshot !== undefined) {
      this.snapshot = ready.snapshot
      this.entries = []
    }
    const first = ready.entries[0]
    if (first !== undefined) {
      this.entries = [...this.entries.filter((entry) => entry.index < first.index), ...ready.entries]
    }
    this.hardState = ready.hardState ?? this.hardState
    if (ready.mustSync) this.synced = this.hardState
  }

  /** The local snapshot of a member that compacts its log. */
  compact(snapshot: Snapshot, keepEntries: number): void {
    this.snapshot = snapshot
    this.entries = this.entries.filter((entry) => entry.index > snapshot.index - keepEntries)
  }

  /** Puts another log in the place of this one. */
  replace({ hardState, entries }: { readonly hardState: HardState; readonly entries: readonly Entry[] }): void {
    this.hardState = hardState
    this.synced = hardState
    this.entries = [...entries]
  }

  /** As a disk that was just bought. */
  wipe(): void {
    const { hardState, snapshot } = firstState(this.confState)
    Object.assign(this, { hardState, snapshot, entries: [], synced: hardState })
  }

  /** A new disk, on which a member of a running group starts that lost its own: all that it says is a term. */
  replaceBy({ term }: { readonly term: number }): void {
    const { snapshot, entries } = this
    this.lost = Object.assign(new SimDisk(this.confState), { snapshot, entries, lost: this.lost })
    this.snapshot = new MemoryLog({}).snapshot()
    this.hardState = { term, vote: noNode, commit: 0 }
    this.entries = []
    this.synced = this.hardState
  }

  loseUnsynced(): void {
    this.hardState = this.synced
  }

  lastIndex(): number {
    return Math.max(this.entries.at(-1)?.index ?? 0, this.snapshot.index)
  }

  /** Whether the entry is here for good, in the log or in the snapshot. */
  holds({ index, term }: { readonly index: number; readonly term: number }): boolean {
    return index <= this.snapshot.index || this.entries.some((entry) => entry.index === index && entry.term === term)
  }

  /** Whether the entry is here, or was on a disk that is lost: so far the member told the truth when it confirmed it. */
  held(entry: { readonly index: number; readonly term: number }): boolean {
    return this.holds(entry) || this.lost?.held(entry) === true
  }

  load(): MemoryLog {
    const { hardState, snapshot, entries } = this
    return new MemoryLog({ hardState, snapshot, entries })
  }
}
