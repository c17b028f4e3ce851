import { ErrorCode } from '@gregor/protocol'
import type { JoinGroupRequest } from '@gregor/protocol/messages/join-group'
import { createClassicGroup, createMember, GroupStateName, type ClassicGroup, type Member } from './classic-group.ts'
import { joinConsumerGroup } from './consumer/classic/join.ts'
import { replaceConsumerGroup } from './consumer/replace-consumer.ts'
import type { JoinInput } from './inputs.ts'
import { addMember, awaitJoin, noticeJoin, removeMember, validateMember } from './members.ts'
import { memberIdFor, needsMemberId } from './member-ids.ts'
import { copyProtocols, countProtocols, rebalanceTimeoutOfJoin, sameProtocols, supportsProtocols } from './protocols.ts'
import { takeOverFromLast, takesOverFromLast } from './migration/take-over.ts'
import { maybeCompleteJoin, prepareRebalanceOrCompleteJoin } from './rebalance.ts'
import { joinFailure, joinSuccess } from './responses.ts'
import { extendSession, NEW_MEMBER_JOIN_TIMEOUT_MS } from './session.ts'
import { rejoinStaticMember } from './static-rejoin.ts'
import type { Turn } from './turn.ts'

/** Ids given out and not yet used, per group. */
const PENDING_MEMBERS_MAX = 10_000
/** Characters of a client's reason that are logged (KIP-800). */
const REASON_MAX = 255

/** JoinGroup (key 11). */
export function join(turn: Turn, input: JoinInput): void {
  const { request, requestId } = input
  const refuse = (errorCode: number): void => turn.respond(requestId, joinFailure(errorCode, request.memberId))
  const sessionMs = request.sessionTimeoutMs
  if (
    sessionMs < turn.settings['group.min.session.timeout.ms'] ||
    sessionMs > turn.settings['group.max.session.timeout.ms']
  ) {
    return refuse(ErrorCode.INVALID_SESSION_TIMEOUT)
  }
  const consumers = turn.state.consumers.get(request.groupId)
  if (consumers !== undefined && consumers.members.size > 0) {
    if (!takesOverFromLast(turn, consumers, request)) return joinConsumerGroup(turn, consumers, input)
    takeOverFromLast(turn, consumers, request)
  } else if (consumers !== undefined && request.memberId === '') replaceConsumerGroup(turn, consumers)
  const group = request.memberId === '' ? getOrCreateGroup(turn, request.groupId) : liveGroup(turn, request.groupId)
  if (group === undefined) return refuse(ErrorCode.UNKNOWN_MEMBER_ID)
  if (!hasRoom(turn, group, request.memberId)) {
    dropRefusedMember(turn, group, request.memberId)
    return turn.respond(requestId, joinFailure(ErrorCode.GROUP_MAX_SIZE_REACHED, ''))
  }
  if (!supportsProtocols(group, request)) return refuse(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  if (request.memberId === '') joinNewMember(turn, group, input)
  else joinKnownMember(turn, group, input)
}

function liveGroup(turn: Turn, groupId: string): ClassicGroup | undefined {
  return turn.state.live.get(groupId)
}

/** A group without members goes on from the generation that its record has, or had if its deletion is not committed. */
function getOrCreateGroup(turn: Turn, groupId: string): ClassicGroup {
  const known = liveGroup(turn, groupId)
  if (known !== undefined) return known
  const { metadata } = turn.state
  const generation = (metadata.get(groupId) ?? metadata.committed(groupId))?.generation ?? 0
  const group = createClassicGroup(groupId, { generation, nowMs: turn.now.wallMs })
  turn.state.live.set(groupId, group)
  return group
}

/**
 * group.max.size. While members rejoin, those that wait are counted, so that a group that is too large loses its last
 * ones; else known members are always accepted.
 */
function hasRoom(turn: Turn, group: ClassicGroup, memberId: string): boolean {
  const max = turn.settings['group.max.size']
  switch (group.state) {
    case GroupStateName.empty:
      return true
    case GroupStateName.preparingRebalance:
      return group.members.get(memberId)?.awaitingJoin !== undefined || group.awaitingJoinCount < max
    case GroupStateName.completingRebalance:
    case GroupStateName.stable:
      return group.members.has(memberId) || group.members.size < max
  }
}

function dropRefusedMember(turn: Turn, group: ClassicGroup, memberId: string): void {
  forgetPendingMember(turn, group, memberId)
  const member = group.members.get(memberId)
  if (member === undefined) return
  removeMember(turn, group, { member, cause: 'group is full' })
  maybeCompleteJoin(turn, group)
}

/** Takes back an id that was given out; says whether it was. */
export function forgetPendingMember(turn: Turn, group: ClassicGroup, memberId: string): boolean {
  turn.cancelTimer(group.pendingMembers.get(memberId))
  return group.pendingMembers.delete(memberId)
}

function joinNewMember(turn: Turn, group: ClassicGroup, input: JoinInput): void {
  const { request, requestId } = input
  const { groupInstanceId } = request
  const memberId = memberIdFor(input)
  if (groupInstanceId !== null) {
    const replaced = group.members.get(group.staticMembers.get(groupInstanceId) ?? '')
    if (replaced !== undefined) {
      rejoinStaticMember(turn, group, { replaced, member: joiningMember(input, memberId), input })
      return
    }
  } else if (needsMemberId(input)) {
    if (group.pendingMembers.size >= PENDING_MEMBERS_MAX) {
      turn.respond(requestId, joinFailure(ErrorCode.GROUP_MAX_SIZE_REACHED, ''))
      return
    }
    const timer = turn.setTimer(request.sessionTimeoutMs, { type: 'pending-timer', groupId: group.groupId, memberId })
    group.pendingMembers.set(memberId, timer)
    turn.respond(requestId, joinFailure(ErrorCode.MEMBER_ID_REQUIRED, memberId))
    return
  }
  addAndRebalance(turn, group, joiningMember(input, memberId), request.reason)
}

function joinKnownMember(turn: Turn, group: ClassicGroup, input: JoinInput): void {
  const { request, requestId } = input
  if (request.groupInstanceId === null && forgetPendingMember(turn, group, request.memberId)) {
    addAndRebalance(turn, group, joiningMember(input, request.memberId), request.reason)
    return
  }
  const errorCode = validateMember(group, request)
  if (errorCode !== ErrorCode.NONE) {
    turn.respond(requestId, joinFailure(errorCode, request.memberId))
    return
  }
  rejoin(turn, group, { member: group.members.get(request.memberId)!, input })
}

/** A member that is in the group joins again. */
function rejoin(
  turn: Turn,
  group: ClassicGroup,
  { member, input }: { readonly member: Member; readonly input: JoinInput }
): void {
  const unchanged = sameProtocols(member.protocols, input.request.protocols)
  const leads = group.leaderId === member.memberId
  switch (group.state) {
    case GroupStateName.completingRebalance:
      // The response to the first JoinGroup may have been lost: the present generation is the answer.
      if (unchanged) return turn.respond(input.requestId, joinSuccess(group, member))
      break
    case GroupStateName.stable:
      // The leader rejoins to have partitions assigned anew, as after a change of the topics.
      if (unchanged && !leads) return turn.respond(input.requestId, joinSuccess(group, member))
      break
    case GroupStateName.preparingRebalance:
    case GroupStateName.empty:
      break
  }
  updateMember(group, member, input.request)
  awaitJoin(turn, group, member, input.requestId)
  const what = leads && unchanged ? 'leader rejoined' : 'member changed what it joined with'
  prepareRebalanceOrCompleteJoin(turn, group, describeReason(`${what}: ${member.memberId}`, input.request.reason))
}

function addAndRebalance(turn: Turn, group: ClassicGroup, member: Member, reason: string | null): void {
  if (group.members.size === 0) group.protocolType = member.protocolType
  if (group.state === GroupStateName.preparingRebalance && group.isInitialRebalance) {
    group.memberAddedDuringDelay = true
  }
  addMember(group, member)
  noticeJoin(turn, group, member)
  extendSession(turn, group, member, NEW_MEMBER_JOIN_TIMEOUT_MS)
  prepareRebalanceOrCompleteJoin(turn, group, describeReason(`new member ${member.memberId}`, reason))
}

const describeReason = (what: string, reason: string | null): string =>
  reason === null || reason === '' ? what : `${what} (client: ${reason.slice(0, REASON_MAX)})`

/** A member as its JoinGroup describes it, waiting for the answer. */
function joiningMember({ request, requestId, clientId, clientHost }: JoinInput, memberId: string): Member {
  const member = createMember({
    memberId,
    groupInstanceId: request.groupInstanceId,
    clientId,
    clientHost,
    protocolType: request.protocolType,
    sessionTimeoutMs: request.sessionTimeoutMs,
    rebalanceTimeoutMs: rebalanceTimeoutOfJoin(request),
    protocols: copyProtocols(request.protocols)
  })
  member.awaitingJoin = requestId
  member.isNew = true
  return member
}

function updateMember(group: ClassicGroup, member: Member, request: JoinGroupRequest): void {
  countProtocols(group, member.protocols, -1)
  member.protocols = copyProtocols(request.protocols)
  countProtocols(group, member.protocols, 1)
  member.sessionTimeoutMs = request.sessionTimeoutMs
  member.rebalanceTimeoutMs = rebalanceTimeoutOfJoin(request)
}
