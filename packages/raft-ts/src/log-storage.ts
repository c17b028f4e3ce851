import type { ConfState, Entry, HardState, Snapshot } from './types.ts'

/** What a node starts from. */
export interface InitialState {
  readonly hardState: HardState
  /** The membership at `confStateIndex`; later changes are read from the log. */
  readonly confState: ConfState
  /** The snapshot's index; 0 in a new group. */
  readonly confStateIndex: number
}

/**
 * What the core reads of the durable log: a synchronous view, kept by the driver. It shows at least everything that
 * `persisted` acknowledged, and may show later Readies too. Invariant: firstIndex() <= lastIndex() + 1.
 */
export interface LogStorage {
  initialState(): InitialState
  /** The first index that entries() can return: one after the snapshot. 1 in a new log. */
  firstIndex(): number
  /** The last index; firstIndex() - 1 in an empty log. */
  lastIndex(): number
  /** The term at `index`, which the log still knows at firstIndex() - 1; undefined = compacted away or not there yet. */
  term(index: number): number | undefined
  /**
   * The entries from `from` up to, but not including, `to`, cut off so that their `totalBytes` are at most `bytesMax`,
   * but never less than one entry. The caller keeps within firstIndex() .. lastIndex() + 1.
   */
  entries(from: number, to: number, bytesMax: number): readonly Entry[]
  /** The latest snapshot; undefined = none ready right now: the core asks again later. */
  snapshot(): Snapshot | undefined
}
