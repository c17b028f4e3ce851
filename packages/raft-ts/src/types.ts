import type { RaftMessage } from './message.ts'

/** The id of a member of the group: an integer of at least 0. */
export type NodeId = number

/** Stands for "no member" wherever a NodeId is expected: no leader known, no vote given. */
export const noNode = -1

/**
 * What an entry is for: `normal` carries a proposal's bytes, `config` an encoded ConfChange, `empty` is what a new leader
 * appends so that it can commit entries of earlier terms (Raft §5.4.2).
 */
export type EntryKind = 'normal' | 'config' | 'empty'

/** One slot of the replicated log. Two entries with the same index and term are the same entry, everywhere and for ever. */
export interface Entry {
  readonly index: number
  readonly term: number
  readonly kind: EntryKind
  readonly data: Uint8Array
}

/**
 * What a member must remember over a restart besides its log. `term` and `vote` must be durable before any message leaves
 * that depends on them; `commit` may be lost without harm, and comes back with the next message from a leader.
 */
export interface HardState {
  readonly term: number
  /** Whom this member voted for in `term`; `noNode` = nobody yet. */
  readonly vote: NodeId
  readonly commit: number
}

/**
 * The membership. Outside of a change `votersOutgoing` and `learnersNext` are empty. In a joint configuration (Raft §6)
 * decisions need a majority of `voters` and a majority of `votersOutgoing`.
 */
export interface ConfState {
  readonly voters: readonly NodeId[]
  readonly votersOutgoing: readonly NodeId[]
  readonly learners: readonly NodeId[]
  /** Outgoing voters that become learners once the joint configuration is left. */
  readonly learnersNext: readonly NodeId[]
  /** The leader leaves the joint configuration by itself as soon as it is applied. */
  readonly autoLeave: boolean
}

/** What identifies a snapshot: the last entry that it covers, and the membership at that entry. */
export interface SnapshotMeta {
  readonly index: number
  readonly term: number
  readonly confState: ConfState
}

/**
 * A state of the state machine that replaces the log up to and including `index`. The core never looks into `data`: a
 * driver that streams large states keeps a short handle there, and moves the bytes itself (see `snapshot-chunks.ts`).
 */
export interface Snapshot extends SnapshotMeta {
  readonly data: Uint8Array
}

/** One step of a membership change. */
export interface ConfChangeStep {
  readonly type: 'addVoter' | 'addLearner' | 'remove'
  readonly id: NodeId
}

/**
 * How a membership change runs: `auto` changes one voter directly and takes a joint configuration, left by itself, for
 * more; `joint` always takes a joint configuration and leaves it by itself; `jointExplicit` stays in it until a
 * ConfChange without steps is proposed.
 */
export type ConfChangeTransition = 'auto' | 'joint' | 'jointExplicit'

/** A proposed membership change. Without steps it means: leave the joint configuration. */
export interface ConfChange {
  readonly steps: readonly ConfChangeStep[]
  readonly transition: ConfChangeTransition
}

/** What a member is at the moment. A learner is a follower that does not vote. */
export type Role = 'follower' | 'preCandidate' | 'candidate' | 'leader'

/** State worth telling but not worth saving. */
export interface SoftState {
  readonly leaderId: NodeId
  readonly role: Role
  readonly term: number
}

/**
 * The answer to `readIndex(context)`: once the state machine has applied `index`, reading it is linearizable, as of a
 * moment after the question (Raft thesis §6.4).
 */
export interface ReadState {
  readonly context: number
  readonly index: number
}

/**
 * What the driver has to do. Readies are numbered from 1; the writes of a Ready follow those of all earlier ones.
 *
 * 1. Send `messages`.
 * 2. Write, in this order and as one durable unit: `snapshot` (it replaces log and state machine), `entries` (truncate the
 *    stored log from `entries[0].index` on, then append), `hardState`. Update the LogStorage view no later than now.
 * 3. When that, and all of the earlier Readies, is durable: send `messagesAfterPersist` and call `persisted({ ready: number })`.
 *    A Ready that has nothing to write is durable as soon as the earlier ones are.
 * 4. Apply `committedEntries` in order, then call `applied(index)`. They are durable here already: applying them need not
 *    wait for step 2 of this Ready.
 *
 * Steps 2 and 4 may take their time; further Readies may be taken meanwhile.
 */
export interface Ready {
  readonly number: number
  /** Changed since the previous Ready. */
  readonly softState: SoftState | undefined
  /** To save; undefined = unchanged. */
  readonly hardState: HardState | undefined
  /** False when only `hardState.commit` changed: the write may stay in a buffer (it must still keep its place in order). */
  readonly mustSync: boolean
  readonly entries: readonly Entry[]
  readonly snapshot: Snapshot | undefined
  /** Depend on nothing that is not durable yet. */
  readonly messages: readonly RaftMessage[]
  /** Promise something (a vote, a stored entry, a term) that this Ready or an earlier one makes durable. */
  readonly messagesAfterPersist: readonly RaftMessage[]
  /** Committed and durable on this member. */
  readonly committedEntries: readonly Entry[]
  readonly readStates: readonly ReadState[]
  /** Contexts of reads that this member asked for as a leader and that a loss of leadership broke off: ask again. */
  readonly readsDropped: readonly number[]
}

/** Acknowledges the writes of Ready `ready` and, as they come in order, of all earlier ones. */
export interface Persisted {
  readonly ready: number
}

/**
 * Why a request went nowhere. Nothing of it is kept: the caller decides whether to ask again.
 * - `noLeader`: no leader is known here. `notLeader`: `leaderId` leads.
 * - `transferring`: leadership is being handed over.
 * - `uncommittedFull`: too many bytes wait for their commit (`uncommittedBytesMax`). `entryTooLarge`: over `entryBytesMax`.
 * - `readsFull`: too many reads wait for their confirmation (`pendingReadsMax`).
 * - `confChangePending`: an earlier change is not applied yet. `confChangeInvalid`: the change fits not the membership.
 * - `targetInvalid`: leadership cannot go to that member (unknown, a learner).
 */
export type DropReason =
  | 'noLeader'
  | 'notLeader'
  | 'transferring'
  | 'uncommittedFull'
  | 'entryTooLarge'
  | 'readsFull'
  | 'confChangePending'
  | 'confChangeInvalid'
  | 'targetInvalid'

/** A request that was not taken up. */
export interface Dropped {
  readonly ok: false
  readonly reason: DropReason
  /** Who leads, as far as known here. */
  readonly leaderId: NodeId
}

/**
 * The entries `firstIndex` to `lastIndex` of `term` hold the proposal. It is committed when these indexes come out of a
 * Ready with this very term, and lost when one of them comes out with another term.
 */
export interface Proposed {
  readonly ok: true
  readonly firstIndex: number
  readonly lastIndex: number
  readonly term: number
}

export type ProposeResult = Proposed | Dropped

/** A request that was taken up; its outcome shows later. */
export type RequestResult = { readonly ok: true } | Dropped

/** How a leader sends to a member: see `progress.ts`. */
export type ProgressState = 'probe' | 'replicate' | 'snapshot'

/** What a leader knows of a member. */
export interface MemberStatus {
  readonly id: NodeId
  readonly learner: boolean
  /** Everything up to here is durable on the member, and equal to the leader's log. */
  readonly matchIndex: number
  readonly nextIndex: number
  readonly state: ProgressState
  /** Ticks since the member was last heard of; 0 for the leader itself. */
  readonly ticksSinceHeard: number
}

/** A view of a node for operators and tests. */
export interface RaftStatus extends SoftState {
  readonly id: NodeId
  readonly vote: NodeId
  /** False: takes part in no election (`RaftNode.setVoting`). */
  readonly voting: boolean
  readonly commitIndex: number
  readonly appliedIndex: number
  readonly firstIndex: number
  readonly lastIndex: number
  /** The last index that `persisted` acknowledged. */
  readonly durableIndex: number
  readonly confState: ConfState
  /** Empty on all but the leader. */
  readonly members: readonly MemberStatus[]
}
