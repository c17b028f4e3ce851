import type { Entry, NodeId, Snapshot } from './types.ts'

interface Envelope {
  readonly from: NodeId
  readonly to: NodeId
  /** The sender's term; in a preVote (and its granting answer) the term that the sender would campaign in. */
  readonly term: number
}

/** Would you vote for me? Changes nothing on either side, so that a cut-off member does not raise terms (thesis §9.6). */
export interface PreVoteMessage extends Envelope {
  readonly type: 'preVote'
  readonly lastIndex: number
  readonly lastTerm: number
}

/**
 * What the voter knows to be committed: a candidate that has this very entry may commit it too. Without that, who missed
 * only the news of a commit could be unable to win and unable to learn why: the leader that demoted itself by that entry
 * is no voter any more in its own eyes, and refuses a shorter log than its own. Absent or 0: says nothing.
 */
interface CommitHint {
  readonly commit?: number
  readonly commitTerm?: number
}

export interface PreVoteResponseMessage extends Envelope, CommitHint {
  readonly type: 'preVoteResponse'
  readonly granted: boolean
}

/** RequestVote (Raft §5.2). */
export interface VoteMessage extends Envelope {
  readonly type: 'vote'
  readonly lastIndex: number
  readonly lastTerm: number
  /** The leader asked for this election: voters need not wait until they miss it. */
  readonly transfer: boolean
}

export interface VoteResponseMessage extends Envelope, CommitHint {
  readonly type: 'voteResponse'
  readonly granted: boolean
}

/** AppendEntries (Raft §5.3): `entries` follow the entry (prevIndex, prevTerm). */
export interface AppendMessage extends Envelope {
  readonly type: 'append'
  readonly prevIndex: number
  readonly prevTerm: number
  readonly entries: readonly Entry[]
  readonly commit: number
}

/**
 * Accepted: the log equals the leader's up to `index`, durably. Rejected: `index` is the refused prevIndex, and the
 * leader may skip to `hintIndex`, the largest index here whose term (`hintTerm`) is at most the refused prevTerm.
 */
export interface AppendResponseMessage extends Envelope {
  readonly type: 'appendResponse'
  readonly index: number
  readonly reject: boolean
  readonly hintIndex: number
  readonly hintTerm: number
}

/** I lead. `context` is the leader's latest round of reads; the answer repeats it (thesis §6.4). */
export interface HeartbeatMessage extends Envelope {
  readonly type: 'heartbeat'
  readonly commit: number
  readonly context: number
}

export interface HeartbeatResponseMessage extends Envelope {
  readonly type: 'heartbeatResponse'
  readonly context: number
}

/** InstallSnapshot (Raft §7). Answered by an appendResponse. */
export interface SnapshotMessage extends Envelope {
  readonly type: 'snapshot'
  readonly snapshot: Snapshot
}

/** Campaign at once: the sender hands leadership over (thesis §3.10). */
export interface TimeoutNowMessage extends Envelope {
  readonly type: 'timeoutNow'
}

/** A follower asks its leader for a read index; `context` is the follower's own name for the read. */
export interface ReadIndexMessage extends Envelope {
  readonly type: 'readIndex'
  readonly context: number
}

export interface ReadIndexResponseMessage extends Envelope {
  readonly type: 'readIndexResponse'
  readonly context: number
  readonly index: number
}

/** What members say to each other. Messages may be lost, repeated, delayed and reordered. */
export type RaftMessage =
  | PreVoteMessage
  | PreVoteResponseMessage
  | VoteMessage
  | VoteResponseMessage
  | AppendMessage
  | AppendResponseMessage
  | HeartbeatMessage
  | HeartbeatResponseMessage
  | SnapshotMessage
  | TimeoutNowMessage
  | ReadIndexMessage
  | ReadIndexResponseMessage
