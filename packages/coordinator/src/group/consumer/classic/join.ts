import { ErrorCode } from '@gregor/protocol'
import type { ConsumerProtocolSubscription } from '@gregor/protocol/messages/consumer-protocol-subscription'
import type { JoinGroupRequest, JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import { CONSUMER_PROTOCOL_TYPE } from '../../classic-group.ts'
import type { JoinInput } from '../../inputs.ts'
import { memberIdFor, needsMemberId } from '../../member-ids.ts'
import { byTopicId, decodeSubscription } from '../../migration/embedded-protocol.ts'
import { copyProtocols, rebalanceTimeoutOfJoin } from '../../protocols.ts'
import type { GroupRecord } from '../../records.ts'
import { joinFailure } from '../../responses.ts'
import type { Turn } from '../../turn.ts'
import { advanceMember } from '../advance.ts'
import { NEW_ASSIGNMENT, type ConsumerGroup } from '../consumer-group.ts'
import type { KnownMember } from '../members.ts'
import type { ConsumerMember } from '../records.ts'
import { cancelMemberTimers, extendConsumerSession, updateRebalanceTimer } from '../sessions.ts'
import { answerWhenCommitted, appendChange } from '../settle.ts'
import { pendingAnswer } from '../soft-state.ts'
import { normalizedNames } from '../subscriptions.ts'
import { setClassicDeadline } from './deadlines.ts'

/**
 * JoinGroup (key 11) to a consumer group with members: the member joins, or takes the next step towards its target. It is
 * answered at once, as a member that does not lead: the coordinator assigns.
 */
export function joinConsumerGroup(turn: Turn, group: ConsumerGroup, input: JoinInput): void {
  const refused = join(turn, group, input)
  if (refused !== undefined) turn.respond(input.requestId, refused)
}

/** Returns why the member is refused; then nothing has changed. */
function join(turn: Turn, group: ConsumerGroup, input: JoinInput): JoinGroupResponse | undefined {
  const { request } = input
  const { groupId } = group
  const refuse = (errorCode: number): JoinGroupResponse => joinFailure(errorCode, request.memberId)
  if (!supportsProtocols(group, request)) return refuse(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  const subscription = decodeSubscription(request.protocols[0]!.metadata)
  if (subscription === undefined) return refuse(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  const known = identify(group, request)
  if (typeof known === 'number') return refuse(known)
  if (known.member === undefined && group.members.size >= turn.settings['group.consumer.max.size']) {
    return joinFailure(ErrorCode.GROUP_MAX_SIZE_REACHED, '')
  }
  const memberId = request.memberId === '' ? memberIdFor(input) : request.memberId
  if (needsMemberId(input)) return joinFailure(ErrorCode.MEMBER_ID_REQUIRED, memberId)

  const member = describeMember(known.member, input, subscription)
  const records: GroupRecord[] = []
  const owned = byTopicId(subscription.ownedPartitions, turn.surroundings.topics)
  const advanced = advanceMember(turn, group, { memberId, known, member, owned, records })
  if ('refusal' in advanced) return refuse(advanced.refusal.errorCode)
  const { current } = advanced
  const { rebalanceTimeoutMs } = member
  if (known.replaces !== undefined) cancelMemberTimers(turn, groupId, known.replaces)
  extendConsumerSession(turn, groupId, memberId, request.sessionTimeoutMs)
  updateRebalanceTimer(turn, groupId, { memberId, rebalanceTimeoutMs, ...current })
  setClassicDeadline(turn, groupId, { memberId, step: 'sync', timeoutMs: rebalanceTimeoutMs })

  const response: JoinGroupResponse = {
    ...joinFailure(ErrorCode.NONE, memberId),
    generationId: current.memberEpoch,
    protocolType: CONSUMER_PROTOCOL_TYPE,
    protocolName: request.protocols[0]!.name
  }
  const answer = pendingAnswer(input.requestId, response, (errorCode) => joinFailure(errorCode, request.memberId))
  if (records.length === 0) answerWhenCommitted(turn, groupId, answer)
  else appendChange(turn, groupId, { records, answers: [answer] })
  return undefined
}

/** The classic members of a group must have a protocol in common: it may become a classic group again. */
function supportsProtocols(group: ConsumerGroup, { protocolType, protocols, memberId }: JoinGroupRequest): boolean {
  if (protocolType !== CONSUMER_PROTOCOL_TYPE || protocols.length === 0) return false
  const common = new Set(protocols.map(({ name }) => name))
  for (const [id, { classicMemberMetadata }] of group.members.entries()) {
    if (classicMemberMetadata === null || id === memberId) continue
    const names = new Set(classicMemberMetadata.supportedProtocols.map(({ name }) => name))
    for (const name of common) if (!names.has(name)) common.delete(name)
  }
  return common.size > 0
}

/** The member that joins; or the error that it is answered with. A static one without an id takes over from the one before. */
function identify(group: ConsumerGroup, { memberId, groupInstanceId }: JoinGroupRequest): KnownMember | ErrorCode {
  const owner = groupInstanceId === null ? undefined : group.instances.get(groupInstanceId)
  if (groupInstanceId === null || owner === undefined) {
    if (groupInstanceId !== null && memberId !== '') return ErrorCode.UNKNOWN_MEMBER_ID
    return { member: group.members.get(memberId), current: group.currentOf(memberId), replaces: undefined }
  }
  const current = group.currentOf(owner)
  if (memberId === '') {
    const { assigned } = current
    return { member: group.members.get(owner), current: { ...NEW_ASSIGNMENT, assigned }, replaces: owner }
  }
  if (owner !== memberId) return ErrorCode.FENCED_INSTANCE_ID
  return { member: group.members.get(memberId), current, replaces: undefined }
}

function describeMember(
  before: ConsumerMember | undefined,
  { request, clientId, clientHost }: JoinInput,
  { topics, rackId }: ConsumerProtocolSubscription
): ConsumerMember {
  return {
    instanceId: request.groupInstanceId ?? before?.instanceId ?? null,
    rackId: rackId ?? before?.rackId ?? null,
    clientId,
    clientHost,
    subscribedTopicNames: normalizedNames(topics),
    subscribedTopicRegex: null,
    rebalanceTimeoutMs: rebalanceTimeoutOfJoin(request),
    serverAssignor: null,
    classicMemberMetadata: {
      sessionTimeoutMs: request.sessionTimeoutMs,
      supportedProtocols: copyProtocols(request.protocols)
    }
  }
}
