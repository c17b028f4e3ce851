import { ErrorCode } from '@gregor/protocol'
import type { SyncGroupRequest } from '@gregor/protocol/messages/sync-group'
import { groupAppendError } from './append-errors.ts'
import { GroupStateName, NO_ASSIGNMENT, type ClassicGroup } from './classic-group.ts'
import { syncWithConsumerGroup } from './consumer/classic/sync.ts'
import { groupMetadataRecord } from './group-record.ts'
import type { SyncInput } from './inputs.ts'
import { awaitSync, isPresentGeneration, validateMember } from './members.ts'
import { applyAssignment, failAssignment, prepareRebalance } from './rebalance.ts'
import { syncFailure, syncSuccess } from './responses.ts'
import { extendSession } from './session.ts'
import type { GroupTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/** SyncGroup (key 14): the leader's carries the assignment, which is stored before anybody is told of it. */
export function sync(turn: Turn, input: SyncInput): void {
  const { request, requestId } = input
  const consumers = turn.state.consumers.get(request.groupId)
  if (consumers !== undefined) return syncWithConsumerGroup(turn, consumers, input)
  const group = turn.state.live.get(request.groupId)
  const refusal = group === undefined ? ErrorCode.UNKNOWN_MEMBER_ID : validateSync(group, request)
  if (group === undefined || refusal !== ErrorCode.NONE) {
    turn.respond(requestId, syncFailure(refusal))
    return
  }
  const member = group.members.get(request.memberId)!
  group.pendingSync.delete(member.memberId)
  if (group.state === GroupStateName.stable) {
    turn.respond(requestId, syncSuccess(group, member))
    extendSession(turn, group, member)
    return
  }
  awaitSync(turn, member, requestId)
  if (group.leaderId === member.memberId) storeAssignment(turn, group, request)
}

/** What is wrong with the request; NONE if the member may have its assignment now or when the leader brings it. */
function validateSync(group: ClassicGroup, request: SyncGroupRequest): ErrorCode {
  const member = validateMember(group, request)
  if (member !== ErrorCode.NONE) return member
  if (!isPresentGeneration(group, request.memberId, request.generationId)) return ErrorCode.ILLEGAL_GENERATION
  if (contradicts(request.protocolType, group.protocolType) || contradicts(request.protocolName, group.protocolName)) {
    return ErrorCode.INCONSISTENT_GROUP_PROTOCOL
  }
  return group.state === GroupStateName.preparingRebalance ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE
}

/** Only v5 names the protocol (KIP-559). */
const contradicts = (named: string | null, actual: string | null | undefined): boolean =>
  named !== null && actual !== null && actual !== undefined && named !== actual

function storeAssignment(turn: Turn, group: ClassicGroup, request: SyncGroupRequest): void {
  const assignments = new Map<string, Buffer>()
  for (const { memberId, assignment } of request.assignments) {
    if (group.members.has(memberId)) assignments.set(memberId, Buffer.from(assignment))
  }
  const { groupId, generation } = group
  turn.append([groupMetadataRecord(group, ({ memberId }) => assignments.get(memberId) ?? NO_ASSIGNMENT)], {
    type: 'assignment',
    groupId,
    generation,
    assignments
  })
}

/** The log has, or refused, the assignment. Does nothing when a rebalance has begun meanwhile. */
export function settleAssignment(
  turn: Turn,
  { groupId, generation, assignments }: Extract<GroupTicket, { readonly type: 'assignment' }>,
  errorCode: number
): void {
  const group = turn.state.live.get(groupId)
  if (group?.state !== GroupStateName.completingRebalance || group.generation !== generation) return
  if (errorCode === ErrorCode.NONE) {
    applyAssignment(turn, group, assignments)
    return
  }
  turn.notice({ type: 'assignment-failed', group: groupId, generation, errorCode })
  failAssignment(turn, group, groupAppendError(errorCode))
  prepareRebalance(turn, group, 'the assignment could not be stored')
}
