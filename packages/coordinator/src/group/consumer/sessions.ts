import { cancelClassicDeadline } from './classic/deadlines.ts'
import { sessionTimeoutMs, sessionTimeoutOf } from './config.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { MemberState } from './records.ts'
import { softStateOf } from './soft-state.ts'
import type { Turn } from '../turn.ts'

/** The member was heard of. A heartbeat only moves the deadline; the timer that is set looks at it when it fires. */
export function extendConsumerSession(
  turn: Turn,
  groupId: string,
  memberId: string,
  timeoutMs: number = sessionTimeoutMs(turn, groupId)
): void {
  const { sessions } = softStateOf(turn, groupId)
  const deadlineMs = turn.now.monotonicMs + timeoutMs
  const session = sessions.get(memberId)
  if (session !== undefined && session.timerAtMs <= deadlineMs) {
    session.deadlineMs = deadlineMs
    return
  }
  turn.cancelTimer(session?.timer)
  setSessionTimer(turn, { groupId, memberId, deadlineMs })
}

/** Sets the timer of a member's session, which has none. */
export function setSessionTimer(
  turn: Turn,
  {
    groupId,
    memberId,
    deadlineMs
  }: { readonly groupId: string; readonly memberId: string; readonly deadlineMs: number }
): void {
  const delayMs = deadlineMs - turn.now.monotonicMs
  const timer = turn.setTimer(delayMs, { type: 'consumer-session-timer', groupId, memberId })
  softStateOf(turn, groupId).sessions.set(memberId, { deadlineMs, timer, timerAtMs: deadlineMs })
}

export function cancelMemberTimers(turn: Turn, groupId: string, memberId: string): void {
  const { sessions, rebalances } = softStateOf(turn, groupId)
  turn.cancelTimer(sessions.get(memberId)?.timer)
  sessions.delete(memberId)
  turn.cancelTimer(rebalances.get(memberId))
  rebalances.delete(memberId)
  cancelClassicDeadline(turn, groupId, memberId)
}

/** A member that has to give partitions up has its rebalance timeout to do so; any other has no such timer. */
export function updateRebalanceTimer(
  turn: Turn,
  groupId: string,
  member: {
    readonly memberId: string
    readonly state: number
    readonly memberEpoch: number
    readonly rebalanceTimeoutMs: number
  }
): void {
  const { memberId, state, memberEpoch, rebalanceTimeoutMs } = member
  const { rebalances } = softStateOf(turn, groupId)
  turn.cancelTimer(rebalances.get(memberId))
  rebalances.delete(memberId)
  if (state !== MemberState.unrevoked) return
  const input = { type: 'consumer-rebalance-timer', groupId, memberId, memberEpoch } as const
  rebalances.set(memberId, turn.setTimer(rebalanceTimeoutMs, input))
}

/** Every member has a session, and who has to give partitions up a deadline: after a failover, or a rollback. */
export function watchMembers(turn: Turn, group: ConsumerGroup): void {
  const { groupId } = group
  const { sessions, rebalances } = softStateOf(turn, groupId)
  for (const [memberId, member] of group.members.entries()) {
    const { rebalanceTimeoutMs } = member
    if (!sessions.has(memberId)) {
      extendConsumerSession(turn, groupId, memberId, sessionTimeoutOf(turn, groupId, member))
    }
    const current = group.currentOf(memberId)
    if (current.state === MemberState.unrevoked && !rebalances.has(memberId)) {
      updateRebalanceTimer(turn, groupId, { memberId, rebalanceTimeoutMs, ...current })
    }
  }
}
