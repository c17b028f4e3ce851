import { LeaderEpoch } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import {
  OffsetForLeaderEpochApi,
  type EpochEndOffsetInput,
  type OffsetForLeaderPartition
} from '@gregor/protocol/messages/offset-for-leader-epoch'
import type { TopicImage } from '@gregor/metadata'
import type { Replicas } from '@gregor/replication'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import { findPartition } from '../topic-reference.ts'

/**
 * OffsetForLeaderEpoch: v2-4
 *
 * Behavior:
 * - For a consumer that wants to know whether its position was truncated away (KIP-320): the end of the largest epoch
 *   at or below the one asked for. One that is older than all that are known ends where they begin; -1 for one that has not
 *   begun.
 *
 * Version notes:
 * - v3: replica id, ignored; v4: flexible
 */
export function offsetForLeaderEpochHandler(ports: {
  readonly metadata: MetadataSource
  readonly replicas: Replicas
}): ServedApi {
  return serve(OffsetForLeaderEpochApi, {
    versions: { min: 2, max: 4 },
    handle: ({ topics }) => ({
      topics: topics.map(({ topic, partitions }) => {
        const image = ports.metadata.image.topicByName(topic)
        return { topic, partitions: partitions.map((partition) => epochEnd(ports.replicas, image, partition)) }
      })
    }),
    errorCodes: ({ topics }) => topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
  })
}

function epochEnd(
  replicas: Replicas,
  topic: TopicImage | undefined,
  { partition, leaderEpoch, currentLeaderEpoch }: OffsetForLeaderPartition
): EpochEndOffsetInput {
  const index = topic && findPartition(topic, partition)
  if (topic === undefined || index === undefined) return { partition, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }
  const end = replicas.endOffsetForEpoch(topic.id, index, {
    leaderEpoch: LeaderEpoch(leaderEpoch),
    currentLeaderEpoch: LeaderEpoch(currentLeaderEpoch)
  })
  return { partition, errorCode: end.errorCode, leaderEpoch: end.leaderEpoch, endOffset: end.endOffset }
}
