import {
  OffsetCommitApi,
  type OffsetCommitRequest,
  type OffsetCommitResponseInput
} from '@gregor/protocol/messages/offset-commit'
import { resolveCommittedTopics } from '../committed-topics.ts'
import type { GroupPort, MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

interface Ports {
  readonly metadata: MetadataSource
  readonly groups: Pick<GroupPort, 'commitOffsets'>
}

/** From this version on requests name topics by id. */
const TOPIC_IDS_VERSION = 10

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
  const byId = version >= TOPIC_IDS_VERSION
  const topics = resolveCommittedTopics(request.topics, { image: metadata.image, byId })
  // A request without topics still tells whether the member is valid.
  if (topics.known.length === 0 && request.topics.length > 0) return { topics: topics.answer([]) }
  const committed = await groups.commitOffsets({ ...request, topics: topics.known }, version)
  return { topics: topics.answer(committed.topics) }
}
