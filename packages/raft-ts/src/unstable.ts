import { invariant } from './invariant.ts'
import { Writes } from './writes.ts'
import type { Entry, NodeId, Snapshot } from './types.ts'

/**
 * The end of the log: what is not durable yet, be it on its way or not yet given to the driver.
 *
 * Invariants: entries[i].index = offset + i. Without a snapshot, everything below `offset` is durable. With one,
 * offset >= snapshot.index + 1, and everything below `offset` is the snapshot's.
 */
export class Unstable {
  offset: number
  entries: Entry[] = []
  snapshot: Snapshot | undefined = undefined
  /** The last index of this log that acknowledged writes cover. */
  durable: number
  private snapshotTaken = false
  private takenTo: number
  private readonly writes = new Writes()

  constructor(lastIndex: number) {
    this.offset = lastIndex + 1
    this.durable = lastIndex
    this.takenTo = lastIndex
  }

  lastIndex(): number {
    return this.offset + this.entries.length - 1
  }

  term(index: number): number | undefined {
    if (index === this.snapshot?.index) return this.snapshot.term
    return this.entries[index - this.offset]?.term
  }

  /** Overwrites the log from `entries[0].index` on. */
  append(entries: readonly Entry[]): void {
    const first = entries[0]
    if (first === undefined) return
    invariant(first.index <= this.lastIndex() + 1, 'append leaves a gap', {
      index: first.index,
      last: this.lastIndex()
    })
    if (first.index <= this.lastIndex()) this.truncateFrom(first.index)
    for (const entry of entries) this.entries.push(entry)
  }

  private truncateFrom(index: number): void {
    invariant(this.snapshot === undefined || index > this.snapshot.index, 'truncates into a snapshot', { index })
    this.entries.length = Math.max(0, index - this.offset)
    this.offset = Math.min(this.offset, index)
    this.durable = Math.min(this.durable, index - 1)
    this.takenTo = Math.min(this.takenTo, index - 1)
    this.writes.overwrittenFrom(index)
  }

  /** Puts a snapshot in the place of the whole log, whose entries up to `committed` it repeats. */
  restore(snapshot: Snapshot, committed: number): void {
    this.snapshot = snapshot
    this.snapshotTaken = false
    this.entries = []
    this.offset = snapshot.index + 1
    this.takenTo = snapshot.index
    this.durable = Math.min(this.durable, committed)
    this.writes.overwrittenFrom(1)
  }

  hasWrites(): boolean {
    return this.takenTo < this.lastIndex() || (this.snapshot !== undefined && !this.snapshotTaken)
  }

  /** What the driver is to write with the next Ready. */
  nextWrites(): { readonly entries: readonly Entry[]; readonly snapshot: Snapshot | undefined } {
    return {
      entries: this.entries.slice(this.takenTo + 1 - this.offset),
      snapshot: this.snapshotTaken ? undefined : this.snapshot
    }
  }

  /** The driver has taken what nextWrites() said, and `hardState`, as Ready `ready`. */
  writesTaken(ready: number, hardState: { readonly term: number; readonly vote: NodeId } | undefined): void {
    const { entries, snapshot } = this.nextWrites()
    if (entries.length === 0 && snapshot === undefined && hardState === undefined) return
    const stableTo = entries.at(-1)?.index ?? 0
    this.writes.begin({ ready, stableTo, snapshotIndex: snapshot?.index ?? 0, hardState })
    this.takenTo = this.lastIndex()
    this.snapshotTaken = this.snapshot !== undefined
  }

  /** Takes note of durable writes; returns what else they made durable. */
  writesEnded(ready: number): {
    readonly installed: Snapshot | undefined
    readonly hardState: { readonly term: number; readonly vote: NodeId } | undefined
  } {
    let installed: Snapshot | undefined
    let hardState: { readonly term: number; readonly vote: NodeId } | undefined
    for (const write of this.writes.end(ready)) {
      if (this.snapshot !== undefined && write.snapshotIndex === this.snapshot.index) {
        installed = this.snapshot
        this.durable = installed.index
        this.snapshot = undefined
      }
      // While a snapshot waits, entries behind it are not connected to anything durable; its own write comes first.
      if (write.stableTo > 0) this.durable = Math.max(this.durable, write.stableTo)
      hardState = write.hardState ?? hardState
    }
    this.forgetDurable()
    return { installed, hardState }
  }

  private forgetDurable(): void {
    if (this.durable < this.offset) return
    this.entries = this.entries.slice(this.durable + 1 - this.offset)
    this.offset = this.durable + 1
  }
}
