import { invariant } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse
} from '@gregor/protocol/messages/consumer-group-heartbeat'
import { Journal } from '../../runtime/journal.ts'
import type { ConsumerGroupHeartbeatInput } from '../inputs.ts'
import type { GroupRecord } from '../records.ts'
import type { Turn } from '../turn.ts'
import { assignmentLists, assignmentOf, NO_PARTITIONS, sameAssignment, type Assignment } from './assignment.ts'
import { heartbeatIntervalMs } from './config.ts'
import { ConsumerGroup } from './consumer-group.ts'
import { checkHeartbeat, MemberEpoch } from './heartbeat-checks.ts'
import { leaveConsumerGroup } from './leave.ts'
import { membersOf, replacementRecords, sameMember } from './member-records.ts'
import { identify, type KnownMember } from './members.ts'
import { reconcile } from './reconcile.ts'
import type { ConsumerMember, MemberAssignment } from './records.ts'
import { updateRegexes } from './regexes.ts'
import { forgetClassicGroup } from './replace-classic.ts'
import { heartbeatFailure, refusal, type Refusal } from './responses.ts'
import { answerWhenCommitted, appendChange } from './settle.ts'
import { softStateOf } from './soft-state.ts'
import {
  hashTopics,
  normalizedNames,
  sameNames,
  subscribedTopics,
  type Members,
  type Regexes
} from './subscriptions.ts'
import { computeTarget } from './target.ts'
import { cancelMemberTimers, extendConsumerSession, updateRebalanceTimer } from './sessions.ts'

/** ConsumerGroupHeartbeat (key 68): a member joins, stays, changes its subscription or leaves (KIP-848). */
export function consumerHeartbeat(turn: Turn, input: ConsumerGroupHeartbeatInput): void {
  const { requestId, version } = input
  const { settings } = turn
  const problem = settings['group.coordinator.rebalance.protocols'].includes('consumer')
    ? checkHeartbeat(input.request, { version, assignors: settings['group.consumer.assignors'] })
    : refusal(ErrorCode.UNSUPPORTED_VERSION, 'Consumer groups are off here (group.coordinator.rebalance.protocols)')
  if (problem !== undefined) {
    turn.respond(requestId, heartbeatFailure(problem))
    return
  }
  if (input.request.memberEpoch < 0) {
    leaveConsumerGroup(turn, input)
    return
  }
  const memberId = input.request.memberId === '' ? input.newMemberUuid : input.request.memberId
  const request = { ...input.request, memberId }
  const refused = stay(turn, { ...input, request })
  if (refused === undefined) return
  turn.respond(requestId, heartbeatFailure(refused))
  forgetUnborn(turn, request.groupId)
}

/** A group that did not come to be leaves nothing behind. */
function forgetUnborn({ state }: Turn, groupId: string): void {
  const isBorn = state.consumers.get(groupId) !== undefined || state.consumerSoft.get(groupId)?.newest !== undefined
  if (!isBorn) state.consumerSoft.delete(groupId)
}

/** Everything but leaving. Returns why it is refused, and then has changed nothing. */
function stay(turn: Turn, input: ConsumerGroupHeartbeatInput): Refusal | undefined {
  const { request } = input
  const { groupId, memberId } = request
  const opened = openGroup(turn, request)
  if ('refusal' in opened) return opened.refusal
  const { group } = opened
  const known = identify(group, request)
  if ('refusal' in known) return known.refusal
  if (known.member === undefined && group.members.size >= turn.settings['group.consumer.max.size']) {
    const message = `Group ${groupId} has as many members as it may have (group.consumer.max.size)`
    return refusal(ErrorCode.GROUP_MAX_SIZE_REACHED, message)
  }
  const member = updatedMember(known.member, input)
  const records: GroupRecord[] = [...opened.records]
  const updated = isQuiet(turn, group, { known, member })
    ? { epoch: group.targetEpoch, assignment: group.target.get(memberId) ?? NO_PARTITIONS }
    : updateGroup(turn, group, { request, known, member, records })
  if ('refusal' in updated) return updated.refusal
  const current = reconcileMember(group, { request, known, target: updated, records })

  if (!group.exists) forgetClassicGroup(turn, groupId)
  if (known.replaces !== undefined) cancelMemberTimers(turn, groupId, known.replaces)
  extendConsumerSession(turn, groupId, memberId)
  if (current !== known.current) {
    updateRebalanceTimer(turn, groupId, { memberId, rebalanceTimeoutMs: member.rebalanceTimeoutMs, ...current })
  }
  const response = success(turn, { request, before: known.current, current })
  const answer = { requestId: input.requestId, response }
  if (records.length === 0) answerWhenCommitted(turn, groupId, answer)
  else appendChange(turn, groupId, records, [answer])
  return undefined
}

/** Nothing has changed but, perhaps, what the member has: so most heartbeats look at no other member. */
function isQuiet(
  turn: Turn,
  group: ConsumerGroup,
  { known, member }: { readonly known: KnownMember; readonly member: ConsumerMember }
): boolean {
  return (
    known.member !== undefined &&
    known.replaces === undefined &&
    sameMember(known.member, member) &&
    group.epoch === group.targetEpoch &&
    softStateOf(turn, group.groupId).topicChangesSeen === turn.state.topicChanges
  )
}

/** Takes in what is new of the member and of the topics: a new group epoch, and with it a new target. */
function updateGroup(
  turn: Turn,
  group: ConsumerGroup,
  {
    request,
    known,
    member,
    records
  }: {
    readonly request: ConsumerGroupHeartbeatRequest
    readonly known: KnownMember
    readonly member: ConsumerMember
    readonly records: GroupRecord[]
  }
): MemberTarget | { readonly refusal: Refusal } {
  const { memberId } = request
  const regexes = updateRegexes(turn, group, { memberId, member, replaces: known.replaces })
  if ('refusal' in regexes) return regexes
  records.push(...memberRecords(group, { request, known, member }), ...regexes.records)
  const members = membersAfter(group, { memberId, member, replaces: known.replaces })
  const changed = known.member === undefined || !sameSubscription(known.member, member)
  const epoch = updateEpoch(turn, group, { changed, members, regexes: regexes.topics, records })
  return updateTarget(turn, group, { epoch, members, regexes: regexes.topics, known, memberId, records })
}

/** The group; for a member that joins, a new one if there is none, in the place of an empty classic group. */
function openGroup(
  turn: Turn,
  { groupId, memberEpoch }: ConsumerGroupHeartbeatRequest
): { readonly refusal: Refusal } | { readonly group: ConsumerGroup; readonly records: readonly GroupRecord[] } {
  const group = turn.state.consumers.get(groupId)
  if (group !== undefined) return { group, records: [] }
  const live = turn.state.live.get(groupId)
  const isClassic = live !== undefined && live.members.size > 0
  if (isClassic || memberEpoch !== MemberEpoch.joining) {
    const message = isClassic
      ? `Group ${groupId} has members of the classic protocol: these must leave before others can join by the consumer protocol`
      : `There is no consumer group ${groupId}: join again with member epoch 0`
    return { refusal: refusal(ErrorCode.GROUP_ID_NOT_FOUND, message) }
  }
  const records: readonly GroupRecord[] = turn.state.metadata.has(groupId)
    ? [{ type: 'group', group: groupId, value: null }]
    : []
  return { group: new ConsumerGroup(groupId, new Journal()), records }
}

/** The member with what the request says; null fields are as before. */
function updatedMember(
  before: ConsumerMember | undefined,
  { request, clientId, clientHost }: ConsumerGroupHeartbeatInput
): ConsumerMember {
  const { subscribedTopicNames: names, subscribedTopicRegex: regex, rebalanceTimeoutMs } = request
  return {
    instanceId: request.instanceId ?? before?.instanceId ?? null,
    rackId: request.rackId ?? before?.rackId ?? null,
    clientId,
    clientHost,
    subscribedTopicNames: names === null ? (before?.subscribedTopicNames ?? []) : normalizedNames(names),
    // The empty text takes the regular expression away.
    subscribedTopicRegex: regex === '' ? null : (regex ?? before?.subscribedTopicRegex ?? null),
    rebalanceTimeoutMs: rebalanceTimeoutMs === -1 ? (before?.rebalanceTimeoutMs ?? -1) : rebalanceTimeoutMs,
    serverAssignor: request.serverAssignor ?? before?.serverAssignor ?? null,
    classicMemberMetadata: null
  }
}

function memberRecords(
  group: ConsumerGroup,
  {
    request: { groupId, memberId },
    known,
    member
  }: { readonly request: ConsumerGroupHeartbeatRequest; readonly known: KnownMember; readonly member: ConsumerMember }
): readonly GroupRecord[] {
  if (known.replaces !== undefined) {
    return replacementRecords(group, { from: known.replaces, to: memberId, member, current: known.current })
  }
  if (known.member !== undefined && sameMember(known.member, member)) return []
  return [{ type: 'consumer-member', group: groupId, member: memberId, value: member }]
}

function membersAfter(
  group: ConsumerGroup,
  { memberId, member, replaces }: { memberId: string; member: ConsumerMember; replaces: string | undefined }
): Members {
  const members = new Map(membersOf(group))
  if (replaces !== undefined) members.delete(replaces)
  members.set(memberId, member)
  return members
}

const sameSubscription = (left: ConsumerMember, right: ConsumerMember): boolean =>
  left.subscribedTopicRegex === right.subscribedTopicRegex &&
  sameNames(left.subscribedTopicNames, right.subscribedTopicNames)

/** The group's epoch: one more when members, subscriptions or the topics themselves have changed. */
function updateEpoch(
  turn: Turn,
  group: ConsumerGroup,
  {
    changed,
    members,
    regexes,
    records
  }: {
    readonly changed: boolean
    readonly members: Members
    readonly regexes: Regexes
    readonly records: GroupRecord[]
  }
): number {
  const soft = softStateOf(turn, group.groupId)
  const { topicChanges } = turn.state
  if (!changed && soft.topicChangesSeen === topicChanges) return group.epoch
  soft.topicChangesSeen = topicChanges
  const metadataHash = hashTopics(turn.surroundings.topics, subscribedTopics(members, regexes))
  if (!changed && metadataHash === group.metadataHash) return group.epoch
  const epoch = group.epoch + 1
  records.push({ type: 'consumer-group', group: group.groupId, value: { epoch, metadataHash } })
  return epoch
}

interface MemberTarget {
  readonly epoch: number
  readonly assignment: Assignment
}

/** The target assignment, made anew when the group's epoch has gone past it; of it, what this member is to have. */
function updateTarget(
  turn: Turn,
  group: ConsumerGroup,
  {
    epoch,
    members,
    regexes,
    known: { replaces },
    memberId,
    records
  }: {
    readonly epoch: number
    readonly members: Members
    readonly regexes: Regexes
    readonly known: KnownMember
    readonly memberId: string
    readonly records: GroupRecord[]
  }
): MemberTarget {
  const { groupId } = group
  const previous = (id: string): Assignment | undefined =>
    group.target.get(id === memberId && replaces !== undefined ? replaces : id)
  if (epoch <= group.targetEpoch) {
    return { epoch: group.targetEpoch, assignment: previous(memberId) ?? NO_PARTITIONS }
  }
  const { topics } = turn.surroundings
  const target = computeTarget({
    groupId,
    members,
    regexes,
    previous,
    topics,
    assignors: turn.settings['group.consumer.assignors']
  })
  records.push(...target.records, { type: 'consumer-target-epoch', group: groupId, value: epoch })
  const { assignor } = target
  turn.notice({ type: 'target-assigned', group: groupId, epoch, memberCount: members.size, assignor })
  return { epoch, assignment: target.assignments.get(memberId) ?? NO_PARTITIONS }
}

function reconcileMember(
  group: ConsumerGroup,
  {
    request: { groupId, memberId, topicPartitions },
    known,
    target,
    records
  }: {
    readonly request: ConsumerGroupHeartbeatRequest
    readonly known: KnownMember
    readonly target: MemberTarget
    readonly records: GroupRecord[]
  }
): MemberAssignment {
  const self = known.replaces ?? memberId
  const current = reconcile({
    current: known.current,
    target: target.assignment,
    targetEpoch: target.epoch,
    owned: topicPartitions === null ? null : assignmentOf(topicPartitions),
    isTaken: (topicId, partition) => (group.ownerOf(topicId, partition) ?? self) !== self
  })
  invariant(current.memberEpoch >= known.current.memberEpoch, 'member epochs only grow', { groupId, memberId })
  if (sameCurrent(known.current, current)) return known.current
  records.push({ type: 'consumer-current', group: groupId, member: memberId, value: current })
  return current
}

const sameCurrent = (left: MemberAssignment, right: MemberAssignment): boolean =>
  left.memberEpoch === right.memberEpoch &&
  left.previousMemberEpoch === right.previousMemberEpoch &&
  left.state === right.state &&
  sameAssignment(left.assigned, right.assigned) &&
  sameAssignment(left.pendingRevocation, right.pendingRevocation)

/** The assignment is told when it has changed, and to a member that says all about itself: it may have lost it. */
function success(
  turn: Turn,
  {
    request,
    before,
    current
  }: {
    readonly request: ConsumerGroupHeartbeatRequest
    readonly before: MemberAssignment
    readonly current: MemberAssignment
  }
): ConsumerGroupHeartbeatResponse {
  const { groupId, memberId, memberEpoch, rebalanceTimeoutMs, topicPartitions } = request
  const subscribes = request.subscribedTopicNames !== null || request.subscribedTopicRegex !== null
  const isFull =
    memberEpoch === MemberEpoch.joining || (rebalanceTimeoutMs !== -1 && subscribes && topicPartitions !== null)
  const tells = isFull || !sameAssignment(before.assigned, current.assigned)
  return {
    throttleTimeMs: 0,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    memberId,
    memberEpoch: current.memberEpoch,
    heartbeatIntervalMs: heartbeatIntervalMs(turn, groupId),
    assignment: tells ? { topicPartitions: assignmentLists(current.assigned) } : null
  }
}
