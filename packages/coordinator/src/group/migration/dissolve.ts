import { ErrorCode } from '@gregor/protocol'
import { forgetClassicGroup } from '../consumer/replace-classic.ts'
import { answerJoin, answerSync, noticeRemoval } from '../members.ts'
import { joinFailure, syncFailure } from '../responses.ts'
import { cancelSession } from '../session.ts'
import type { Turn } from '../turn.ts'

/**
 * The log refused the end of a consumer group, so that the classic group in its place was none: its members are told to
 * ask again. Does nothing when there is none.
 */
export function dissolveClassicGroup(turn: Turn, groupId: string): void {
  const live = turn.state.live.get(groupId)
  if (live === undefined) return
  const consumers = turn.state.consumers.get(groupId)
  const code = ErrorCode.COORDINATOR_NOT_AVAILABLE
  for (const member of live.members.values()) {
    answerJoin(turn, live, member, joinFailure(code, member.memberId))
    answerSync(turn, member, syncFailure(code))
    cancelSession(turn, member)
    if (consumers?.members.has(member.memberId) === true) continue
    noticeRemoval(turn, live, { member, cause: 'the group could not be stored', reason: null })
  }
  forgetClassicGroup(turn, groupId)
}
