import {
  createClassicGroup,
  createMember,
  CONSUMER_PROTOCOL_TYPE,
  GroupStateName,
  metadataOf,
  type ClassicGroup,
  type Member
} from '../classic-group.ts'
import { union } from '../consumer/assignment.ts'
import type { ConsumerGroup } from '../consumer/consumer-group.ts'
import { groupTombstones, memberTombstones } from '../consumer/member-records.ts'
import type { ConsumerMember } from '../consumer/records.ts'
import { cancelMemberTimers } from '../consumer/sessions.ts'
import { appendChange } from '../consumer/settle.ts'
import type { PendingAnswer } from '../consumer/soft-state.ts'
import type { Members } from '../consumer/subscriptions.ts'
import { unledGroupRecord } from '../group-record.ts'
import { addMember } from '../members.ts'
import { computeSubscribedTopics, selectProtocol } from '../protocols.ts'
import { prepareRebalance } from '../rebalance.ts'
import { extendSession } from '../session.ts'
import type { Turn } from '../turn.ts'
import { encodeAssignment } from './embedded-protocol.ts'
import { allowsMigration } from './policy.ts'

/** Whether a consumer group goes on as a classic one when only `remaining` are left: all of them speak that protocol. */
export function shouldDowngrade({ settings }: Turn, remaining: Members): boolean {
  if (remaining.size === 0 || remaining.size > settings['group.max.size']) return false
  for (const { classicMemberMetadata } of remaining.values()) if (classicMemberMetadata === null) return false
  return allowsMigration(settings, 'downgrade')
}

/**
 * Makes a classic group of a consumer group's `remaining` members, at the group epoch as its generation, and has them
 * rebalance. `answers` leave when that is committed.
 */
export function downgradeGroup(
  turn: Turn,
  group: ConsumerGroup,
  { remaining, answers }: { readonly remaining: Members; readonly answers: PendingAnswer[] }
): void {
  const { groupId } = group
  const classic = classicGroupOf(turn, group, remaining)
  const tombstones = Array.from(group.members.keys()).flatMap((memberId) => memberTombstones(groupId, memberId))
  for (const memberId of group.members.keys()) cancelMemberTimers(turn, groupId, memberId)
  const records = [...tombstones, ...groupTombstones(group), unledGroupRecord(classic)]
  appendChange(turn, groupId, { records, answers })
  turn.state.live.set(groupId, classic)
  for (const member of classic.members.values()) extendSession(turn, classic, member)
  turn.notice({
    type: 'group-migrated',
    group: groupId,
    to: 'classic',
    epoch: classic.generation,
    memberCount: remaining.size
  })
  prepareRebalance(turn, classic, 'the last member of the consumer protocol has left')
}

function classicGroupOf(turn: Turn, group: ConsumerGroup, members: Members): ClassicGroup {
  const { groupId, epoch: generation } = group
  const classic = createClassicGroup(groupId, { generation, nowMs: turn.now.wallMs })
  classic.state = GroupStateName.stable
  classic.protocolType = CONSUMER_PROTOCOL_TYPE
  for (const [memberId, member] of members) addMember(classic, classicMemberOf(memberId, member))
  classic.protocolName = selectProtocol(classic)
  classic.subscribedTopics = computeSubscribedTopics(classic)
  for (const member of classic.members.values()) {
    // What it holds, not what it was to have next: others may hold that yet.
    const { memberEpoch, assigned, pendingRevocation } = group.currentOf(member.memberId)
    const metadata = metadataOf(member, classic.protocolName)
    member.assignment = encodeAssignment(union(assigned, pendingRevocation), metadata, turn.surroundings.topics)
    if (memberEpoch !== generation) member.epochBefore = memberEpoch
  }
  return classic
}

function classicMemberOf(memberId: string, member: ConsumerMember): Member {
  const classic = member.classicMemberMetadata!
  return createMember({
    memberId,
    groupInstanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    protocolType: CONSUMER_PROTOCOL_TYPE,
    sessionTimeoutMs: classic.sessionTimeoutMs,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    protocols: classic.supportedProtocols
  })
}
