import { type Core, type LeaderState } from './core.ts'
import { invariant } from './invariant.ts'
import { membersOf } from './membership.ts'
import { PendingReads } from './pending-reads.ts'
import { Progress } from './progress.ts'
import { appendToOwnLog } from './proposals.ts'
import { dropReads } from './read-index.ts'
import { broadcastAppend } from './replication.ts'
import { SizedQueue } from './sized-queue.ts'
import { type NodeId, noNode } from './types.ts'

const noData = new Uint8Array(0)

/** What all changes of role begin with. A vote belongs to its term: a new term has none (R6). */
function enterTerm(core: Core, term: number): void {
  invariant(term >= core.term, 'the term would go back', { from: core.term, to: term })
  if (term > core.term) {
    core.term = term
    core.vote = noNode
  }
  dropReads(core)
  core.leaderId = noNode
  core.heartbeatElapsed = 0
  restartElectionTimer(core)
}

/** Starts to wait anew, for a time drawn at random so that members do not keep campaigning at once (Raft §5.2). */
export function restartElectionTimer(core: Core): void {
  core.electionElapsed = 0
  core.electionTimeout = core.config.electionTicks + core.config.random(core.config.electionTicks)
}

/** Follows `leaderId` (noNode: whoever turns up) in `term`. */
export function becomeFollower(core: Core, term: number, leaderId: NodeId): void {
  enterTerm(core, term)
  core.state = { role: 'follower' }
  core.leaderId = leaderId
}

/** Asks who would vote for it, without touching term and vote (thesis §9.6). */
export function becomePreCandidate(core: Core): void {
  invariant(core.state.role !== 'leader', 'a leader campaigns', { id: core.id })
  enterTerm(core, core.term)
  core.state = { role: 'preCandidate', votes: new Map([[core.id, true]]) }
}

/** Opens a term and votes for itself; its own vote counts once it is durable. */
export function becomeCandidate(core: Core): void {
  invariant(core.state.role !== 'leader', 'a leader campaigns', { id: core.id })
  enterTerm(core, core.term + 1)
  core.vote = core.id
  core.state = { role: 'candidate', votes: new Map() }
}

/** Leads: opens its term with an empty entry, by which it commits what earlier leaders left (Raft §5.4.2, §8). */
export function becomeLeader(core: Core): void {
  invariant(core.state.role === 'candidate', 'leads without an election', { role: core.state.role })
  invariant(
    core.durableVote.term === core.term && core.durableVote.vote === core.id,
    'leads on a vote that may be lost'
  )
  enterTerm(core, core.term)
  core.leaderId = core.id
  const termStart = core.log.lastIndex() + 1
  const leader: LeaderState = {
    role: 'leader',
    progress: new Map(membersOf(core.conf).map((id) => [id, new Progress(termStart, core.config)])),
    termStart,
    // Earlier changes may be anywhere in the log; and the term's first entry must be committed before its first change.
    pendingConfIndex: termStart,
    uncommitted: new SizedQueue(),
    reads: new PendingReads(),
    transferee: noNode,
    transferElapsed: 0
  }
  core.state = leader
  leader.progress.get(core.id)?.becomeReplicate()
  leader.progress.get(core.id)?.accepted(core.log.durable)
  appendToOwnLog(core, [{ kind: 'empty', data: noData }])
  broadcastAppend(core, leader)
}
