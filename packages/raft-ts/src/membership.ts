import type { ConfState, NodeId } from './types.ts'

/** A membership of voters only. */
export function votersOnly(voters: readonly NodeId[]): ConfState {
  return { voters: sorted(voters), votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false }
}

/** Whether two majorities decide. */
export function isJoint(conf: ConfState): boolean {
  return conf.votersOutgoing.length > 0
}

/** Whether `id` votes, in either half of a joint configuration. */
export function isVoter(conf: ConfState, id: NodeId): boolean {
  return conf.voters.includes(id) || conf.votersOutgoing.includes(id)
}

/** All voters of both halves. */
export function votersOf(conf: ConfState): readonly NodeId[] {
  return isJoint(conf) ? sorted([...conf.voters, ...conf.votersOutgoing]) : conf.voters
}

/** Everyone whom a leader sends the log to. */
export function membersOf(conf: ConfState): readonly NodeId[] {
  return sorted([...conf.voters, ...conf.votersOutgoing, ...conf.learners])
}

/** Ascending and without repetition. */
export function sorted(ids: Iterable<NodeId>): NodeId[] {
  return [...new Set(ids)].sort((left, right) => left - right)
}
