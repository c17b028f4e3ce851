import type { QuorumMember } from '@gregor/metadata'
import type { Entry, HardState, Snapshot } from 'raft-ts'

/**
 * How a folder came to hold a metadata log. It is stored before anything else, and with it the member begins: a folder
 * without one has promised nothing to anybody.
 */
export interface QuorumOrigin {
  /** `directory.id` of the folder. */
  readonly directoryId: string
  /** The voters that the quorum began with, which the log starts from; none when this member came later. */
  readonly firstVoters: readonly QuorumMember[]
  /** Whom this member may ask for the way to the others, as known then. */
  readonly contacts: readonly QuorumMember[]
  /** Admitted under an id that may have voted before, with another folder: no vote before it has applied its own record. */
  readonly joining: boolean
}

/** What a member of the quorum remembers over a restart. */
export interface StoredRaft {
  /** Undefined: nothing was ever stored here. */
  readonly origin: QuorumOrigin | undefined
  readonly hardState: HardState | undefined
  readonly snapshot: Snapshot | undefined
  /** In order, without gaps; may begin before the snapshot's end. */
  readonly entries: readonly Entry[]
}

/** One durable unit. Applied in this order: `snapshot` replaces everything, `entries` truncate from their first on. */
export interface RaftWrite {
  readonly snapshot: Snapshot | undefined
  readonly entries: readonly Entry[]
  readonly hardState: HardState | undefined
  /** Replaces the origin when given; such a write is synced. */
  readonly origin?: QuorumOrigin
  /** Resolve only when the disk has it. False: the order of writes is enough. */
  readonly sync: boolean
}

/** The durable part of a member of the quorum. One write at a time. */
export interface RaftStorage {
  /** Everything stored; rejects with a RaftStorageError when that is not what a member of this id left behind. */
  load(): Promise<StoredRaft>
  write(write: RaftWrite): Promise<void>
  /** Lets `snapshot` stand for the entries before it; drops those before `firstIndex`. */
  compact(snapshot: Snapshot, firstIndex: number): Promise<void>
  close(): Promise<void>
}

/** The metadata log on disk cannot be used; the message says what is wrong and what to do. */
export class RaftStorageError extends Error {
  override readonly name = 'RaftStorageError'
}
