import { decodeVersioned, ErrorCode } from '@gregor/protocol'
import {
  ConsumerProtocolAssignmentVersions,
  decodeConsumerProtocolAssignment
} from '@gregor/protocol/messages/consumer-protocol-assignment'
import { ConsumerGroupDescribeApi } from '@gregor/protocol/messages/consumer-group-describe'
import { DescribeGroupsApi, type DescribedGroupMember } from '@gregor/protocol/messages/describe-groups'
import { checked } from '../../client/checked.ts'
import type { Connection } from '../../client/connection.ts'
import { CommandError } from '../../faults.ts'

export interface GroupMember {
  readonly id: string
  readonly clientId: string
  readonly host: string
  readonly instanceId: string | null
  readonly assignment: readonly { readonly topic: string; readonly partitions: readonly number[] }[]
}

export interface GroupState {
  readonly id: string
  /** Kafka's word: Empty, Stable, PreparingRebalance … */
  readonly state: string
  readonly type: 'classic' | 'consumer'
  /** The assignor that the members agreed upon. */
  readonly protocol: string
  readonly members: readonly GroupMember[]
}

/** A group as its coordinator knows it; a CommandError when there is none of that id. */
export async function groupState(coordinator: Connection, id: string): Promise<GroupState> {
  const group = await findGroup(coordinator, id)
  if (group === undefined)
    throw new CommandError(`there is no group ${id}; \`gregor groups list\` shows those that there are`)
  return group
}

/** Undefined when there is none of that id. */
export async function findGroup(coordinator: Connection, id: string): Promise<GroupState | undefined> {
  const served = coordinator.served.has(ConsumerGroupDescribeApi.key)
  return (await classicGroup(coordinator, id)) ?? (served ? consumerGroup(coordinator, id) : undefined)
}

/** Undefined when there is none of that id (before KIP-1043 such a group is called dead). */
async function classicGroup(coordinator: Connection, id: string): Promise<GroupState | undefined> {
  const { groups } = await coordinator.request(DescribeGroupsApi, { groups: [id], includeAuthorizedOperations: false })
  const group = groups[0]
  if (group === undefined || group.errorCode === ErrorCode.GROUP_ID_NOT_FOUND) return undefined
  checked(group.errorCode, `group ${id}`, group.errorMessage)
  if (group.groupState === 'Dead') return undefined
  return {
    id,
    state: group.groupState,
    type: 'classic',
    protocol: group.protocolData,
    members: group.members.map((member) => ({
      id: member.memberId,
      clientId: member.clientId,
      host: member.clientHost,
      instanceId: member.groupInstanceId,
      assignment: group.protocolType === 'consumer' ? assignmentOf(member) : []
    }))
  }
}

function assignmentOf({ memberAssignment }: DescribedGroupMember): GroupMember['assignment'] {
  if (memberAssignment.length === 0) return []
  const versionMax = ConsumerProtocolAssignmentVersions.max
  return decodeVersioned(decodeConsumerProtocolAssignment, memberAssignment, { versionMax }).assignedPartitions.map(
    ({ topic, partitions }) => ({ topic, partitions })
  )
}

/** A group of KIP-848. */
async function consumerGroup(coordinator: Connection, id: string): Promise<GroupState | undefined> {
  const { groups } = await coordinator.request(ConsumerGroupDescribeApi, {
    groupIds: [id],
    includeAuthorizedOperations: false
  })
  const group = groups[0]
  if (group === undefined || group.errorCode === ErrorCode.GROUP_ID_NOT_FOUND) return undefined
  checked(group.errorCode, `group ${id}`, group.errorMessage)
  return {
    id,
    state: group.groupState,
    type: 'consumer',
    protocol: group.assignorName,
    members: group.members.map((member) => ({
      id: member.memberId,
      clientId: member.clientId,
      host: member.clientHost,
      instanceId: member.instanceId,
      assignment: member.assignment.topicPartitions.map(({ topicName, partitions }) => ({
        topic: topicName,
        partitions
      }))
    }))
  }
}
