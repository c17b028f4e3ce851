import type { ResolvedConfig } from './config.ts'
import { invariant } from './invariant.ts'
import type { RaftMessage } from './message.ts'
import { isVoter } from './membership.ts'
import type { PendingReads } from './pending-reads.ts'
import type { Progress } from './progress.ts'
import type { RaftLog } from './raft-log.ts'
import type { SizedQueue } from './sized-queue.ts'
import { type ConfChange, type ConfState, type NodeId, noNode, type ReadState } from './types.ts'

/** Waits for a leader's messages; a learner is always one. */
export interface FollowerState {
  readonly role: 'follower'
}

/** Counts votes: for a trial (`preCandidate`), or in earnest. */
export interface CandidateState {
  readonly role: 'preCandidate' | 'candidate'
  readonly votes: Map<NodeId, boolean>
}

/** Replicates. */
export interface LeaderState {
  readonly role: 'leader'
  /** Of all members, this one included. */
  readonly progress: Map<NodeId, Progress>
  /** Index of the empty entry that opened the term. */
  readonly termStart: number
  /** No membership change is taken before this index is applied: it, or an earlier one, may be a change (R9). */
  pendingConfIndex: number
  /** Proposals that wait for their commit. */
  readonly uncommitted: SizedQueue
  readonly reads: PendingReads
  /** To whom leadership is being handed; noNode = to nobody. */
  transferee: NodeId
  /** Ticks since that began. */
  transferElapsed: number
}

export type RoleState = FollowerState | CandidateState | LeaderState

type WithoutSender<Message> = Message extends RaftMessage
  ? Omit<Message, 'from' | 'term'> & { readonly term?: number }
  : never

/** A message as the core writes it: the sender, and unless stated the term, are added on the way out. */
export type Outgoing = WithoutSender<RaftMessage>

/** The state of one member: plain data that the other files of this folder work on. */
export interface Core {
  readonly id: NodeId
  readonly config: ResolvedConfig
  readonly log: RaftLog
  /** False: takes part in no election (RaftConfig.voting). */
  voting: boolean
  term: number
  vote: NodeId
  /** Term and vote as the driver last acknowledged them. */
  durableVote: { readonly term: number; readonly vote: NodeId }
  leaderId: NodeId
  state: RoleState
  /** The membership in force: as of the applied index, or of a snapshot that is being installed. */
  conf: ConfState
  /** The membership as of the applied index. */
  appliedConf: ConfState
  /** Membership changes given out to be applied, in order. */
  readonly confChanges: { readonly index: number; readonly change: ConfChange }[]
  /** The term in which the leader asked this member to campaign, while changes of the membership wait to be applied. */
  askedToCampaignIn: number
  /** Ticks since a leader was heard or a campaign begun; on a leader, since the quorum was last checked. */
  electionElapsed: number
  heartbeatElapsed: number
  /** Drawn anew with each change of role: electionTicks .. 2 * electionTicks - 1 (Raft §5.2). */
  electionTimeout: number
  /** Reads sent on to the leader: token in the message, context of the caller, age in ticks. */
  readonly forwardedReads: Map<number, { readonly context: number; ticksLeft: number }>
  nextReadToken: number
  messages: RaftMessage[]
  messagesAfterPersist: RaftMessage[]
  readStates: ReadState[]
  readsDropped: number[]
}

/** Puts a message on its way: at once, or behind the writes that it depends on. */
export function send(core: Core, outgoing: Outgoing): void {
  const message: RaftMessage = { ...outgoing, from: core.id, term: outgoing.term ?? core.term }
  invariant(message.to !== core.id, 'a message to oneself', { type: message.type })
  if (mayLeaveNow(core, message)) core.messages.push(message)
  else core.messagesAfterPersist.push(message)
}

/**
 * No message may reveal a term or vote that a crash could take back (R6), and none confirm an entry that it could (R7).
 * A preVote promises nothing.
 */
function mayLeaveNow(core: Core, message: RaftMessage): boolean {
  if (message.type === 'preVote') return true
  if (core.durableVote.term !== core.term || core.durableVote.vote !== core.vote) return false
  return message.type !== 'appendResponse' || message.reject || message.index <= core.log.durable
}

/** A member that may lead: a voter that takes part in elections, whose log is in place and whose membership is up to date with its commit index. */
export function isPromotable(core: Core): boolean {
  return core.voting && isVoter(core.conf, core.id) && !core.log.isRestoring()
}

/** Whether this member hears a leader, and so ignores candidates (thesis §4.2.3). */
export function hasLivingLeader(core: Core): boolean {
  return core.config.checkQuorum && core.leaderId !== noNode && core.electionElapsed < core.config.electionTicks
}
