import { ErrorCode } from '@gregor/protocol'
import { CONSUMER_PROTOCOL_TYPE, metadataOf, NO_ASSIGNMENT, type ClassicGroup, type Member } from '../classic-group.ts'
import { filterPartitions, NO_PARTITIONS, type Assignment } from '../consumer/assignment.ts'
import { MemberState, type ConsumerMember, type ConsumerRecord } from '../consumer/records.ts'
import { forgetClassicGroup } from '../consumer/replace-classic.ts'
import { refusal, type Refusal } from '../consumer/responses.ts'
import { extendConsumerSession } from '../consumer/sessions.ts'
import { hashTopics, normalizedNames } from '../consumer/subscriptions.ts'
import { answerJoin, answerSync } from '../members.ts'
import { prepareRebalance } from '../rebalance.ts'
import { joinFailure, syncFailure } from '../responses.ts'
import { cancelSession, extendSession } from '../session.ts'
import type { Turn } from '../turn.ts'
import { byTopicId, decodeAssignment, decodeSubscription } from './embedded-protocol.ts'
import { allowsMigration } from './policy.ts'

interface ConvertedMember {
  readonly memberId: string
  readonly member: ConsumerMember
  readonly epoch: number
  readonly assigned: Assignment
}

/**
 * The records of the consumer group that a classic group becomes when a member of the consumer protocol joins it, or why
 * it does not. Its members stay, at the generation as their epoch, with what they were assigned; they speak the classic
 * protocol on.
 */
export function convertClassicGroup(
  turn: Turn,
  classic: ClassicGroup
): { readonly refusal: Refusal } | { readonly records: readonly ConsumerRecord[] } {
  const { groupId: group, generation } = classic
  const problem = problemOf(turn, classic)
  if (problem !== undefined) return cannot(group, problem)
  const members: ConvertedMember[] = []
  const claim = createClaims()
  for (const member of assignedFirst(classic)) {
    const converted = convertMember(turn, classic, member)
    if (converted === undefined) return cannot(group, `the subscription of member ${member.memberId} cannot be read`)
    members.push({ ...converted, assigned: claim(converted.assigned) })
  }
  const topics = new Set(members.flatMap(({ member }) => member.subscribedTopicNames))
  const metadataHash = hashTopics(turn.surroundings.topics, topics)
  const records: ConsumerRecord[] = [
    ...members.map(
      ({ memberId, member }) => ({ type: 'consumer-member', group, member: memberId, value: member }) as const
    ),
    { type: 'consumer-group', group, value: { epoch: generation, metadataHash } },
    ...members.map(
      ({ memberId, assigned }) => ({ type: 'consumer-target', group, member: memberId, value: assigned }) as const
    ),
    { type: 'consumer-target-epoch', group, value: generation },
    ...members.map(({ memberId, epoch, assigned }) => {
      const held = { assigned, pendingRevocation: NO_PARTITIONS }
      const value = { memberEpoch: epoch, previousMemberEpoch: epoch, state: MemberState.stable, ...held }
      return { type: 'consumer-current', group, member: memberId, value } as const
    })
  ]
  return { records }
}

/** What members were assigned goes before what others say they hold. */
const assignedFirst = ({ members }: ClassicGroup): readonly Member[] =>
  [...members.values()].sort((left, right) => Number(right.assignment.length > 0) - Number(left.assignment.length > 0))

/** Lets everybody have only what nobody before has. */
function createClaims(): (wanted: Assignment) => Assignment {
  const claimed = new Map<string, Set<number>>()
  return (wanted) =>
    filterPartitions(wanted, (topicId) => {
      const others = claimed.get(topicId) ?? new Set()
      claimed.set(topicId, others)
      return (partition) => {
        if (others.has(partition)) return false
        others.add(partition)
        return true
      }
    })
}

function problemOf({ settings }: Turn, { protocolType, members }: ClassicGroup): string | undefined {
  if (protocolType !== CONSUMER_PROTOCOL_TYPE) return `its members use the protocol type ${protocolType}`
  if (!allowsMigration(settings, 'upgrade')) {
    return 'it has members of the classic protocol, and group.consumer.migration.policy does not let it change'
  }
  if (members.size > settings['group.consumer.max.size']) return 'it has more members than group.consumer.max.size'
  return undefined
}

const cannot = (groupId: string, why: string): { readonly refusal: Refusal } => ({
  refusal: refusal(ErrorCode.GROUP_ID_NOT_FOUND, `Group ${groupId} does not become a consumer group: ${why}`)
})

/** Undefined when what the member says of itself cannot be read. */
function convertMember(turn: Turn, classic: ClassicGroup, member: Member): ConvertedMember | undefined {
  const { topics } = turn.surroundings
  const chosen = metadataOf(member, classic.protocolName)
  const subscription = decodeSubscription(chosen === NO_ASSIGNMENT ? (member.protocols[0]?.metadata ?? chosen) : chosen)
  const assigned = decodeAssignment(member.assignment, topics)
  if (subscription === undefined || assigned === undefined) return undefined
  return {
    memberId: member.memberId,
    epoch: member.epochBefore ?? classic.generation,
    // A rebalance that was broken off has taken the assignment away, but not what a cooperative member holds.
    assigned: member.assignment.length > 0 ? assigned : byTopicId(subscription.ownedPartitions, topics),
    member: {
      instanceId: member.groupInstanceId,
      rackId: subscription.rackId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      subscribedTopicNames: normalizedNames(subscription.topics),
      subscribedTopicRegex: null,
      rebalanceTimeoutMs: member.rebalanceTimeoutMs,
      serverAssignor: null,
      classicMemberMetadata: { sessionTimeoutMs: member.sessionTimeoutMs, supportedProtocols: member.protocols }
    }
  }
}

/** The change is under way: who waits in the classic group is to join again, and everybody has a session in the new one. */
export function becomeConsumerGroup(turn: Turn, classic: ClassicGroup): void {
  const { groupId, members, generation } = classic
  for (const member of members.values()) {
    const { memberId, sessionTimeoutMs } = member
    answerJoin(turn, classic, member, joinFailure(ErrorCode.REBALANCE_IN_PROGRESS, memberId))
    answerSync(turn, member, syncFailure(ErrorCode.REBALANCE_IN_PROGRESS))
    cancelSession(turn, member)
    extendConsumerSession(turn, groupId, memberId, sessionTimeoutMs)
  }
  forgetClassicGroup(turn, groupId)
  turn.notice({ type: 'group-migrated', group: groupId, to: 'consumer', epoch: generation, memberCount: members.size })
}

/** The log refused the change: the classic group goes on, and its members join again. */
export function restoreAfterUpgrade(turn: Turn, classic: ClassicGroup): void {
  if (turn.state.live.has(classic.groupId)) return
  classic.pendingMembers.clear()
  turn.state.live.set(classic.groupId, classic)
  for (const member of classic.members.values()) {
    member.isNew = false
    extendSession(turn, classic, member)
  }
  prepareRebalance(turn, classic, 'the change into a consumer group could not be stored')
}
