import { invariant } from './invariant.ts'
import type { LogStorage } from './log-storage.ts'
import { entryBytes, SizedQueue, sliceWithin, totalBytes } from './sized-queue.ts'
import { Unstable } from './unstable.ts'
import type { Entry, Snapshot } from './types.ts'

/** How many bytes a look through the log reads at a time. */
const scanBytesMax = 1024 * 1024

/** An index and the term of the entry there. */
export interface Position {
  readonly index: number
  readonly term: number
}

/**
 * The whole log: what the storage view shows, and the unstable end.
 *
 * Invariants: applied <= handedOut <= committed <= lastIndex; handedOut <= durable unless a snapshot waits for its write,
 * which counts as handed out.
 */
export class RaftLog {
  readonly unstable: Unstable
  committed: number
  /** The last index given to the driver to apply. */
  handedOut: number
  applied: number
  private readonly storage: LogStorage
  private readonly applying = new SizedQueue()

  constructor(storage: LogStorage, start: { readonly committed: number; readonly applied: number }) {
    this.storage = storage
    this.unstable = new Unstable(storage.lastIndex())
    this.committed = start.committed
    this.handedOut = start.applied
    this.applied = start.applied
  }

  firstIndex(): number {
    const { snapshot } = this.unstable
    return snapshot === undefined ? this.storage.firstIndex() : snapshot.index + 1
  }

  lastIndex(): number {
    return this.unstable.lastIndex()
  }

  /** The last index that is durable on this member. */
  get durable(): number {
    return this.unstable.durable
  }

  /** Undefined = compacted away, or after the end. */
  term(index: number): number | undefined {
    const { snapshot, offset } = this.unstable
    if (index >= offset || snapshot !== undefined) return this.unstable.term(index)
    return this.storage.term(index)
  }

  lastTerm(): number {
    const term = this.term(this.lastIndex())
    invariant(term !== undefined, 'the term of the last entry is unknown', { lastIndex: this.lastIndex() })
    return term
  }

  matches({ index, term }: Position): boolean {
    return this.term(index) === term
  }

  /** Whether a log that ends at `last` has all that this one may have committed (Raft §5.4.1). */
  isCoveredBy(last: Position): boolean {
    const lastTerm = this.lastTerm()
    return last.term > lastTerm || (last.term === lastTerm && last.index >= this.lastIndex())
  }

  /** Entries from `from` on, as many as fit, at least one when there is one. */
  from(from: number, bytesMax: number): readonly Entry[] {
    return this.slice(from, this.lastIndex() + 1, bytesMax)
  }

  /** Entries `from` .. `to` - 1, cut off at `bytesMax` but after the first at the earliest. */
  slice(from: number, to: number, bytesMax: number): readonly Entry[] {
    if (from >= to) return []
    const { offset } = this.unstable
    if (from >= offset) return this.unstableSlice(from, to, bytesMax)
    const stableTo = Math.min(to, offset)
    const stable = this.storage.entries(from, stableTo, bytesMax)
    if (stable.length < stableTo - from || stableTo === to) return stable
    const bytesLeft = bytesMax - totalBytes(stable)
    const next = this.unstable.entries[0]
    if (next === undefined || entryBytes(next) > bytesLeft) return stable
    return [...stable, ...this.unstableSlice(offset, to, bytesLeft)]
  }

  private unstableSlice(from: number, to: number, bytesMax: number): readonly Entry[] {
    const { offset, entries } = this.unstable
    return sliceWithin(entries, { from: from - offset, to: to - offset, bytesMax })
  }

  /** The first of `entries` that this log does not have; undefined = it has them all. */
  firstMissing(entries: readonly Entry[]): Entry | undefined {
    return entries.find((entry) => !this.matches(entry))
  }

  /** Overwrites from `entries[0].index` on. Committed entries never change (Raft §5.4, state machine safety). */
  append(entries: readonly Entry[]): void {
    const first = entries[0]
    if (first === undefined) return
    invariant(first.index > this.committed, 'a committed entry would be overwritten', {
      index: first.index,
      committed: this.committed
    })
    this.unstable.append(entries)
  }

  /**
   * The largest position up to `index` whose term is at most `term`: on it, and on nothing between it and `index`, a log
   * that has `term` at `index` may agree with this one. With index 0 it is (0, 0).
   */
  lastOfTerm({ index, term }: Position): Position {
    for (let at = Math.min(index, this.lastIndex()); at > 0; at -= 1) {
      const known = this.term(at)
      if (known === undefined) return { index: at, term: 0 }
      if (known <= term) return { index: at, term: known }
    }
    return { index: 0, term: 0 }
  }

  /** Moves the commit index, never back (R8). */
  commitTo(index: number): void {
    if (index <= this.committed) return
    invariant(index <= this.lastIndex(), 'commits what the log does not have', { index, lastIndex: this.lastIndex() })
    this.committed = index
  }

  /** A snapshot takes the place of the whole log; its write brings the state machine there too. */
  restore(snapshot: Snapshot): void {
    invariant(snapshot.index > this.committed, 'a snapshot would take the log back', { index: snapshot.index })
    this.unstable.restore(snapshot, this.committed)
    this.committed = snapshot.index
    this.handedOut = snapshot.index
    this.applying.clear()
  }

  /** Whether a snapshot waits for its write. */
  isRestoring(): boolean {
    return this.unstable.snapshot !== undefined
  }

  /** The latest snapshot to send to others. */
  snapshot(): Snapshot | undefined {
    return this.storage.snapshot()
  }

  private applicableTo(): number {
    return this.isRestoring() ? 0 : Math.min(this.committed, this.durable)
  }

  hasCommitted(bytesMax: number): boolean {
    return this.handedOut < this.applicableTo() && this.applying.bytes < bytesMax
  }

  /** Entries to apply, when fewer than `bytesMax` are being applied: committed, and durable here (B5). */
  handOut(bytesMax: number): readonly Entry[] {
    if (!this.hasCommitted(bytesMax)) return []
    const entries = this.slice(this.handedOut + 1, this.applicableTo() + 1, bytesMax - this.applying.bytes)
    this.handedOut += entries.length
    this.applying.add(this.handedOut, totalBytes(entries))
    return entries
  }

  appliedTo(index: number): void {
    invariant(index <= this.handedOut, 'applied what was not handed out', { index, handedOut: this.handedOut })
    this.applied = Math.max(this.applied, index)
    this.applying.freeUpTo(index)
  }

  /** The `config` entries in `from` .. `to` - 1. */
  configEntries(from: number, to: number): readonly Entry[] {
    const found: Entry[] = []
    for (let at = from; at < to;) {
      const entries = this.slice(at, to, scanBytesMax)
      invariant(entries.length > 0, 'the storage view shows no entries where there are some', { from: at, to })
      for (const entry of entries) if (entry.kind === 'config') found.push(entry)
      at += entries.length
    }
    return found
  }
}
