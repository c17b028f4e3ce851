import type { NodeId } from './types.ts'

/** What becomes durable with one Ready. */
export interface Write {
  readonly ready: number
  /** The last entry of the write that still stands; 0 = none. Lowered when later entries overwrite it. */
  stableTo: number
  /** Index of the snapshot that the write installs; 0 = none. */
  readonly snapshotIndex: number
  readonly hardState: { readonly term: number; readonly vote: NodeId } | undefined
}

/**
 * The writes that the driver has begun and not acknowledged, in order.
 *
 * Entries may be overwritten while their write is under way, and even come back with the same index and term (a leader of
 * a later term may restore them): the acknowledgement of the first write must not count for the last. So overwriting
 * takes entries out of the writes under way, and only what is left of a write when it is acknowledged becomes durable.
 */
export class Writes {
  private pending: Write[] = []

  begin(write: Write): void {
    this.pending.push(write)
  }

  /** The entries from `index` on are overwritten, or replaced by a snapshot. */
  overwrittenFrom(index: number): void {
    for (const write of this.pending) write.stableTo = Math.min(write.stableTo, index - 1)
  }

  /** The writes up to Ready `ready`, which are durable now. */
  end(ready: number): readonly Write[] {
    const count = this.pending.filter((write) => write.ready <= ready).length
    return this.pending.splice(0, count)
  }
}
