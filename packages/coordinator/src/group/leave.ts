import { ErrorCode } from '@gregor/protocol'
import type { MemberIdentity, MemberResponse } from '@gregor/protocol/messages/leave-group'
import type { ClassicGroup } from './classic-group.ts'
import { removeFromConsumerGroup } from './consumer/remove-members.ts'
import type { LeaveInput } from './inputs.ts'
import { forgetPendingMember } from './join.ts'
import { removeMember, validateMember } from './members.ts'
import { maybeCompleteJoin, prepareRebalanceOrCompleteJoin } from './rebalance.ts'
import { GroupStateName } from './classic-group.ts'
import type { Turn } from './turn.ts'

/** LeaveGroup (key 13): members leave by their ids, an administrator removes static ones by instance id (KIP-345). */
export function leave(turn: Turn, input: LeaveInput): void {
  const { requestId, groupId, members } = input
  const consumers = turn.state.consumers.get(groupId)
  if (consumers !== undefined) return removeFromConsumerGroup(turn, consumers, input)
  const group = turn.state.live.get(groupId)
  const sizeBefore = group?.members.size ?? 0
  const responses = members.map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    errorCode: group === undefined ? ErrorCode.UNKNOWN_MEMBER_ID : leaveOne(turn, group, member)
  }))
  turn.respond(requestId, { throttleTimeMs: 0, errorCode: ErrorCode.NONE, members: responses })
  if (group !== undefined) rebalanceWithout(turn, group, { sizeBefore, responses })
}

function leaveOne(turn: Turn, group: ClassicGroup, identity: MemberIdentity): ErrorCode {
  const { memberId, groupInstanceId, reason } = identity
  if (memberId === '') {
    const owner = group.members.get(group.staticMembers.get(groupInstanceId ?? '') ?? '')
    if (groupInstanceId === null || owner === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
    removeMember(turn, group, { member: owner, cause: 'removed by an administrator', reason })
    return ErrorCode.NONE
  }
  if (forgetPendingMember(turn, group, memberId)) return ErrorCode.NONE
  const refusal = validateMember(group, identity)
  if (refusal !== ErrorCode.NONE) return refusal
  removeMember(turn, group, { member: group.members.get(memberId)!, cause: 'left', reason })
  return ErrorCode.NONE
}

function rebalanceWithout(
  turn: Turn,
  group: ClassicGroup,
  { sizeBefore, responses }: { readonly sizeBefore: number; readonly responses: readonly MemberResponse[] }
): void {
  if (!responses.some(({ errorCode }) => errorCode === ErrorCode.NONE)) return
  const left = sizeBefore - group.members.size
  if (left > 0 && group.state !== GroupStateName.empty) {
    prepareRebalanceOrCompleteJoin(turn, group, `${left} members left`)
  } else maybeCompleteJoin(turn, group)
}
