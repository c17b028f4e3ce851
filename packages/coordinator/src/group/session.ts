import type { ClassicGroup, Member } from './classic-group.ts'
import type { Turn } from './turn.ts'

/** A member that waits for its first JoinGroup response cannot heartbeat: how long it is believed in. */
export const NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60_000

/**
 * The member was heard of: its session lasts another `timeoutMs`. A heartbeat only moves the deadline; the timer that
 * is set already looks at the deadline when it fires.
 */
export function extendSession(
  turn: Turn,
  group: ClassicGroup,
  member: Member,
  timeoutMs: number = member.sessionTimeoutMs
): void {
  const deadlineMs = turn.now.monotonicMs + timeoutMs
  member.sessionDeadlineMs = deadlineMs
  if (member.sessionTimer !== undefined && member.sessionTimer.atMs <= deadlineMs) return
  turn.cancelTimer(member.sessionTimer?.timer)
  member.sessionTimer = undefined
  setSessionTimer(turn, group, member)
}

export function cancelSession(turn: Turn, member: Member): void {
  turn.cancelTimer(member.sessionTimer?.timer)
  member.sessionTimer = undefined
}

export type SessionVerdict = 'alive' | 'waiting' | 'expired'

/**
 * The member's timer fired. A member that waits for a rebalance needs no heartbeats: its session goes on when it is
 * answered. Not so a new member, whose join may have been abandoned.
 */
export function checkSession(turn: Turn, group: ClassicGroup, member: Member): SessionVerdict {
  member.sessionTimer = undefined
  if (turn.now.monotonicMs < member.sessionDeadlineMs) {
    setSessionTimer(turn, group, member)
    return 'alive'
  }
  const waits = member.awaitingJoin !== undefined || member.awaitingSync !== undefined
  return waits && !member.isNew ? 'waiting' : 'expired'
}

function setSessionTimer(turn: Turn, group: ClassicGroup, member: Member): void {
  const delayMs = member.sessionDeadlineMs - turn.now.monotonicMs
  const timer = turn.setTimer(delayMs, {
    type: 'session-timer',
    groupId: group.groupId,
    memberId: member.memberId
  })
  member.sessionTimer = { timer, atMs: member.sessionDeadlineMs }
}
