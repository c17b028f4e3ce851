import type { ConfState, NodeId } from './types.ts'

/** How an election stands. */
export type VoteOutcome = 'won' | 'lost' | 'pending'

/** The largest value that a majority of `voters` has reached. No voters: no limit. */
function reachedByMajority(voters: readonly NodeId[], valueOf: (id: NodeId) => number): number {
  if (voters.length === 0) return Infinity
  const values = voters.map(valueOf).sort((left, right) => right - left)
  return values[Math.floor(voters.length / 2)] ?? 0
}

/** The largest value that the quorum has reached: in a joint configuration a majority of each half (Raft §6). */
export function reachedByQuorum(conf: ConfState, valueOf: (id: NodeId) => number): number {
  return Math.min(reachedByMajority(conf.voters, valueOf), reachedByMajority(conf.votersOutgoing, valueOf))
}

function majorityOutcome(voters: readonly NodeId[], votes: ReadonlyMap<NodeId, boolean>): VoteOutcome {
  if (voters.length === 0) return 'won'
  const majority = Math.floor(voters.length / 2) + 1
  let granted = 0
  let missing = 0
  for (const id of voters) {
    const vote = votes.get(id)
    if (vote === undefined) missing += 1
    else if (vote) granted += 1
  }
  if (granted >= majority) return 'won'
  return granted + missing >= majority ? 'pending' : 'lost'
}

/** Counts votes, in a joint configuration in each half. */
export function voteOutcome(conf: ConfState, votes: ReadonlyMap<NodeId, boolean>): VoteOutcome {
  const incoming = majorityOutcome(conf.voters, votes)
  const outgoing = majorityOutcome(conf.votersOutgoing, votes)
  if (incoming === 'lost' || outgoing === 'lost') return 'lost'
  return incoming === 'won' && outgoing === 'won' ? 'won' : 'pending'
}
