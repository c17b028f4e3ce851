import { TopicId } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  OffsetFetchApi,
  type OffsetFetchRequest,
  type OffsetFetchRequestGroup,
  type OffsetFetchRequestTopics,
  type OffsetFetchResponseGroup,
  type OffsetFetchResponseInput,
  type OffsetFetchResponseTopics
} from '@gregor/protocol/messages/offset-fetch'
import type { GroupPort, MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

interface Ports {
  readonly metadata: MetadataSource
  readonly groups: Pick<GroupPort, 'fetchOffsets'>
}

/**
 * OffsetFetch: v1-10
 *
 * Behavior:
 * - Committed offsets of one group (before v8) or several, of the topics named or of all (null).
 * - With require_stable, offsets that a transaction may yet change are UNSTABLE_OFFSET_COMMIT, and clients ask again.
 *
 * Version notes:
 * - v2: null for all topics; v5: leader epochs; v7: require_stable (KIP-447)
 * - v8: several groups (KIP-709); v9: member epochs of consumer groups (KIP-848)
 * - v10: topic ids in place of names: an unknown one has UNKNOWN_TOPIC_ID, and of all topics those that are gone are
 *   left out
 */
export function offsetFetchHandler(ports: Ports): ServedApi {
  return serve(OffsetFetchApi, {
    versions: { min: 1, max: 10 },
    handle: (request, { apiVersion }) =>
      apiVersion >= 10 ? fetchByIds(ports, request, apiVersion) : ports.groups.fetchOffsets(request, apiVersion),
    errorCodes: ({ errorCode = 0, groups = [] }) => [errorCode, ...groups.map((group) => group.errorCode ?? 0)]
  })
}

async function fetchByIds(
  { metadata, groups }: Ports,
  request: OffsetFetchRequest,
  version: number
): Promise<OffsetFetchResponseInput> {
  const { image } = metadata
  const named = request.groups.map((group) => nameTopics(image, group))
  const response = await groups.fetchOffsets({ ...request, groups: named }, version)
  return {
    groups: response.groups.map((answer, index) => {
      const asked = request.groups[index]
      return asked?.topics === null || asked === undefined ? withIds(image, answer) : withUnknown(asked.topics, answer)
    })
  }
}

/** The group with the names of its topics; those without are left out. */
function nameTopics(image: MetadataImage, group: OffsetFetchRequestGroup): OffsetFetchRequestGroup {
  if (group.topics === null) return group
  const topics = group.topics
    .map((topic) => ({ ...topic, name: image.topics.get(TopicId(topic.topicId))?.name }))
    .filter((topic): topic is OffsetFetchRequestTopics => topic.name !== undefined)
  return { ...group, topics }
}

/** All offsets of a group, with the ids that the topics have now. */
function withIds(image: MetadataImage, answer: OffsetFetchResponseGroup): OffsetFetchResponseGroup {
  const topics = answer.topics
    .map((topic) => ({ ...topic, topicId: image.topicByName(topic.name)?.id }))
    .filter((topic): topic is OffsetFetchResponseTopics & { topicId: TopicId } => topic.topicId !== undefined)
  return { ...answer, topics }
}

/** The answer in the order of the request, with an error for each id that no topic has. */
function withUnknown(
  asked: readonly OffsetFetchRequestTopics[],
  answer: OffsetFetchResponseGroup
): OffsetFetchResponseGroup {
  const known = new Map(answer.topics.map((topic) => [topic.topicId, topic]))
  return { ...answer, topics: asked.map((topic) => known.get(topic.topicId) ?? unknownTopic(topic)) }
}

function unknownTopic({ topicId, partitionIndexes }: OffsetFetchRequestTopics): OffsetFetchResponseTopics {
  const partitions = partitionIndexes.map((partitionIndex) => ({
    partitionIndex,
    committedOffset: -1,
    committedLeaderEpoch: -1,
    metadata: '',
    errorCode: ErrorCode.UNKNOWN_TOPIC_ID
  }))
  return { name: '', topicId, partitions }
}
