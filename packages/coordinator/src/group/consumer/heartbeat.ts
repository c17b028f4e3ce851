import { ErrorCode } from '@gregor/protocol'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse
} from '@gregor/protocol/messages/consumer-group-heartbeat'
import { Journal } from '../../runtime/journal.ts'
import type { ClassicGroup } from '../classic-group.ts'
import type { ConsumerGroupHeartbeatInput } from '../inputs.ts'
import { becomeConsumerGroup, convertClassicGroup } from '../migration/upgrade.ts'
import type { GroupRecord } from '../records.ts'
import type { Turn } from '../turn.ts'
import { advanceMember } from './advance.ts'
import { assignmentLists, assignmentOf, sameAssignment } from './assignment.ts'
import { cancelClassicDeadline } from './classic/deadlines.ts'
import { heartbeatIntervalMs } from './config.ts'
import { ConsumerGroup } from './consumer-group.ts'
import { checkHeartbeat, MemberEpoch } from './heartbeat-checks.ts'
import { leaveConsumerGroup } from './leave.ts'
import { identify } from './members.ts'
import type { ConsumerMember, MemberAssignment } from './records.ts'
import { forgetClassicGroup } from './replace-classic.ts'
import { heartbeatAnswer, heartbeatFailure, refusal, type Refusal } from './responses.ts'
import { cancelMemberTimers, extendConsumerSession, updateRebalanceTimer } from './sessions.ts'
import { answerWhenCommitted, appendChange } from './settle.ts'
import { normalizedNames } from './subscriptions.ts'

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
  const owned = request.topicPartitions === null ? null : assignmentOf(request.topicPartitions)
  const advanced = advanceMember(turn, group, { memberId, known, member, owned, records })
  if ('refusal' in advanced) return advanced.refusal
  const { current } = advanced

  const { classic } = opened
  if (classic !== undefined) becomeConsumerGroup(turn, classic)
  else if (!group.exists) forgetClassicGroup(turn, groupId)
  if (known.replaces !== undefined) cancelMemberTimers(turn, groupId, known.replaces)
  cancelClassicDeadline(turn, groupId, memberId)
  extendConsumerSession(turn, groupId, memberId)
  if (current !== known.current) {
    updateRebalanceTimer(turn, groupId, { memberId, rebalanceTimeoutMs: member.rebalanceTimeoutMs, ...current })
  }
  const response = success(turn, { request, before: known.current, current })
  const answer = heartbeatAnswer(input.requestId, response)
  if (records.length === 0) answerWhenCommitted(turn, groupId, answer)
  else appendChange(turn, groupId, { records, answers: [answer], classic })
  return undefined
}

interface OpenedGroup {
  readonly group: ConsumerGroup
  /** What makes the group what it is, if it is new. */
  readonly records: readonly GroupRecord[]
  /** The classic group that it is made of. */
  readonly classic?: ClassicGroup
}

/** The group; for a member that joins, a new one if there is none: out of the classic group, if there is one. */
function openGroup(
  turn: Turn,
  { groupId, memberEpoch }: ConsumerGroupHeartbeatRequest
): { readonly refusal: Refusal } | OpenedGroup {
  const group = turn.state.consumers.get(groupId)
  if (group !== undefined) return { group, records: [] }
  if (memberEpoch !== MemberEpoch.joining) {
    const message = `There is no consumer group ${groupId}: join again with member epoch 0`
    return { refusal: refusal(ErrorCode.GROUP_ID_NOT_FOUND, message) }
  }
  const created = new ConsumerGroup(groupId, new Journal())
  const live = turn.state.live.get(groupId)
  if (live === undefined || live.members.size === 0) return { group: created, records: classicTombstone(turn, groupId) }
  const converted = convertClassicGroup(turn, live)
  if ('refusal' in converted) return converted
  for (const record of converted.records) created.replay(record)
  return { group: created, records: [...classicTombstone(turn, groupId), ...converted.records], classic: live }
}

const classicTombstone = ({ state }: Turn, groupId: string): readonly GroupRecord[] =>
  state.metadata.has(groupId) ? [{ type: 'group', group: groupId, value: null }] : []

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
