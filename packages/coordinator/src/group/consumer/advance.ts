import { invariant } from '@gregor/base'
import type { GroupRecord } from '../records.ts'
import type { Turn } from '../turn.ts'
import { NO_PARTITIONS, sameAssignment, type Assignment } from './assignment.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { membersOf, replacementRecords, sameMember } from './member-records.ts'
import type { KnownMember } from './members.ts'
import { reconcile } from './reconcile.ts'
import type { ConsumerMember, MemberAssignment } from './records.ts'
import { updateRegexes } from './regexes.ts'
import { noticeConsumerJoin, noticeConsumerRemoval } from './member-notices.ts'
import type { Refusal } from './responses.ts'
import { softStateOf } from './soft-state.ts'
import { hashTopics, sameNames, subscribedTopics, type Members, type Regexes } from './subscriptions.ts'
import { computeTarget } from './target.ts'

/** A member that was heard of, by whatever protocol it speaks. */
export interface HeardMember {
  readonly memberId: string
  /** As the group knows it. */
  readonly known: KnownMember
  /** As it is now. */
  readonly member: ConsumerMember
  /** What it says it has; null = as last told. */
  readonly owned: Assignment | null
  /** What is to be written; grows. */
  readonly records: GroupRecord[]
}

/**
 * Takes in what is new of a member and of the topics, makes a new target if there is any, and leads the member one step
 * towards it. Returns what the member has then, or why it is refused: then nothing has changed.
 */
export function advanceMember(
  turn: Turn,
  group: ConsumerGroup,
  heard: HeardMember
): { readonly current: MemberAssignment } | { readonly refusal: Refusal } {
  const target = isQuiet(turn, group, heard)
    ? { epoch: group.targetEpoch, assignment: group.target.get(heard.memberId) ?? NO_PARTITIONS }
    : updateGroup(turn, group, heard)
  return 'refusal' in target ? target : { current: reconcileMember(group, heard, target) }
}

/** Nothing has changed but, perhaps, what the member has: so most heartbeats look at no other member. */
function isQuiet(turn: Turn, group: ConsumerGroup, { known, member }: HeardMember): boolean {
  return (
    known.member !== undefined &&
    known.replaces === undefined &&
    sameMember(known.member, member) &&
    group.epoch === group.targetEpoch &&
    softStateOf(turn, group.groupId).topicChangesSeen === turn.state.topicChanges
  )
}

interface MemberTarget {
  readonly epoch: number
  readonly assignment: Assignment
}

/** Takes in what is new of the member and of the topics: a new group epoch, and with it a new target. */
function updateGroup(
  turn: Turn,
  group: ConsumerGroup,
  heard: HeardMember
): MemberTarget | { readonly refusal: Refusal } {
  const { memberId, known, member, records } = heard
  const regexes = updateRegexes(turn, group, { memberId, member, replaces: known.replaces })
  if ('refusal' in regexes) return regexes
  if (known.replaces !== undefined) {
    const cause = 'replaced by a new instance'
    noticeConsumerRemoval(turn, group, { memberId: known.replaces, cause, reason: null })
  }
  if (known.member === undefined || known.replaces !== undefined) {
    noticeConsumerJoin(turn, group.groupId, { memberId, member })
  }
  records.push(...memberRecords(group, heard), ...regexes.records)
  const members = membersAfter(group, heard)
  const epoch = updateEpoch(turn, group, heard, { members, regexes: regexes.topics })
  return updateTarget(turn, group, heard, { epoch, members, regexes: regexes.topics })
}

function memberRecords(group: ConsumerGroup, { memberId, known, member }: HeardMember): readonly GroupRecord[] {
  if (known.replaces !== undefined) {
    return replacementRecords(group, { from: known.replaces, to: memberId, member, current: known.current })
  }
  if (known.member !== undefined && sameMember(known.member, member)) return []
  return [{ type: 'consumer-member', group: group.groupId, member: memberId, value: member }]
}

function membersAfter(group: ConsumerGroup, { memberId, known, member }: HeardMember): Members {
  const members = new Map(membersOf(group))
  if (known.replaces !== undefined) members.delete(known.replaces)
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
  { known, member, records }: HeardMember,
  after: { readonly members: Members; readonly regexes: Regexes }
): number {
  const soft = softStateOf(turn, group.groupId)
  const { topicChanges } = turn.state
  const changed = known.member === undefined || !sameSubscription(known.member, member)
  if (!changed && soft.topicChangesSeen === topicChanges) return group.epoch
  soft.topicChangesSeen = topicChanges
  const metadataHash = hashTopics(turn.surroundings.topics, subscribedTopics(after.members, after.regexes))
  if (!changed && metadataHash === group.metadataHash) return group.epoch
  const epoch = group.epoch + 1
  records.push({ type: 'consumer-group', group: group.groupId, value: { epoch, metadataHash } })
  return epoch
}

/** The target assignment, made anew when the group's epoch has gone past it; of it, what this member is to have. */
function updateTarget(
  turn: Turn,
  group: ConsumerGroup,
  { memberId, known: { replaces }, records }: HeardMember,
  after: { readonly epoch: number; readonly members: Members; readonly regexes: Regexes }
): MemberTarget {
  const { groupId } = group
  const { epoch, members } = after
  const previous = (id: string): Assignment | undefined =>
    group.target.get(id === memberId && replaces !== undefined ? replaces : id)
  if (epoch <= group.targetEpoch) {
    return { epoch: group.targetEpoch, assignment: previous(memberId) ?? NO_PARTITIONS }
  }
  const { topics } = turn.surroundings
  const target = computeTarget({
    groupId,
    members,
    regexes: after.regexes,
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
  { memberId, known, owned, records }: HeardMember,
  target: MemberTarget
): MemberAssignment {
  const { groupId } = group
  const self = known.replaces ?? memberId
  const current = reconcile({
    current: known.current,
    target: target.assignment,
    targetEpoch: target.epoch,
    owned,
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
