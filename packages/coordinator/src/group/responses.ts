import { ErrorCode } from '@gregor/protocol'
import type { JoinGroupResponse, JoinGroupResponseMember } from '@gregor/protocol/messages/join-group'
import type { SyncGroupResponse } from '@gregor/protocol/messages/sync-group'
import { metadataOf, NO_ASSIGNMENT, type ClassicGroup, type Member } from './classic-group.ts'

export function joinFailure(errorCode: number, memberId: string): JoinGroupResponse {
  return {
    throttleTimeMs: 0,
    errorCode,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    memberId,
    members: []
  }
}

/** The present generation; its leader also learns who the members are. */
export function joinSuccess(group: ClassicGroup, member: Member): JoinGroupResponse {
  const leads = group.leaderId === member.memberId
  return {
    throttleTimeMs: 0,
    errorCode: ErrorCode.NONE,
    generationId: group.generation,
    protocolType: group.protocolType ?? null,
    protocolName: group.protocolName,
    leader: group.leaderId ?? '',
    skipAssignment: false,
    memberId: member.memberId,
    members: leads ? joinedMembers(group) : []
  }
}

export function joinedMembers(group: ClassicGroup): readonly JoinGroupResponseMember[] {
  return Array.from(group.members.values(), (member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: metadataOf(member, group.protocolName)
  }))
}

export function syncFailure(errorCode: number): SyncGroupResponse {
  return { throttleTimeMs: 0, errorCode, protocolType: null, protocolName: null, assignment: NO_ASSIGNMENT }
}

export function syncSuccess(group: ClassicGroup, member: Member): SyncGroupResponse {
  return {
    throttleTimeMs: 0,
    errorCode: ErrorCode.NONE,
    protocolType: group.protocolType ?? null,
    protocolName: group.protocolName,
    assignment: member.assignment
  }
}
