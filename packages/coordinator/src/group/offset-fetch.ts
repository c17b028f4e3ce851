import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { OffsetFetchResponsePartitions, OffsetFetchResponseTopics } from '@gregor/protocol/messages/offset-fetch'
import { checkFetchOfMember } from './consumer/member-offsets.ts'
import type { OffsetFetchInput } from './inputs.ts'
import { offsetFetchFailure } from './offset-fetch-versions.ts'
import type { CommittedOffset } from './records.ts'
import type { Turn } from './turn.ts'

/**
 * OffsetFetch (key 9) of one group: only what the log has committed, so that no answer is ever taken back. With
 * requireStable, what a transaction may yet change is UNSTABLE_OFFSET_COMMIT (KIP-447).
 */
export function fetchOffsets(turn: Turn, { group, requestId, requireStable }: OffsetFetchInput): void {
  const consumers = turn.state.consumers.get(group.groupId)
  const refusal = consumers === undefined ? ErrorCode.NONE : checkFetchOfMember(consumers, group)
  if (refusal !== ErrorCode.NONE) {
    turn.respond(requestId, offsetFetchFailure(group, refusal))
    return
  }
  const undecided = (topic: string, partition: number): boolean =>
    turn.state.pendingOffsets.isUndecided({ group: group.groupId, topic, partition })
  const found = group.topics === null ? allTopics(turn, group.groupId) : group.topics.map(namedTopic)
  const topics = requireStable ? found.map((topic) => withoutUndecided(topic, undecided)) : found
  turn.respond(requestId, { groupId: group.groupId, topics, errorCode: ErrorCode.NONE })

  function namedTopic(topic: NonNullable<typeof group.topics>[number]): OffsetFetchResponseTopics {
    const { name, topicId, partitionIndexes } = topic
    const partitions = partitionIndexes.map((partition) =>
      toResponse(partition, turn.state.offsets.committed({ group: group.groupId, topic: name, partition }))
    )
    return { name, topicId, partitions }
  }
}

function allTopics(turn: Turn, groupId: string): readonly OffsetFetchResponseTopics[] {
  return Array.from(turn.state.offsets.committedTopics(groupId), ([name, offsets]) => ({
    name,
    topicId: offsets.find(([, { topicId }]) => topicId !== ZERO_TOPIC_ID)?.[1].topicId ?? ZERO_TOPIC_ID,
    partitions: offsets.map(([partition, offset]) => toResponse(partition, offset))
  }))
}

function withoutUndecided(
  topic: OffsetFetchResponseTopics,
  undecided: (topic: string, partition: number) => boolean
): OffsetFetchResponseTopics {
  const partitions = topic.partitions.map((partition) => {
    if (!undecided(topic.name, partition.partitionIndex)) return partition
    return { ...toResponse(partition.partitionIndex, undefined), errorCode: ErrorCode.UNSTABLE_OFFSET_COMMIT }
  })
  return { ...topic, partitions }
}

/** A partition without an offset is answered with -1 and no error. */
function toResponse(partitionIndex: number, committed: CommittedOffset | undefined): OffsetFetchResponsePartitions {
  return {
    partitionIndex,
    committedOffset: committed?.offset ?? -1,
    committedLeaderEpoch: committed?.leaderEpoch ?? -1,
    metadata: committed?.metadata ?? '',
    errorCode: ErrorCode.NONE
  }
}
