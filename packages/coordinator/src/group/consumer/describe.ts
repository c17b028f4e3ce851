import { ErrorCode } from '@gregor/protocol'
import type { DescribedGroup, Member } from '@gregor/protocol/messages/consumer-group-describe'
import type { ConsumerDescribeInput } from '../inputs.ts'
import type { Turn } from '../turn.ts'
import { assignmentLists, NO_PARTITIONS, type Assignment } from './assignment.ts'
import { NEW_ASSIGNMENT, type ConsumerGroup } from './consumer-group.ts'
import type { ConsumerMember } from './records.ts'
import { chooseAssignor } from './target.ts'

/** The value for "not asked for" in authorizedOperations; the broker fills in the rest. */
const OPERATIONS_NOT_ASKED = -(2 ** 31)

/** Kafka's codes of the protocol that a member uses (KIP-1099). */
const MemberType = { classic: 0, consumer: 1 } as const

/** ConsumerGroupDescribe (key 69) of one group: what the log has committed. */
export function describeConsumerGroup(turn: Turn, { groupId, requestId }: ConsumerDescribeInput): void {
  const group = turn.state.consumers.committed(groupId)
  if (group === undefined) {
    const message = `Group ${groupId} is not a consumer group, or there is none of this name`
    turn.respond(requestId, consumerDescribeFailure(groupId, ErrorCode.GROUP_ID_NOT_FOUND, message))
    return
  }
  const members = [...group.members.committedEntries()]
  turn.respond(requestId, {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    groupId,
    groupState: group.committedState,
    groupEpoch: group.committedEpoch,
    assignmentEpoch: group.committedTargetEpoch,
    assignorName: chooseAssignor(
      members.map(([, member]) => member),
      turn.settings['group.consumer.assignors']
    ),
    members: members.map(([memberId, member]) => describeMember(turn, group, { memberId, member })),
    authorizedOperations: OPERATIONS_NOT_ASKED
  })
}

export function consumerDescribeFailure(
  groupId: string,
  errorCode: number,
  errorMessage: string | null
): DescribedGroup {
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState: '',
    groupEpoch: 0,
    assignmentEpoch: 0,
    assignorName: '',
    members: [],
    authorizedOperations: OPERATIONS_NOT_ASKED
  }
}

function describeMember(
  turn: Turn,
  group: ConsumerGroup,
  { memberId, member }: { readonly memberId: string; readonly member: ConsumerMember }
): Member {
  const { memberEpoch, assigned } = group.current.committed(memberId) ?? NEW_ASSIGNMENT
  return {
    memberId,
    instanceId: member.instanceId,
    rackId: member.rackId,
    memberEpoch,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: member.subscribedTopicNames,
    // As Kafka has it: no expression is the empty text.
    subscribedTopicRegex: member.subscribedTopicRegex ?? '',
    assignment: named(turn, assigned),
    targetAssignment: named(turn, group.target.committed(memberId) ?? NO_PARTITIONS),
    memberType: member.classicMemberMetadata === null ? MemberType.consumer : MemberType.classic
  }
}

/** Topics that are gone have no name any more, and are left out. */
function named({ surroundings: { topics } }: Turn, assignment: Assignment): Member['assignment'] {
  const topicPartitions = assignmentLists(assignment).flatMap(({ topicId, partitions }) => {
    const topicName = topics.nameOf(topicId)
    return topicName === undefined ? [] : [{ topicId, topicName, partitions }]
  })
  return { topicPartitions }
}
