import type { InitialState, LogStorage } from './log-storage.ts'
import type { ConfState, Entry, HardState, Ready, Snapshot } from './types.ts'

/** What a MemoryLog starts with: what the driver found in its durable storage, or only the members of a new group. */
export interface MemoryLogOptions {
  /** The membership of a new group. Needed unless `snapshot` brings one. */
  readonly confState?: ConfState
  readonly hardState?: HardState
  /** Stands for the log up to and including its index. */
  readonly snapshot?: Snapshot
  /** Follow the snapshot without a gap. */
  readonly entries?: readonly Entry[]
}

/** A LogStorage held in memory: the driver fills it at restart and, with `persist`, after each durable Ready. */
export declare class MemoryLog implements LogStorage {
  constructor(options: MemoryLogOptions)
  initialState(): InitialState
  firstIndex(): number
  lastIndex(): number
  term(index: number): number | undefined
  entries(from: number, to: number, bytesMax: number): readonly Entry[]
  snapshot(): Snapshot
  /** Takes over what a Ready wrote, in the Ready's order. */
  persist(ready: Ready): void
  /** Truncates from `entries[0].index` on, then appends. */
  append(entries: readonly Entry[]): void
  /** Replaces the whole log. */
  install(snapshot: Snapshot): void
  setHardState(hardState: HardState): void
  /** Lets a snapshot of the local state machine stand for the log, and keeps `keepEntries` entries before it for laggards. */
  compact(options: { readonly snapshot: Snapshot; readonly keepEntries?: number }): void
}
