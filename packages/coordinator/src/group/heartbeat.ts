import { ErrorCode } from '@gregor/protocol'
import type { HeartbeatRequest } from '@gregor/protocol/messages/heartbeat'
import { GroupStateName } from './classic-group.ts'
import { heartbeatToConsumerGroup } from './consumer/classic/heartbeat.ts'
import type { HeartbeatInput } from './inputs.ts'
import { isPresentGeneration, validateMember } from './members.ts'
import { extendSession } from './session.ts'
import type { Turn } from './turn.ts'

/** Heartbeat (key 12): keeps the session, and tells the member to rejoin when a rebalance has begun. */
export function heartbeat(turn: Turn, input: HeartbeatInput): void {
  const { request, requestId } = input
  const consumers = turn.state.consumers.get(request.groupId)
  if (consumers !== undefined) return heartbeatToConsumerGroup(turn, consumers, input)
  turn.respond(requestId, { throttleTimeMs: 0, errorCode: receive(turn, request) })
}

function receive(turn: Turn, request: HeartbeatRequest): ErrorCode {
  const group = turn.state.live.get(request.groupId)
  if (group === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
  const refusal = validateMember(group, request)
  if (refusal !== ErrorCode.NONE) return refusal
  if (!isPresentGeneration(group, request.memberId, request.generationId)) return ErrorCode.ILLEGAL_GENERATION
  extendSession(turn, group, group.members.get(request.memberId)!)
  return group.state === GroupStateName.preparingRebalance ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE
}
