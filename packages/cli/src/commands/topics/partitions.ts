import { ApiKey, ErrorCode } from '@gregor/protocol'
import {
  DescribeTopicPartitionsApi,
  type DescribeTopicPartitionsResponse,
  type DescribeTopicPartitionsResponseCursor,
  type DescribeTopicPartitionsResponseTopic
} from '@gregor/protocol/messages/describe-topic-partitions'
import { checked } from '../../client/checked.ts'
import { type Cluster, unknownTopic } from '../../client/cluster.ts'

/** A partition as the metadata has it. */
export interface PartitionState {
  readonly partition: number
  /** -1 = none. */
  readonly leader: number
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  /** Eligible leader replicas (KIP-966); null where the broker does not tell. */
  readonly elr: readonly number[] | null
  readonly lastKnownElr: readonly number[] | null
  /** Replicas on brokers that are down, or whose log dir is offline. */
  readonly offline: readonly number[]
}

export interface TopicState {
  readonly name: string
  readonly id: string
  readonly internal: boolean
  readonly partitions: readonly PartitionState[]
}

/** Topics with the state of their partitions; a CommandError names one that does not exist. */
export async function topicStates(cluster: Cluster, names: readonly string[]): Promise<TopicState[]> {
  const connection = await cluster.any()
  if (connection.served.has(ApiKey.DescribeTopicPartitions)) return describeByPages(cluster, names)
  const { topics } = await cluster.metadata(names)
  return topics.map((topic) => {
    throwUnlessKnown(topic)
    const partitions = topic.partitions.map((partition) => ({
      ...partition,
      eligibleLeaderReplicas: null,
      lastKnownElr: null
    }))
    return stateOf({ ...topic, partitions })
  })
}

async function describeByPages(cluster: Cluster, names: readonly string[]): Promise<TopicState[]> {
  const connection = await cluster.any()
  const states = new Map<string, TopicState>()
  let cursor: DescribeTopicPartitionsResponseCursor | null = null
  do {
    const from: DescribeTopicPartitionsResponseCursor | null = cursor
    // A cursor goes through topics in order of their names.
    const topics = names.filter((name) => from === null || name >= from.topicName).map((name) => ({ name }))
    const page: DescribeTopicPartitionsResponse = await connection.request(DescribeTopicPartitionsApi, {
      topics,
      cursor: from
    })
    for (const topic of page.topics) {
      throwUnlessKnown(topic)
      const state = stateOf(topic)
      const before = states.get(state.name)?.partitions ?? []
      states.set(state.name, { ...state, partitions: [...before, ...state.partitions] })
    }
    cursor = page.nextCursor
  } while (cursor !== null)
  return [...states.values()]
}

function throwUnlessKnown({ name, errorCode }: { readonly name: string | null; readonly errorCode: number }): void {
  if (errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) throw unknownTopic(name ?? '')
  checked(errorCode, `topic ${name}`)
}

function stateOf(topic: Omit<DescribeTopicPartitionsResponseTopic, 'topicAuthorizedOperations'>): TopicState {
  return {
    name: topic.name ?? '',
    id: topic.topicId,
    internal: topic.isInternal,
    partitions: topic.partitions
      .map((partition) => ({
        partition: partition.partitionIndex,
        leader: partition.leaderId,
        leaderEpoch: partition.leaderEpoch,
        replicas: partition.replicaNodes,
        isr: partition.isrNodes,
        elr: partition.eligibleLeaderReplicas,
        lastKnownElr: partition.lastKnownElr,
        offline: partition.offlineReplicas
      }))
      .toSorted((a, b) => a.partition - b.partition)
  }
}
