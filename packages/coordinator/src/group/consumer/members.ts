import { ErrorCode } from '@gregor/protocol'
import type { ConsumerGroupHeartbeatRequest } from '@gregor/protocol/messages/consumer-group-heartbeat'
import { assignmentOf, isSubset, type Assignment } from './assignment.ts'
import { NEW_ASSIGNMENT, type ConsumerGroup } from './consumer-group.ts'
import { MemberEpoch } from './heartbeat-checks.ts'
import { isKnownState } from './reconcile.ts'
import type { ConsumerMember, MemberAssignment } from './records.ts'
import { refusal, type Refusal } from './responses.ts'

/** The member that a heartbeat is of, as the group knows it. */
export interface KnownMember {
  /** Undefined for a member that is new. */
  readonly member: ConsumerMember | undefined
  readonly current: MemberAssignment
  /** The member id of the static member's incarnation that this one takes over from. */
  readonly replaces: string | undefined
}

/** The member itself, by its id and instance id: for a request that does not join. */
export function findMember(
  group: ConsumerGroup,
  { memberId, instanceId }: Pick<ConsumerGroupHeartbeatRequest, 'memberId' | 'instanceId'>
): { readonly refusal: Refusal } | { readonly member: ConsumerMember } {
  const owner = instanceId === null ? memberId : group.instances.get(instanceId)
  const member = owner === undefined ? undefined : group.members.get(owner)
  if (owner === undefined || member === undefined) {
    const who = instanceId === null ? `Member ${memberId}` : `A member with instance id ${instanceId}`
    const message = `${who} is not in group ${group.groupId}: join again with member epoch 0`
    return { refusal: refusal(ErrorCode.UNKNOWN_MEMBER_ID, message) }
  }
  if (owner !== memberId) {
    const message = `Instance id ${instanceId} is another member's by now (${owner}): this one must stop`
    return { refusal: refusal(ErrorCode.FENCED_INSTANCE_ID, message) }
  }
  return { member }
}

/** The member that a heartbeat is of; or why it may not go on. */
export function identify(
  group: ConsumerGroup,
  request: ConsumerGroupHeartbeatRequest
): { readonly refusal: Refusal } | KnownMember {
  if (request.memberEpoch === MemberEpoch.joining) return identifyJoining(group, request)
  const found = findMember(group, request)
  if ('refusal' in found) return found
  const current = group.currentOf(request.memberId)
  const problem = checkEpoch(current, request)
  return problem === undefined ? { member: found.member, current, replaces: undefined } : { refusal: problem }
}

/**
 * A member that joins has no partitions, whatever it had. One that is known comes again, as after it was fenced, and
 * goes on with what is its own. A static one takes over from its earlier incarnation once that one has left; from one of
 * the classic protocol at once, for those do not say that they leave.
 */
function identifyJoining(
  group: ConsumerGroup,
  { memberId, instanceId }: ConsumerGroupHeartbeatRequest
): { readonly refusal: Refusal } | KnownMember {
  const owner = instanceId === null ? undefined : group.instances.get(instanceId)
  if (owner === undefined || owner === memberId) {
    return { member: group.members.get(memberId), current: group.currentOf(memberId), replaces: undefined }
  }
  const current = group.currentOf(owner)
  const isClassic = group.members.get(owner)?.classicMemberMetadata != null
  if (!isClassic && current.memberEpoch !== MemberEpoch.leavingForAWhile) {
    const message = `Instance id ${instanceId} is still that of member ${owner}: wait until it has left or its session ends`
    return { refusal: refusal(ErrorCode.UNRELEASED_INSTANCE_ID, message) }
  }
  const { assigned } = current
  return { member: group.members.get(owner), current: { ...NEW_ASSIGNMENT, assigned }, replaces: owner }
}

/** A member that did not hear of its newest epoch may come with the one before, if it has no more than is its own. */
function checkEpoch(
  current: MemberAssignment,
  { memberEpoch, topicPartitions }: ConsumerGroupHeartbeatRequest
): Refusal | undefined {
  const owned = topicPartitions === null ? null : assignmentOf(topicPartitions)
  if (!isKnownState(current.state) && (owned === null || owned.size > 0)) {
    return fenced(`Its state (${current.state}) is not known to this broker`)
  }
  if (memberEpoch === current.memberEpoch) return undefined
  if (memberEpoch > current.memberEpoch) {
    return fenced(`Member epoch ${memberEpoch} is greater than the coordinator's (${current.memberEpoch})`)
  }
  if (memberEpoch === current.previousMemberEpoch && isOwn(owned, current.assigned)) return undefined
  return fenced(`Member epoch ${memberEpoch} is smaller than the coordinator's (${current.memberEpoch})`)
}

const isOwn = (owned: Assignment | null, assigned: Assignment): boolean => owned !== null && isSubset(owned, assigned)

const fenced = (why: string): Refusal =>
  refusal(ErrorCode.FENCED_MEMBER_EPOCH, `${why}: give up all partitions and join again with member epoch 0`)
