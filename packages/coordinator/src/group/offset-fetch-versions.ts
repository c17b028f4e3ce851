import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type {
  OffsetFetchRequest,
  OffsetFetchRequestGroup,
  OffsetFetchResponse,
  OffsetFetchResponseGroup
} from '@gregor/protocol/messages/offset-fetch'

/** The first version that has an error for the whole group; before, each partition carries it. */
const GROUP_ERROR_VERSION = 2

/** The one group of v1-7, in the form of v8 and later. */
export function fromSingleGroup({ groupId, topics }: OffsetFetchRequest): OffsetFetchRequestGroup {
  return {
    groupId,
    memberId: null,
    memberEpoch: -1,
    topics: topics === null ? null : topics.map((topic) => ({ ...topic, topicId: ZERO_TOPIC_ID }))
  }
}

/** The response of v1-7. */
export function toSingleGroup({ errorCode, topics }: OffsetFetchResponseGroup, version: number): OffsetFetchResponse {
  const perPartition = version < GROUP_ERROR_VERSION && errorCode !== ErrorCode.NONE
  return {
    throttleTimeMs: 0,
    errorCode,
    groups: [],
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: perPartition ? partitions.map((partition) => ({ ...partition, errorCode })) : partitions
    }))
  }
}

/** No offsets, because of an error. */
export function offsetFetchFailure(group: OffsetFetchRequestGroup, errorCode: number): OffsetFetchResponseGroup {
  const topics = (group.topics ?? []).map(({ name, topicId, partitionIndexes }) => ({
    name,
    topicId,
    partitions: partitionIndexes.map((partitionIndex) => ({
      partitionIndex,
      committedOffset: -1,
      committedLeaderEpoch: -1,
      metadata: '',
      errorCode: ErrorCode.NONE
    }))
  }))
  return { groupId: group.groupId, topics, errorCode }
}
