import { invariant } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import type { SyncGroupResponse } from '@gregor/protocol/messages/sync-group'
import type { RequestId } from '../runtime/core.ts'
import type { ClassicGroup, Member } from './classic-group.ts'
import type { RemovalCause } from './notices.ts'
import { decodeAssignment } from './migration/embedded-protocol.ts'
import { countProtocols } from './protocols.ts'
import { joinFailure, syncFailure } from './responses.ts'
import { cancelSession } from './session.ts'
import type { Turn } from './turn.ts'

/** Whether a member may act under this identity; NONE if so (KIP-345). */
export function validateMember(
  group: ClassicGroup,
  { memberId, groupInstanceId }: { readonly memberId: string; readonly groupInstanceId: string | null }
): ErrorCode {
  if (groupInstanceId === null) {
    return group.members.has(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID
  }
  const owner = group.staticMembers.get(groupInstanceId)
  if (owner === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
  return owner === memberId ? ErrorCode.NONE : ErrorCode.FENCED_INSTANCE_ID
}

/** Whether the member may act under this generation. */
export const isPresentGeneration = (group: ClassicGroup, memberId: string, generation: number): boolean =>
  generation === group.generation || generation === group.members.get(memberId)?.epochBefore

export function addMember(group: ClassicGroup, member: Member): void {
  invariant(!group.members.has(member.memberId), 'a member joins once', { member: member.memberId })
  group.members.set(member.memberId, member)
  if (member.groupInstanceId !== null) group.staticMembers.set(member.groupInstanceId, member.memberId)
  if (member.awaitingJoin !== undefined) group.awaitingJoinCount++
  countProtocols(group, member.protocols, 1)
  group.leaderId ??= member.memberId
}

/** Takes a member out of the group; requests of its that wait are answered UNKNOWN_MEMBER_ID. */
export function removeMember(
  turn: Turn,
  group: ClassicGroup,
  { member, cause, reason = null }: { member: Member; cause: RemovalCause; reason?: string | null }
): void {
  const { memberId, groupInstanceId } = member
  answerJoin(turn, group, member, joinFailure(ErrorCode.UNKNOWN_MEMBER_ID, ''))
  answerSync(turn, member, syncFailure(ErrorCode.UNKNOWN_MEMBER_ID))
  cancelSession(turn, member)
  group.members.delete(memberId)
  if (groupInstanceId !== null) group.staticMembers.delete(groupInstanceId)
  group.pendingSync.delete(memberId)
  countProtocols(group, member.protocols, -1)
  if (group.leaderId === memberId) group.leaderId = group.members.keys().next().value
  noticeRemoval(turn, group, { member, cause, reason })
}

export function noticeRemoval(
  turn: Turn,
  group: ClassicGroup,
  { member, cause, reason }: { member: Member; cause: RemovalCause; reason: string | null }
): void {
  turn.notice(
    {
      type: 'member-removed',
      group: group.groupId,
      member: member.memberId,
      instance: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      cause,
      reason
    },
    decodeAssignment(member.assignment, turn.surroundings.topics)
  )
}

export function noticeJoin(turn: Turn, group: ClassicGroup, member: Member): void {
  turn.notice({
    type: 'member-joined',
    group: group.groupId,
    member: member.memberId,
    instance: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    protocol: 'classic'
  })
}

/** The member now waits for the next generation. A request of its that waited before was given up by the client. */
export function awaitJoin(
  turn: Turn,
  group: ClassicGroup,
  member: Member,
  requestId: RequestId<JoinGroupResponse>
): void {
  answerJoin(turn, group, member, joinFailure(ErrorCode.REBALANCE_IN_PROGRESS, member.memberId))
  member.awaitingJoin = requestId
  group.awaitingJoinCount++
}

/** Answers the member's JoinGroup if one waits; says whether one did. */
export function answerJoin(turn: Turn, group: ClassicGroup, member: Member, response: JoinGroupResponse): boolean {
  if (member.awaitingJoin === undefined) return false
  turn.respond(member.awaitingJoin, response)
  member.awaitingJoin = undefined
  group.awaitingJoinCount--
  return true
}

export function awaitSync(turn: Turn, member: Member, requestId: RequestId<SyncGroupResponse>): void {
  answerSync(turn, member, syncFailure(ErrorCode.REBALANCE_IN_PROGRESS))
  member.awaitingSync = requestId
}

/** Answers the member's SyncGroup if one waits; says whether one did. */
export function answerSync(turn: Turn, member: Member, response: SyncGroupResponse): boolean {
  if (member.awaitingSync === undefined) return false
  turn.respond(member.awaitingSync, response)
  member.awaitingSync = undefined
  return true
}
