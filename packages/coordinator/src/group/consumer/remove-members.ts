import { ErrorCode } from '@gregor/protocol'
import type { LeaveInput } from '../inputs.ts'
import type { Turn } from '../turn.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { fenceMembers } from './leave.ts'

/**
 * LeaveGroup of a consumer group: an administrator removes static members by instance id. Members leave by their
 * heartbeats, so a member id alone names nobody here.
 */
export function removeFromConsumerGroup(turn: Turn, group: ConsumerGroup, input: LeaveInput): void {
  const removed = new Set<string>()
  const members = input.members.map(({ memberId, groupInstanceId }) => {
    const owner = groupInstanceId === null ? undefined : group.instances.get(groupInstanceId)
    const errorCode = check(owner, memberId)
    if (errorCode === ErrorCode.NONE && owner !== undefined) removed.add(owner)
    return { memberId, groupInstanceId, errorCode }
  })
  const reason = input.members.find(({ reason }) => reason !== null)?.reason ?? null
  const cause = 'removed by an administrator'
  if (removed.size > 0) fenceMembers(turn, group, { memberIds: [...removed], cause, reason })
  turn.respond(input.requestId, { throttleTimeMs: 0, errorCode: ErrorCode.NONE, members })
}

function check(owner: string | undefined, memberId: string): ErrorCode {
  if (owner === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
  return memberId === '' || memberId === owner ? ErrorCode.NONE : ErrorCode.FENCED_INSTANCE_ID
}
