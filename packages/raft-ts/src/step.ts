import { type Core, hasLivingLeader, send } from './core.ts'
import { handlePreVoteResponse, handleTimeoutNow, handleVoteRequest, handleVoteResponse } from './election.ts'
import { handleAppend, handleHeartbeat, handleSnapshot } from './follower.ts'
import { unreachable } from './invariant.ts'
import { stepLeader } from './leader.ts'
import type { RaftMessage } from './message.ts'
import { handleReadIndexResponse } from './read-index.ts'
import { becomeFollower } from './roles.ts'
import { noNode } from './types.ts'

/** Takes a message: first the rules on terms (Raft §5.1), then what the role does with it. */
export function step(core: Core, message: RaftMessage): void {
  if (message.to !== core.id || message.from === core.id) return
  if (message.term > core.term && !enterNewerTerm(core, message)) return
  if (message.term < core.term) {
    answerOlderTerm(core, message)
    return
  }
  if (message.type === 'vote' || message.type === 'preVote') handleVoteRequest(core, message)
  else if (core.state.role === 'leader') stepLeader(core, core.state, message)
  else stepFollower(core, message)
}

/** Returns whether the message is to be looked at. */
function enterNewerTerm(core: Core, message: RaftMessage): boolean {
  switch (message.type) {
    case 'preVote':
    case 'vote': {
      // Who hears a leader lets no candidate disturb it (thesis §4.2.3), unless the leader itself wants to go.
      const wantedByLeader = message.type === 'vote' && message.transfer
      if (hasLivingLeader(core) && !wantedByLeader) return false
      if (message.type === 'vote') becomeFollower(core, message.term, noNode)
      return true
    }
    case 'preVoteResponse':
      // A grant bears the term that might be opened: nobody is in it yet.
      if (!message.granted) becomeFollower(core, message.term, noNode)
      return true
    case 'append':
    case 'heartbeat':
    case 'snapshot':
      becomeFollower(core, message.term, message.from)
      return true
    case 'voteResponse':
    case 'appendResponse':
    case 'heartbeatResponse':
    case 'timeoutNow':
    case 'readIndex':
    case 'readIndexResponse':
      becomeFollower(core, message.term, noNode)
      return true
    default:
      return unreachable(message)
  }
}

/**
 * The sender is behind. A leader of an older term that none listens to would never learn of the new one, nor would a
 * member whose term has run ahead ever hear a leader, if they were ignored: an answer with the newer term ends both.
 */
function answerOlderTerm(core: Core, message: RaftMessage): void {
  const to = message.from
  if (message.type === 'append' || message.type === 'heartbeat' || message.type === 'snapshot') {
    send(core, { type: 'appendResponse', to, index: 0, reject: true, hintIndex: 0, hintTerm: 0 })
  } else if (message.type === 'preVote') {
    send(core, { type: 'preVoteResponse', to, granted: false })
  }
}

/** What all but a leader do with a message of their term, or with a granted preVote. */
function stepFollower(core: Core, message: RaftMessage): void {
  switch (message.type) {
    case 'append':
      hearLeader(core, message)
      handleAppend(core, message)
      return
    case 'heartbeat':
      hearLeader(core, message)
      handleHeartbeat(core, message)
      return
    case 'snapshot':
      hearLeader(core, message)
      handleSnapshot(core, message)
      return
    case 'preVoteResponse':
      handlePreVoteResponse(core, message)
      return
    case 'voteResponse':
      handleVoteResponse(core, message)
      return
    case 'timeoutNow':
      handleTimeoutNow(core, message)
      return
    case 'readIndexResponse':
      handleReadIndexResponse(core, message)
      return
    // For a leader; this member is none any more. Elections are handled before.
    case 'appendResponse':
    case 'heartbeatResponse':
    case 'readIndex':
    case 'preVote':
    case 'vote':
      return
    default:
      unreachable(message)
  }
}

/** Someone leads this term: whoever campaigned in it has lost. */
function hearLeader(core: Core, { term, from }: RaftMessage): void {
  if (core.state.role !== 'follower' || core.leaderId !== from) becomeFollower(core, term, from)
  else core.electionElapsed = 0
}
