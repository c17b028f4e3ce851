import type { Core } from './core.ts'
import { isVoter } from './membership.ts'
import type { MemberStatus, RaftStatus } from './types.ts'

/** A copy of what operators and tests want to see. */
export function statusOf(core: Core): RaftStatus {
  return {
    leaderId: core.leaderId,
    role: core.state.role,
    term: core.term,
    id: core.id,
    vote: core.vote,
    voting: core.voting,
    commitIndex: core.log.committed,
    appliedIndex: core.log.applied,
    firstIndex: core.log.firstIndex(),
    lastIndex: core.log.lastIndex(),
    durableIndex: core.log.durable,
    confState: core.conf,
    members: membersStatus(core)
  }
}

function membersStatus(core: Core): readonly MemberStatus[] {
  if (core.state.role !== 'leader') return []
  return [...core.state.progress]
    .map(([id, { match, next, state, ticksSinceHeard }]) => {
      return { id, learner: !isVoter(core.conf, id), matchIndex: match, nextIndex: next, state, ticksSinceHeard }
    })
    .sort((left, right) => left.id - right.id)
}
