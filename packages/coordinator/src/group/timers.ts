import { GroupStateName, type ClassicGroup } from './classic-group.ts'
import { removeMember } from './members.ts'
import { maybeCompleteJoin, prepareRebalanceOrCompleteJoin } from './rebalance.ts'
import { checkSession } from './session.ts'
import type { Turn } from './turn.ts'

/** A member's session may have ended. */
export function onSessionTimer(turn: Turn, group: ClassicGroup, memberId: string): void {
  const member = group.members.get(memberId)
  if (member === undefined || checkSession(turn, group, member) !== 'expired') return
  removeMember(turn, group, { member, cause: 'session timeout' })
  if (group.state === GroupStateName.empty) return
  prepareRebalanceOrCompleteJoin(turn, group, `session timeout of ${memberId}`)
}

/** An id was given out and its owner did not come back with it. */
export function onPendingTimer(turn: Turn, group: ClassicGroup, memberId: string): void {
  if (group.pendingMembers.delete(memberId)) maybeCompleteJoin(turn, group)
}
