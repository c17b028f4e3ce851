import type { RaftWrite } from '@gregor/controller'
import type { RaftMessage, RaftStatus } from 'raft-ts'
import type { ObservedNode } from '../../types.ts'
import type { StoredEntry, StoredLog } from './stored-log.ts'

/** A member of the quorum over all its processes. */
export interface Member {
  readonly node: ObservedNode
  /** What its disk holds; a new one after a wipe. */
  readonly log: StoredLog
  /** Names the disk: wipes of the node before it. */
  readonly wipes: number
  readonly incarnation: number
  /** As of the last look at this process; undefined = none yet. */
  readonly status: RaftStatus | undefined
}

/** What a write left, besides the member's log. */
export interface Written {
  readonly write: RaftWrite
  /** Entries that are not there any more, or are others now. */
  readonly removed: readonly StoredEntry[]
}

/** One invariant of the quorum. Members are looked at after each event in which they did something. */
export interface QuorumRule {
  looked?(member: Member, now: RaftStatus, before: RaftStatus | undefined): void
  sent?(member: Member, message: RaftMessage): void
  /** The member's log has the write already. */
  written?(member: Member, written: Written): void
  applied?(member: Member, index: number): void
}
