import { NO_BROKER, ZERO_TOPIC_ID, type BrokerId } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type {
  DescribeQuorumRequest,
  DescribeQuorumResponseInput,
  ReplicaStateInput
} from '@gregor/protocol/messages/describe-quorum'
import { isVoter, type MemberStatus, type RaftStatus } from 'raft-ts'

/** The topic by whose name Kafka speaks of the metadata log. */
export const metadataTopic = '__cluster_metadata'

export interface QuorumSituation {
  readonly status: RaftStatus
  readonly image: MetadataImage
  /** Wall-clock milliseconds. */
  readonly nowMs: number
  readonly tickMs: number
  /** `controller.listener.names`: by what name members listen for each other. */
  readonly listenerName: string
}

/**
 * DescribeQuorum (55): leader, voters and observers of the metadata log, and how far each has come. Positions are Kafka's:
 * an end offset is one after the last entry.
 */
export function describeQuorum(
  { topics }: DescribeQuorumRequest,
  situation: QuorumSituation
): DescribeQuorumResponseInput {
  const { image, listenerName } = situation
  return {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    topics: topics.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.map(({ partitionIndex }) =>
        topicName === metadataTopic && partitionIndex === 0 ? describeLog(situation) : unknown(partitionIndex)
      )
    })),
    nodes: [...image.quorumMembers.values()].map(({ nodeId, host, port }) => ({
      nodeId,
      listeners: [{ name: listenerName, host, port }]
    }))
  }
}

type PartitionInput = DescribeQuorumResponseInput['topics'][number]['partitions'][number]

function describeLog(situation: QuorumSituation): PartitionInput {
  const { status } = situation
  const states = status.members.map((member) => ({ member, state: describeReplica(situation, member) }))
  const voters = states.filter(({ member }) => isVoter(status.confState, member.id))
  const observers = states.filter(({ member }) => !isVoter(status.confState, member.id))
  return {
    partitionIndex: 0,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    leaderId: status.leaderId,
    leaderEpoch: status.term,
    highWatermark: status.commitIndex + 1,
    currentVoters: voters.map(({ state }) => state),
    observers: observers.map(({ state }) => state)
  }
}

function describeReplica({ status, image, nowMs, tickMs }: QuorumSituation, member: MemberStatus): ReplicaStateInput {
  const heardMs = nowMs - member.ticksSinceHeard * tickMs
  const directoryId = image.quorumMembers.get(member.id as BrokerId)?.directoryId
  return {
    replicaId: member.id,
    replicaDirectoryId: directoryId === undefined || directoryId === '' ? ZERO_TOPIC_ID : directoryId,
    logEndOffset: member.matchIndex + 1,
    lastFetchTimestamp: heardMs,
    lastCaughtUpTimestamp: member.matchIndex >= status.lastIndex ? heardMs : -1
  }
}

function unknown(partitionIndex: number): PartitionInput {
  return {
    partitionIndex,
    errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    errorMessage: `Only partition 0 of ${metadataTopic} has a quorum`,
    leaderId: NO_BROKER,
    leaderEpoch: -1,
    highWatermark: -1,
    currentVoters: [],
    observers: []
  }
}
