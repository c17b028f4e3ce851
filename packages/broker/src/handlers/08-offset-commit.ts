import { TopicId } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  OffsetCommitApi,
  type OffsetCommitRequest,
  type OffsetCommitRequestTopic,
  type OffsetCommitResponseInput,
  type OffsetCommitResponseTopic
} from '@gregor/protocol/messages/offset-commit'
import type { GroupPort, MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

interface Ports {
  readonly metadata: MetadataSource
  readonly groups: Pick<GroupPort, 'commitOffsets'>
}

/**
 * OffsetCommit: v2-10
 *
 * Behavior:
 * - Topics that do not exist are answered here; the rest goes to the group coordinator, by name and id.
 *
 * Version notes:
 * - v2-4: retention time; v6: leader epochs (KIP-320); v7: static members (KIP-345)
 * - v9: member epochs of consumer groups, which must be the present ones (KIP-848); v10: topic ids in place of names (KIP-848)
 */
export function offsetCommitHandler(ports: Ports): ServedApi {
  return serve(OffsetCommitApi, {
    versions: { min: 2, max: 10 },
    handle: (request, { apiVersion }) => commit(ports, request, apiVersion),
    errorCodes: ({ topics }) => topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
  })
}

async function commit(
  { metadata, groups }: Ports,
  request: OffsetCommitRequest,
  version: number
): Promise<OffsetCommitResponseInput> {
  const resolved = request.topics.map((topic) => ({ topic, known: resolve(metadata.image, topic, version) }))
  const topics = resolved.map(({ known }) => known).filter((known) => known !== undefined)
  // A request without topics still tells whether the member is valid.
  const committed =
    topics.length === 0 && request.topics.length > 0
      ? []
      : (await groups.commitOffsets({ ...request, topics }, version)).topics
  const answers = committed[Symbol.iterator]()
  return {
    topics: resolved.map(({ topic, known }) =>
      known === undefined
        ? unknownTopic(topic, version)
        : { ...nextOf(answers), name: topic.name, topicId: topic.topicId }
    )
  }
}

/** The topic with both its name and its id. */
function resolve(
  image: MetadataImage,
  topic: OffsetCommitRequestTopic,
  version: number
): OffsetCommitRequestTopic | undefined {
  const found = version >= 10 ? image.topics.get(TopicId(topic.topicId)) : image.topicByName(topic.name)
  return found && { ...topic, name: found.name, topicId: found.id }
}

function unknownTopic(
  { name, topicId, partitions }: OffsetCommitRequestTopic,
  version: number
): OffsetCommitResponseTopic {
  const errorCode = version >= 10 ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  return { name, topicId, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) }
}

/** The coordinator answers the topics that it was given, in their order. */
function nextOf(answers: Iterator<OffsetCommitResponseTopic>): OffsetCommitResponseTopic {
  const next = answers.next()
  if (next.done === true) throw new Error('the group coordinator answered fewer topics than it was asked')
  return next.value
}
