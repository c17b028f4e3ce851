import type { Turn } from '../turn.ts'
import type { ClassicStep } from './classic/deadlines.ts'
import { fenceMember } from './leave.ts'
import { MemberState } from './records.ts'
import { setSessionTimer } from './sessions.ts'
import { softStateOf } from './soft-state.ts'

/** A member's session may have ended. */
export function onConsumerSessionTimer(turn: Turn, groupId: string, memberId: string): void {
  const { sessions } = softStateOf(turn, groupId)
  const session = sessions.get(memberId)
  sessions.delete(memberId)
  const group = turn.state.consumers.get(groupId)
  if (session === undefined || group?.members.has(memberId) !== true) return
  if (turn.now.monotonicMs < session.deadlineMs) {
    setSessionTimer(turn, { groupId, memberId, deadlineMs: session.deadlineMs })
    return
  }
  fenceMember(turn, group, { memberId, cause: 'session timeout' })
}

/** The time to give partitions up is over: who is still at the same epoch is out. */
export function onConsumerRebalanceTimer(
  turn: Turn,
  {
    groupId,
    memberId,
    memberEpoch
  }: { readonly groupId: string; readonly memberId: string; readonly memberEpoch: number }
): void {
  softStateOf(turn, groupId).rebalances.delete(memberId)
  const group = turn.state.consumers.get(groupId)
  if (group?.members.has(memberId) !== true) return
  const current = group.currentOf(memberId)
  if (current.memberEpoch !== memberEpoch || current.state !== MemberState.unrevoked) return
  fenceMember(turn, group, { memberId, cause: 'did not give up partitions in time' })
}

/** A classic member has not taken the step that was expected of it in time. */
export function onClassicStepTimer(
  turn: Turn,
  { groupId, memberId, step }: { readonly groupId: string; readonly memberId: string; readonly step: ClassicStep }
): void {
  softStateOf(turn, groupId).classicDeadlines.delete(memberId)
  const group = turn.state.consumers.get(groupId)
  if (group?.members.get(memberId)?.classicMemberMetadata == null) return
  const cause = step === 'join' ? 'did not rejoin in time' : 'did not sync in time'
  fenceMember(turn, group, { memberId, cause })
}
