import { ErrorCode } from '@gregor/protocol'
import type { SyncGroupRequest, SyncGroupResponse } from '@gregor/protocol/messages/sync-group'
import { CONSUMER_PROTOCOL_TYPE } from '../../classic-group.ts'
import type { SyncInput } from '../../inputs.ts'
import { encodeAssignment } from '../../migration/embedded-protocol.ts'
import { syncFailure } from '../../responses.ts'
import type { Turn } from '../../turn.ts'
import type { ConsumerGroup } from '../consumer-group.ts'
import { extendConsumerSession } from '../sessions.ts'
import { answerWhenCommitted } from '../settle.ts'
import { pendingAnswer } from '../soft-state.ts'
import { cancelClassicDeadline, expectJoin } from './deadlines.ts'
import { findClassicMember, isBehind, type ClassicMember } from './members.ts'

/** SyncGroup (key 14) of a classic member of a consumer group: what it has now. */
export function syncWithConsumerGroup(turn: Turn, group: ConsumerGroup, { request, requestId }: SyncInput): void {
  const answer = pendingAnswer(requestId, respond(turn, group, request), syncFailure)
  answerWhenCommitted(turn, group.groupId, answer)
}

function respond(turn: Turn, group: ConsumerGroup, request: SyncGroupRequest): SyncGroupResponse {
  const { groupId } = group
  const { memberId, generationId, protocolType, protocolName } = request
  const member = findClassicMember(group, request)
  if (typeof member === 'number') return syncFailure(member)
  const { memberEpoch, assigned } = group.currentOf(memberId)
  if (generationId !== memberEpoch) return syncFailure(ErrorCode.ILLEGAL_GENERATION)
  if (contradicts(member, request)) return syncFailure(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  const { sessionTimeoutMs, supportedProtocols } = member.classicMemberMetadata
  if (isBehind(group, memberId)) {
    expectJoin(turn, groupId, { memberId, rebalanceTimeoutMs: member.rebalanceTimeoutMs })
    return syncFailure(ErrorCode.REBALANCE_IN_PROGRESS)
  }
  cancelClassicDeadline(turn, groupId, memberId)
  extendConsumerSession(turn, groupId, memberId, sessionTimeoutMs)
  const assignment = encodeAssignment(assigned, supportedProtocols[0]!.metadata, turn.surroundings.topics)
  return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, protocolType, protocolName, assignment }
}

/** The protocol is the one that the member was told when it joined: its first. Only v5 names it (KIP-559). */
function contradicts(
  { classicMemberMetadata }: ClassicMember,
  { protocolType, protocolName }: SyncGroupRequest
): boolean {
  const [first] = classicMemberMetadata.supportedProtocols
  return (
    (protocolType !== null && protocolType !== CONSUMER_PROTOCOL_TYPE) ||
    (protocolName !== null && protocolName !== first?.name)
  )
}
