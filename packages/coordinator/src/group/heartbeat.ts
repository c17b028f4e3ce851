import { ErrorCode } from '@gregor/protocol'
import type { HeartbeatRequest } from '@gregor/protocol/messages/heartbeat'
import { GroupStateName } from './classic-group.ts'
import type { HeartbeatInput } from './inputs.ts'
import { validateMember } from './members.ts'
import { extendSession } from './session.ts'
import type { Turn } from './turn.ts'

/** Heartbeat (key 12): keeps the session, and tells the member to rejoin when a rebalance has begun. */
export function heartbeat(turn: Turn, { request, requestId }: HeartbeatInput): void {
  turn.respond(requestId, { throttleTimeMs: 0, errorCode: receive(turn, request) })
}

function receive(turn: Turn, request: HeartbeatRequest): ErrorCode {
  const group = turn.state.live.get(request.groupId)
  if (group === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
  const refusal = validateMember(group, request)
  if (refusal !== ErrorCode.NONE) return refusal
  if (request.generationId !== group.generation) return ErrorCode.ILLEGAL_GENERATION
  extendSession(turn, group, group.members.get(request.memberId)!)
  return group.state === GroupStateName.preparingRebalance ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE
}
