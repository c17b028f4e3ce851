import { ErrorCode } from '@gregor/protocol'
import { ListOffsetsApi } from '@gregor/protocol/messages/list-offsets'
import type { Cluster } from './cluster.ts'
import { byLeader, leadersOf } from './leaders.ts'
import { type TopicPartition, byTopic, partitionText } from './partitions.ts'

/** Timestamps that mean a place in the log (ListOffsets). */
export const logPlace = { latest: -1, earliest: -2 } as const

/** What a consumer asks as: no replica. */
const consumerReplicaId = -1

export interface OffsetAnswer {
  /** -1: no record is of that time or later. */
  readonly offset: number
  readonly errorCode: number
}

/**
 * Offsets of a time (milliseconds since 1970) or a `logPlace` in each partition, by `partitionText`. A partition without a
 * leader is left out; one whose leader refuses has the error. With `readCommitted` the end is the last stable offset.
 */
export async function listOffsets(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  timestamp: number,
  { readCommitted = false }: { readonly readCommitted?: boolean } = {}
): Promise<ReadonlyMap<string, OffsetAnswer>> {
  const answers = new Map<string, OffsetAnswer>()
  if (partitions.length === 0) return answers
  const groups = byLeader(partitions, await leadersOf(cluster, partitions))
  await Promise.all(
    Array.from(groups, async ([leader, items]) => {
      const connection = await cluster.broker(leader)
      const { topics } = await connection.request(ListOffsetsApi, {
        replicaId: consumerReplicaId,
        isolationLevel: readCommitted ? 1 : 0,
        timeoutMs: 5000,
        topics: byTopic(items).map(({ name, items: own }) => ({
          name,
          partitions: own.map(({ partition }) => ({ partitionIndex: partition, timestamp }))
        }))
      })
      for (const { name, partitions: all } of topics)
        for (const { partitionIndex, offset, errorCode } of all)
          answers.set(partitionText({ topic: name, partition: partitionIndex }), {
            offset: errorCode === ErrorCode.NONE ? offset : -1,
            errorCode
          })
    })
  )
  return answers
}
