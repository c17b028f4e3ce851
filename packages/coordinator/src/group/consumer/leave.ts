import { ErrorCode } from '@gregor/protocol'
import type { ConsumerGroupHeartbeatInput } from '../inputs.ts'
import { downgradeGroup, shouldDowngrade } from '../migration/downgrade.ts'
import type { RemovalCause } from '../notices.ts'
import type { Turn } from '../turn.ts'
import { NO_PARTITIONS } from './assignment.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { MemberEpoch } from './heartbeat-checks.ts'
import { membersOf, memberTombstones, regexesOf } from './member-records.ts'
import { findMember } from './members.ts'
import { MemberState, type ConsumerRecord } from './records.ts'
import { noticeConsumerRemoval } from './member-notices.ts'
import { heartbeatAnswer, heartbeatFailure, heartbeatLeft, refusal } from './responses.ts'
import { appendChange } from './settle.ts'
import type { PendingAnswer } from './soft-state.ts'
import { hashTopics, subscribedTopics } from './subscriptions.ts'
import { cancelMemberTimers } from './sessions.ts'

/** A heartbeat with member epoch -1, or -2: the member leaves, or a static one leaves for a while (KIP-345). */
export function leaveConsumerGroup(turn: Turn, { request, requestId }: ConsumerGroupHeartbeatInput): void {
  const { groupId, memberId, memberEpoch } = request
  const group = turn.state.consumers.get(groupId)
  if (group === undefined) {
    const answer = refusal(ErrorCode.GROUP_ID_NOT_FOUND, `There is no consumer group ${groupId}`)
    turn.respond(requestId, heartbeatFailure(answer))
    return
  }
  const found = findMember(group, request)
  if ('refusal' in found) {
    turn.respond(requestId, heartbeatFailure(found.refusal))
    return
  }
  const answers: PendingAnswer[] = [heartbeatAnswer(requestId, heartbeatLeft(memberId, memberEpoch))]
  if (memberEpoch === MemberEpoch.leavingForAWhile) leaveForAWhile(turn, group, { memberId, answers })
  else fenceMember(turn, group, { memberId, cause: 'left', answers })
}

/** Its partitions stay its own until its session ends; those that it was to give up are free. */
function leaveForAWhile(
  turn: Turn,
  group: ConsumerGroup,
  { memberId, answers }: { readonly memberId: string; readonly answers: PendingAnswer[] }
): void {
  const value = {
    ...group.currentOf(memberId),
    memberEpoch: MemberEpoch.leavingForAWhile,
    state: MemberState.stable,
    pendingRevocation: NO_PARTITIONS
  }
  const { groupId } = group
  const records = [{ type: 'consumer-current', group: groupId, member: memberId, value } as const]
  appendChange(turn, groupId, { records, answers })
}

/** Takes a member out. The next heartbeat of any other finds a greater group epoch, and a new target is made. */
export function fenceMember(
  turn: Turn,
  group: ConsumerGroup,
  options: {
    readonly memberId: string
    readonly cause: RemovalCause
    readonly reason?: string | null
    readonly answers?: PendingAnswer[]
  }
): void {
  fenceMembers(turn, group, { ...options, memberIds: [options.memberId] })
}

export function fenceMembers(
  turn: Turn,
  group: ConsumerGroup,
  {
    memberIds,
    cause,
    reason = null,
    answers = []
  }: {
    readonly memberIds: readonly string[]
    readonly cause: RemovalCause
    readonly reason?: string | null
    readonly answers?: PendingAnswer[]
  }
): void {
  const { groupId } = group
  const left = new Map(membersOf(group))
  const records: ConsumerRecord[] = []
  for (const memberId of memberIds) {
    left.delete(memberId)
    cancelMemberTimers(turn, groupId, memberId)
    records.push(...memberTombstones(groupId, memberId))
    noticeConsumerRemoval(turn, group, { memberId, cause, reason })
  }
  if (shouldDowngrade(turn, left)) {
    downgradeGroup(turn, group, { remaining: left, answers })
    return
  }
  const wanted = new Set(Array.from(left.values(), ({ subscribedTopicRegex }) => subscribedTopicRegex))
  for (const regex of group.regexes.keys()) {
    if (!wanted.has(regex)) records.push({ type: 'consumer-regex', group: groupId, regex, value: null })
  }
  const metadataHash = hashTopics(turn.surroundings.topics, subscribedTopics(left, regexesOf(group)))
  records.push({ type: 'consumer-group', group: groupId, value: { epoch: group.epoch + 1, metadataHash } })
  if (left.size === 0) turn.notice({ type: 'became-empty', group: groupId, generation: group.epoch + 1 })
  appendChange(turn, groupId, { records, answers })
}
