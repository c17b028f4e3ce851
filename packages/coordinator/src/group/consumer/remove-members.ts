import { ErrorCode } from '@gregor/protocol'
import type { LeaveGroupResponse, MemberIdentity } from '@gregor/protocol/messages/leave-group'
import type { LeaveInput } from '../inputs.ts'
import type { RemovalCause } from '../notices.ts'
import type { Turn } from '../turn.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { fenceMembers } from './leave.ts'
import { answerWhenCommitted } from './settle.ts'
import { pendingAnswer } from './soft-state.ts'

/**
 * LeaveGroup of a consumer group: members of the classic protocol leave, an administrator removes static members by
 * instance id. Members of the consumer protocol leave by their heartbeats, so the id of one names nobody here.
 */
export function removeFromConsumerGroup(turn: Turn, group: ConsumerGroup, input: LeaveInput): void {
  const removed = new Set<string>()
  const members = input.members.map((identity) => {
    const { memberId, groupInstanceId } = identity
    const found = find(group, identity)
    if (typeof found === 'string') removed.add(found)
    const errorCode = typeof found === 'string' ? ErrorCode.NONE : found
    return { memberId, groupInstanceId, errorCode }
  })
  const response: LeaveGroupResponse = { throttleTimeMs: 0, errorCode: ErrorCode.NONE, members }
  const answer = pendingAnswer(input.requestId, response, (errorCode) => ({ ...response, errorCode, members: [] }))
  if (removed.size === 0) {
    answerWhenCommitted(turn, group.groupId, answer)
    return
  }
  const reason = input.members.find(({ reason }) => reason !== null)?.reason ?? null
  const cause: RemovalCause = input.members.some(({ memberId }) => memberId === '')
    ? 'removed by an administrator'
    : 'left'
  fenceMembers(turn, group, { memberIds: [...removed], cause, reason, answers: [answer] })
}

/** The id of the member that is meant; or the error that it is answered with. */
function find(group: ConsumerGroup, { memberId, groupInstanceId }: MemberIdentity): string | ErrorCode {
  if (groupInstanceId === null) {
    const isClassic = group.members.get(memberId)?.classicMemberMetadata != null
    return isClassic ? memberId : ErrorCode.UNKNOWN_MEMBER_ID
  }
  const owner = group.instances.get(groupInstanceId)
  if (owner === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
  return memberId === '' || memberId === owner ? owner : ErrorCode.FENCED_INSTANCE_ID
}
