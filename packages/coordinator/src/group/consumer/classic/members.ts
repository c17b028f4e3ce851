import { ErrorCode } from '@gregor/protocol'
import type { Turn } from '../../turn.ts'
import type { ConsumerGroup } from '../consumer-group.ts'
import { MemberState, type ConsumerMember } from '../records.ts'
import { hashTopics } from '../subscriptions.ts'
import { softStateOf } from '../soft-state.ts'
import { topicsOfGroup } from '../member-records.ts'

/** A member of a consumer group that speaks the classic protocol. */
export interface ClassicMember extends ConsumerMember {
  readonly classicMemberMetadata: NonNullable<ConsumerMember['classicMemberMetadata']>
}

export const isClassicMember = (member: ConsumerMember): member is ClassicMember =>
  member.classicMemberMetadata !== null

export interface ClassicIdentity {
  readonly memberId: string
  readonly groupInstanceId: string | null
}

/** The member that a request of the classic protocol is of; or the error that it is answered with (KIP-345). */
export function findClassicMember(
  group: ConsumerGroup,
  { memberId, groupInstanceId }: ClassicIdentity
): ClassicMember | ErrorCode {
  const owner = groupInstanceId === null ? memberId : group.instances.get(groupInstanceId)
  const member = owner === undefined ? undefined : group.members.get(owner)
  if (member === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
  if (owner !== memberId) return ErrorCode.FENCED_INSTANCE_ID
  return isClassicMember(member) ? member : ErrorCode.UNKNOWN_MEMBER_ID
}

/**
 * Whether the member may act under this generation: its epoch; and, between the answer to its JoinGroup and its SyncGroup,
 * the epoch before, for it may not have heard the answer yet. It had given up by then what is not its own any more.
 */
export function isPresentEpoch(turn: Turn, group: ConsumerGroup, memberId: string, generation: number): boolean {
  const { memberEpoch, previousMemberEpoch } = group.currentOf(memberId)
  if (generation === memberEpoch) return true
  const { classicDeadlines } = softStateOf(turn, group.groupId)
  return generation === previousMemberEpoch && classicDeadlines.get(memberId)?.step === 'sync'
}

/** Whether the group has gone past the member: it has to join again to be led on. */
export const isBehind = (group: ConsumerGroup, memberId: string): boolean => {
  const { memberEpoch, state } = group.currentOf(memberId)
  return group.epoch > memberEpoch && state !== MemberState.unrevoked
}

/**
 * Whether a member has to join again: the group, or the topics, have changed; it has to give partitions up; or all that
 * it waits for is free.
 */
export function hasToRejoin(turn: Turn, group: ConsumerGroup, memberId: string): boolean {
  const { memberEpoch, state, assigned } = group.currentOf(memberId)
  if (group.epoch > memberEpoch || state === MemberState.unrevoked) return true
  if (state === MemberState.unreleased) return !waitsForOthers(group, { memberId, assigned })
  return haveTopicsChanged(turn, group)
}

function waitsForOthers(
  group: ConsumerGroup,
  { memberId, assigned }: { readonly memberId: string; readonly assigned: ReadonlyMap<string, readonly number[]> }
): boolean {
  for (const [topicId, partitions] of group.target.get(memberId) ?? []) {
    const own = new Set(assigned.get(topicId))
    for (const partition of partitions) {
      if (!own.has(partition) && (group.ownerOf(topicId, partition) ?? memberId) !== memberId) return true
    }
  }
  return false
}

/** Members of the consumer protocol look at this themselves; where there are none, nobody else would. */
function haveTopicsChanged(turn: Turn, group: ConsumerGroup): boolean {
  const soft = softStateOf(turn, group.groupId)
  if (soft.topicChangesSeen === turn.state.topicChanges) return false
  if (hashTopics(turn.surroundings.topics, topicsOfGroup(group)) !== group.metadataHash) return true
  // Regular expressions are yet to be looked at, by the members that have them.
  if (group.regexes.size === 0) soft.topicChangesSeen = turn.state.topicChanges
  return false
}
