import type { GroupMetadataValue } from '@gregor/protocol/messages/group-metadata-value'
import {
  createClassicGroup,
  createMember,
  GroupStateName,
  metadataOf,
  type ClassicGroup,
  type Member
} from './classic-group.ts'
import type { GroupRecord } from './records.ts'
import { addMember } from './members.ts'
import { computeSubscribedTopics } from './protocols.ts'

/** The group as it must survive a failover; assignments are the members' own unless new ones are given. */
export function groupMetadataRecord(
  group: ClassicGroup,
  assignmentOf: (member: Member) => Buffer = (member) => member.assignment
): GroupRecord {
  const value: GroupMetadataValue = {
    protocolType: group.protocolType ?? '',
    generation: group.generation,
    protocol: group.protocolName,
    leader: group.leaderId ?? null,
    currentStateTimestamp: group.stateTimestampMs,
    members: Array.from(group.members.values(), (member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeout: member.rebalanceTimeoutMs,
      sessionTimeout: member.sessionTimeoutMs,
      subscription: metadataOf(member, group.protocolName),
      assignment: assignmentOf(member)
    }))
  }
  return { type: 'group', group: group.groupId, value }
}

/** The group before anybody has led it: whoever loads this has it rebalance. */
export function unledGroupRecord(group: ClassicGroup): GroupRecord {
  return groupMetadataRecord({ ...group, leaderId: undefined })
}

/** The live group that a record describes: stable if it has members. */
export function restoreClassicGroup(groupId: string, value: GroupMetadataValue): ClassicGroup {
  const group = createClassicGroup(groupId, { generation: value.generation, nowMs: value.currentStateTimestamp })
  group.protocolType = value.protocolType === '' ? undefined : value.protocolType
  if (value.members.length === 0) return group
  group.state = GroupStateName.stable
  group.protocolName = value.protocol
  for (const stored of value.members) {
    if (!group.members.has(stored.memberId)) addMember(group, restoreMember(stored, value))
  }
  if (value.leader !== null && group.members.has(value.leader)) group.leaderId = value.leader
  group.subscribedTopics = computeSubscribedTopics(group)
  return group
}

function restoreMember(
  stored: GroupMetadataValue['members'][number],
  { protocol, protocolType }: GroupMetadataValue
): Member {
  const member = createMember({
    memberId: stored.memberId,
    groupInstanceId: stored.groupInstanceId,
    clientId: stored.clientId,
    clientHost: stored.clientHost,
    protocolType,
    sessionTimeoutMs: stored.sessionTimeout,
    rebalanceTimeoutMs: stored.rebalanceTimeout < 0 ? stored.sessionTimeout : stored.rebalanceTimeout,
    protocols: protocol === null ? [] : [{ name: protocol, metadata: stored.subscription }]
  })
  member.assignment = stored.assignment
  return member
}
