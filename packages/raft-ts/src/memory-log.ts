import { invariant } from './invariant.ts'
import type { InitialState, LogStorage } from './log-storage.ts'
import { sliceWithin } from './sized-queue.ts'
import { type ConfState, type Entry, type HardState, noNode, type Ready, type Snapshot } from './types.ts'

/** What a MemoryLog starts with: what the driver found in its durable storage, or only the members of a new group. */
export interface MemoryLogOptions {
  /**
   * The first membership of the group, the same on all of its first members; none on a member that is to be added later.
   * It counts as a snapshot at index 1 and term 1 with no data, so that members added later receive it; entries start at
   * index 2. Needed at each start until there is a real snapshot.
   */
  readonly confState?: ConfState | undefined
  readonly hardState?: HardState | undefined
  /** Stands for the log up to and including its index. */
  readonly snapshot?: Snapshot | undefined
  /** Without gaps. May start before the snapshot's end, as `compact` with `keepEntries` leaves it. */
  readonly entries?: readonly Entry[] | undefined
}

const emptyConf: ConfState = { voters: [], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false }

/** A LogStorage held in memory: the driver fills it at restart and, with `persist`, after each durable Ready. */
export class MemoryLog implements LogStorage {
  private hardState: HardState
  private latest: Snapshot
  /** The entry before `kept[0]`: that of the snapshot, or later where `compact` kept entries. */
  private before: { readonly index: number; readonly term: number }
  private kept: Entry[]

  constructor(options: MemoryLogOptions) {
    const { entries = [] } = options
    this.latest = options.snapshot ?? firstSnapshot(options.confState ?? emptyConf)
    this.hardState = options.hardState ?? { term: this.latest.term, vote: noNode, commit: this.latest.index }
    this.before = startBefore(entries, this.latest)
    this.kept = []
    this.append(entries.filter((entry) => entry.index > this.before.index))
    invariant(this.lastIndex() >= this.latest.index, 'the log ends before its snapshot', {
      lastIndex: this.lastIndex()
    })
  }

  initialState(): InitialState {
    return { hardState: this.hardState, confState: this.latest.confState, confStateIndex: this.latest.index }
  }

  firstIndex(): number {
    return this.before.index + 1
  }

  lastIndex(): number {
    return this.before.index + this.kept.length
  }

  term(index: number): number | undefined {
    if (index === this.before.index) return this.before.term
    return this.kept[index - this.before.index - 1]?.term
  }

  entries(from: number, to: number, bytesMax: number): readonly Entry[] {
    invariant(from >= this.firstIndex() && to <= this.lastIndex() + 1, 'entries outside of the log', {
      from,
      to,
      firstIndex: this.firstIndex(),
      lastIndex: this.lastIndex()
    })
    const first = this.firstIndex()
    return sliceWithin(this.kept, { from: from - first, to: to - first, bytesMax })
  }

  snapshot(): Snapshot {
    return this.latest
  }

  /** Takes over what a Ready wrote, in the Ready's order. */
  persist(ready: Pick<Ready, 'snapshot' | 'entries' | 'hardState'>): void {
    if (ready.snapshot !== undefined) this.install(ready.snapshot)
    this.append(ready.entries)
    if (ready.hardState !== undefined) this.hardState = ready.hardState
  }

  /** Truncates from `entries[0].index` on, then appends. */
  append(entries: readonly Entry[]): void {
    const first = entries[0]
    if (first === undefined) return
    invariant(
      first.index >= this.firstIndex() && first.index <= this.lastIndex() + 1,
      'append leaves a gap in the log',
      {
        index: first.index,
        firstIndex: this.firstIndex(),
        lastIndex: this.lastIndex()
      }
    )
    this.kept.length = first.index - this.firstIndex()
    for (const entry of entries) {
      invariant(entry.index === this.lastIndex() + 1, 'entries with a gap', {
        index: entry.index,
        after: this.lastIndex()
      })
      this.kept.push(entry)
    }
  }

  /** Replaces the whole log. */
  install(snapshot: Snapshot): void {
    this.latest = snapshot
    this.before = { index: snapshot.index, term: snapshot.term }
    this.kept = []
  }

  /**
   * Lets a snapshot of the local state machine stand for the log, and keeps `keepEntries` entries before it for members
   * that lag a little. Its index must be applied, and its confState be the node's of that moment.
   */
  compact(options: { readonly snapshot: Snapshot; readonly keepEntries?: number }): void {
    const { snapshot, keepEntries = 0 } = options
    if (snapshot.index <= this.latest.index) return
    const index = Math.max(snapshot.index - keepEntries, this.before.index)
    const term = this.term(index)
    invariant(term !== undefined && this.term(snapshot.index) === snapshot.term, 'the snapshot is not of this log', {
      index: snapshot.index,
      term: snapshot.term
    })
    this.kept = this.kept.slice(index - this.before.index)
    this.before = { index, term }
    this.latest = snapshot
  }
}

function firstSnapshot(confState: ConfState): Snapshot {
  const position = confState.voters.length === 0 ? 0 : 1
  return { index: position, term: position, confState, data: new Uint8Array(0) }
}

function startBefore(entries: readonly Entry[], snapshot: Snapshot): { readonly index: number; readonly term: number } {
  const first = entries[0]
  // The first kept entry stands in for the one before it, whose term is gone unless it is the snapshot's.
  if (first === undefined || first.index > snapshot.index) return { index: snapshot.index, term: snapshot.term }
  return { index: first.index, term: first.term }
}
