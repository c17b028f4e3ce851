import { sameProtocols } from '../protocols.ts'
import type { Assignment } from './assignment.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerMember, ConsumerRecord, MemberAssignment } from './records.ts'
import { sameNames, subscribedTopics, type Members, type Regexes } from './subscriptions.ts'

type ClassicMetadata = ConsumerMember['classicMemberMetadata']

/** Takes a member out of the group. */
export const memberTombstones = (group: string, member: string): readonly ConsumerRecord[] => [
  { type: 'consumer-current', group, member, value: null },
  { type: 'consumer-target', group, member, value: null },
  { type: 'consumer-member', group, member, value: null }
]

/** A static member's new incarnation takes over what the old one had and was to have. */
export function replacementRecords(
  group: ConsumerGroup,
  replacement: {
    readonly from: string
    readonly to: string
    readonly member: ConsumerMember
    readonly current: MemberAssignment
  }
): readonly ConsumerRecord[] {
  const { from, to, member, current } = replacement
  const { groupId } = group
  const target: Assignment | undefined = group.target.get(from)
  return [
    ...memberTombstones(groupId, from),
    { type: 'consumer-member', group: groupId, member: to, value: member },
    ...(target === undefined ? [] : [{ type: 'consumer-target', group: groupId, member: to, value: target } as const]),
    { type: 'consumer-current', group: groupId, member: to, value: current }
  ]
}

/** Takes the whole group away, its regular expressions with it. It must have no members. */
export const groupTombstones = ({ groupId: group, regexes }: ConsumerGroup): readonly ConsumerRecord[] => [
  ...Array.from(regexes.keys(), (regex) => ({ type: 'consumer-regex', group, regex, value: null }) as const),
  { type: 'consumer-target-epoch', group, value: null },
  { type: 'consumer-group', group, value: null }
]

export function sameMember(left: ConsumerMember, right: ConsumerMember): boolean {
  return (
    left.instanceId === right.instanceId &&
    left.rackId === right.rackId &&
    left.clientId === right.clientId &&
    left.clientHost === right.clientHost &&
    left.subscribedTopicRegex === right.subscribedTopicRegex &&
    left.rebalanceTimeoutMs === right.rebalanceTimeoutMs &&
    left.serverAssignor === right.serverAssignor &&
    sameClassicMetadata(left.classicMemberMetadata, right.classicMemberMetadata) &&
    sameNames(left.subscribedTopicNames, right.subscribedTopicNames)
  )
}

function sameClassicMetadata(left: ClassicMetadata, right: ClassicMetadata): boolean {
  if (left === null || right === null) return left === right
  return (
    left.sessionTimeoutMs === right.sessionTimeoutMs && sameProtocols(left.supportedProtocols, right.supportedProtocols)
  )
}

/** The members by id, as they are now. */
export const membersOf = (group: ConsumerGroup): Members => new Map(group.members.entries())

/** The topics of the group's regular expressions, as they are now. */
export const regexesOf = (group: ConsumerGroup): Regexes =>
  new Map(Array.from(group.regexes.entries(), ([regex, { topics }]) => [regex, topics]))

/** The names of all topics that the group subscribes to now. */
export const topicsOfGroup = (group: ConsumerGroup): ReadonlySet<string> =>
  subscribedTopics(membersOf(group), regexesOf(group))
