import { DescribeQuorumApi, type ReplicaState } from '@gregor/protocol/messages/describe-quorum'
import { checked } from '../client/checked.ts'
import type { Cluster } from '../client/cluster.ts'
import { CommandError } from '../faults.ts'

export interface QuorumMember {
  readonly id: number
  readonly directoryId: string | null
  readonly role: 'leader' | 'follower' | 'observer'
  readonly logEndOffset: number
  /** Records behind the leader. */
  readonly lag: number
  /** Milliseconds since 1970 by the leader's clock; null where the leader does not tell. */
  readonly lastFetchMs: number | null
  readonly lastCaughtUpMs: number | null
}

export interface QuorumState {
  readonly leader: number
  readonly epoch: number
  readonly highWatermark: number
  readonly members: readonly QuorumMember[]
}

/** The metadata quorum as its leader sees it. */
export async function quorumState(cluster: Cluster): Promise<QuorumState> {
  const connection = await cluster.any()
  const answer = await connection.request(DescribeQuorumApi, {
    topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }]
  })
  checked(answer.errorCode, 'the metadata quorum', answer.errorMessage)
  const quorum = answer.topics[0]?.partitions[0]
  if (quorum === undefined)
    throw new CommandError('the broker said nothing of the metadata quorum; its log may say why')
  checked(quorum.errorCode, 'the metadata quorum', quorum.errorMessage)
  const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = quorum
  const end = currentVoters.find(({ replicaId }) => replicaId === leaderId)?.logEndOffset ?? highWatermark
  const member = (role: 'voter' | 'observer') => (state: ReplicaState) => ({
    id: state.replicaId,
    directoryId: state.replicaDirectoryId === noDirectory ? null : state.replicaDirectoryId,
    role:
      role === 'observer'
        ? ('observer' as const)
        : state.replicaId === leaderId
          ? ('leader' as const)
          : ('follower' as const),
    logEndOffset: state.logEndOffset,
    lag: Math.max(0, end - state.logEndOffset),
    lastFetchMs: state.lastFetchTimestamp < 0 ? null : state.lastFetchTimestamp,
    lastCaughtUpMs: state.lastCaughtUpTimestamp < 0 ? null : state.lastCaughtUpTimestamp
  })
  const members = [...currentVoters.map(member('voter')), ...observers.map(member('observer'))]
  return { leader: leaderId, epoch: leaderEpoch, highWatermark, members: members.toSorted((a, b) => a.id - b.id) }
}

const noDirectory = 'AAAAAAAAAAAAAAAAAAAAAA'
