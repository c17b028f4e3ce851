import { type Core, isPromotable, send } from './core.ts'
import { votersOf } from './membership.ts'
import type {
  PreVoteMessage,
  PreVoteResponseMessage,
  TimeoutNowMessage,
  VoteMessage,
  VoteResponseMessage
} from './message.ts'
import { voteOutcome } from './quorum.ts'
import { becomeCandidate, becomeFollower, becomeLeader, becomePreCandidate } from './roles.ts'
import { type NodeId, noNode } from './types.ts'

/** Tries to lead: with a trial vote first, unless configured without. */
export function campaign(core: Core): void {
  if (core.state.role === 'leader' || !mayCampaign(core)) return
  if (core.config.preVote) startPreVote(core)
  else startElection(core, { transfer: false })
}

/**
 * Who has committed membership changes still to apply does not know the voters that count; it applies them first, and
 * lets others go ahead.
 */
export function mayCampaign(core: Core): boolean {
  const { applied, committed } = core.log
  return isPromotable(core) && core.log.configEntries(applied + 1, committed + 1).length === 0
}

function startPreVote(core: Core): void {
  becomePreCandidate(core)
  const { lastIndex, lastTerm } = ownEnd(core)
  for (const to of otherVoters(core)) send(core, { type: 'preVote', to, term: core.term + 1, lastIndex, lastTerm })
  concludePreVote(core)
}

/** Opens a term and asks for votes in it. `transfer`: the leader asked for it, so voters need not miss the leader. */
function startElection(core: Core, { transfer }: { readonly transfer: boolean }): void {
  becomeCandidate(core)
  const { lastIndex, lastTerm } = ownEnd(core)
  for (const to of otherVoters(core)) send(core, { type: 'vote', to, lastIndex, lastTerm, transfer })
}

function ownEnd(core: Core): { readonly lastIndex: number; readonly lastTerm: number } {
  return { lastIndex: core.log.lastIndex(), lastTerm: core.log.lastTerm() }
}

function otherVoters(core: Core): readonly NodeId[] {
  return votersOf(core.conf).filter((id) => id !== core.id)
}

/**
 * Votes for the first who asks in a term (Raft §5.2) and whose log has all that this one may have committed (§5.4.1). A
 * learner votes too when asked: it may have become a voter without knowing yet. Who lost its disk refuses: it may have
 * given this term's vote, and had more of the log, before. The message's term is this member's or, in a preVote, may be
 * above it.
 */
export function handleVoteRequest(core: Core, message: PreVoteMessage | VoteMessage): void {
  const { from, term, lastIndex, lastTerm } = message
  const free = core.vote === from || (core.vote === noNode && core.leaderId === noNode)
  const trial = message.type === 'preVote' && term > core.term
  const granted = core.voting && (free || trial) && core.log.isCoveredBy({ index: lastIndex, term: lastTerm })
  const hint = { commit: core.log.committed, commitTerm: core.log.term(core.log.committed) ?? 0 }
  if (message.type === 'preVote') {
    send(core, { type: 'preVoteResponse', to: from, term: granted ? term : core.term, granted, ...hint })
    return
  }
  if (granted) {
    core.vote = from
    core.electionElapsed = 0
  }
  send(core, { type: 'voteResponse', to: from, granted, ...hint })
}

/** Counts an answer to a preVote. A grant bears the term that would be opened; an older campaign's bears a lower one. */
export function handlePreVoteResponse(core: Core, message: PreVoteResponseMessage): void {
  const { from, term, granted } = message
  learnCommit(core, message)
  if (core.state.role !== 'preCandidate' || term !== (granted ? core.term + 1 : core.term)) return
  core.state.votes.set(from, granted)
  concludePreVote(core)
}

function concludePreVote(core: Core): void {
  if (core.state.role !== 'preCandidate') return
  const outcome = voteOutcome(core.conf, core.state.votes)
  if (outcome === 'won') startElection(core, { transfer: false })
  else if (outcome === 'lost') becomeFollower(core, core.term, noNode)
}

/** Counts an answer to a vote of this term. */
export function handleVoteResponse(core: Core, message: VoteResponseMessage): void {
  learnCommit(core, message)
  countVote(core, message.from, message.granted)
}

/** A committed entry is committed, whoever says so; and who has it has all before it. */
function learnCommit(core: Core, { commit = 0, commitTerm = 0 }: PreVoteResponseMessage | VoteResponseMessage): void {
  if (commit > 0 && core.log.matches({ index: commit, term: commitTerm })) core.log.commitTo(commit)
}

/** Counts this member's own vote, once it is durable: else it could vote again after a crash (B3). */
export function countOwnVote(core: Core): void {
  const { term, vote } = core.durableVote
  if (term === core.term && vote === core.id) countVote(core, core.id, true)
}

function countVote(core: Core, from: NodeId, granted: boolean): void {
  if (core.state.role !== 'candidate' || core.state.votes.has(from)) return
  core.state.votes.set(from, granted)
  const outcome = voteOutcome(core.conf, core.state.votes)
  if (outcome === 'won' && core.state.votes.has(core.id)) becomeLeader(core)
  else if (outcome === 'lost') becomeFollower(core, core.term, noNode)
}

/**
 * The leader hands over: campaign at once, and without a trial, which living followers of the leader would refuse. When
 * membership changes wait to be applied (the leader goes because it removed itself), as soon as they are.
 */
export function handleTimeoutNow(core: Core, { from, term }: TimeoutNowMessage): void {
  if (core.state.role !== 'follower' || from !== core.leaderId || !core.voting) return
  core.askedToCampaignIn = term
  campaignIfAsked(core)
}

/** Takes part in elections from now on, or not any more; who does not cannot lead. */
export function setVoting(core: Core, voting: boolean): void {
  core.voting = voting
  if (voting) return
  core.askedToCampaignIn = 0
  if (core.state.role !== 'follower') becomeFollower(core, core.term, noNode)
}

/** Follows the leader's call, unless the term has moved on. */
export function campaignIfAsked(core: Core): void {
  if (core.askedToCampaignIn !== core.term || core.state.role !== 'follower' || !mayCampaign(core)) return
  core.askedToCampaignIn = 0
  startElection(core, { transfer: true })
}
