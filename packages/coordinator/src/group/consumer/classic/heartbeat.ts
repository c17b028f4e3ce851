import { ErrorCode } from '@gregor/protocol'
import type { HeartbeatRequest } from '@gregor/protocol/messages/heartbeat'
import type { HeartbeatInput } from '../../inputs.ts'
import type { Turn } from '../../turn.ts'
import type { ConsumerGroup } from '../consumer-group.ts'
import { extendConsumerSession } from '../sessions.ts'
import { answerWhenCommitted } from '../settle.ts'
import { pendingAnswer } from '../soft-state.ts'
import { expectJoin } from './deadlines.ts'
import { findClassicMember, hasToRejoin, isPresentEpoch } from './members.ts'

/** Heartbeat (key 12) of a classic member of a consumer group: it is told to join again when the group has moved on. */
export function heartbeatToConsumerGroup(turn: Turn, group: ConsumerGroup, input: HeartbeatInput): void {
  const response = { throttleTimeMs: 0, errorCode: receive(turn, group, input.request) }
  const answer = pendingAnswer(input.requestId, response, (errorCode) => ({ throttleTimeMs: 0, errorCode }))
  answerWhenCommitted(turn, group.groupId, answer)
}

function receive(turn: Turn, group: ConsumerGroup, request: HeartbeatRequest): ErrorCode {
  const { memberId, generationId } = request
  const member = findClassicMember(group, request)
  if (typeof member === 'number') return member
  if (!isPresentEpoch(turn, group, memberId, generationId)) return ErrorCode.ILLEGAL_GENERATION
  extendConsumerSession(turn, group.groupId, memberId, member.classicMemberMetadata.sessionTimeoutMs)
  if (!hasToRejoin(turn, group, memberId)) return ErrorCode.NONE
  expectJoin(turn, group.groupId, { memberId, rebalanceTimeoutMs: member.rebalanceTimeoutMs })
  return ErrorCode.REBALANCE_IN_PROGRESS
}
