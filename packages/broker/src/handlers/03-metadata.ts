import { ZERO_TOPIC_ID, TopicId, type BrokerId } from '@gregor/base'
import {
  internalTopics,
  isInternalTopic,
  topicNameProblem,
  type MetadataImage,
  type TopicImage
} from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  MetadataApi,
  type MetadataRequest,
  type MetadataRequestTopic,
  type MetadataResponseInput,
  type MetadataResponseTopicInput
} from '@gregor/protocol/messages/metadata'
import { clusterOperations, topicOperations } from '../authorized-operations.ts'
import { aliveEndpoints, controllerFor } from '../endpoints.ts'
import type { Departures } from '../departures.ts'
import { forwardedFrom } from '../forward.ts'
import { reachabilityOf, viewPartition } from '../partition-view.ts'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import type { RequestContext } from '../request-context.ts'
import type { Suspects } from '../suspects.ts'
import type { TopicCreator } from '../topic-creator.ts'

interface Ports {
  readonly nodeId: BrokerId
  readonly metadata: MetadataSource
  readonly suspects: Suspects
  readonly departures: Departures
  readonly topicCreator: TopicCreator
  /** `auto.create.topics.enable` */
  readonly autoCreates: boolean
}

/**
 * Metadata: v0-13
 *
 * Behavior:
 * - All topics (null, or none in v0), or those asked for by name or id.
 * - A name that no topic has is created when both the client and auto.create.topics.enable allow it; the answer waits
 *   a few seconds for its leaders. __consumer_offsets is created so too, the other internal topics are not.
 * - Brokers are those alive, by their endpoints of the listener that the client came in by (KIP-103), and for ten seconds
 *   those that were just fenced: librdkafka loses partitions of a broker that vanishes with the change of their leader.
 * - The controller named is this broker: it forwards to the active one, as any does.
 * - Replicas that are fenced or unknown are offline; a partition whose leader is not alive has LEADER_NOT_AVAILABLE.
 * - While the connection to a leader is broken and the controller has not said whether it lives, the answer about its
 *   partitions waits for up to 600 ms, and has LEADER_NOT_AVAILABLE then: clients ask again at once, and believe a wrong
 *   leader for seconds.
 *
 * Version notes:
 * - v4: allowAutoTopicCreation; before it, asking always allows
 * - v6: LISTENER_NOT_FOUND when the leader is alive but lacks the listener (KIP-302); before, LEADER_NOT_AVAILABLE
 * - v8: authorized operations, all of them while there is no authorizer (KIP-430)
 * - v10: topic ids in the response; v12: topics asked for by id
 * - v13: error at the top, for rebootstrap (KIP-1102); never set here
 */
export function metadataHandler(ports: Ports): ServedApi {
  return serve(MetadataApi, {
    versions: { min: 0, max: 13 },
    handle: async (request, context) => {
      const missing = missingNames(request, { context, image: ports.metadata.image, autoCreates: ports.autoCreates })
      const from = forwardedFrom(context)
      const failures = missing.length === 0 ? noFailures : await ports.topicCreator.create(missing, from)
      await settleLeaders(ports, request, context)
      return respond(ports, request, { context, failures })
    },
    errorCodes: (response) => response.topics.map(({ errorCode }) => errorCode)
  })
}

const noFailures: ReadonlyMap<string, number> = new Map()

/** The names to create before answering. */
function missingNames(
  request: MetadataRequest,
  { context, image, autoCreates }: { context: RequestContext; image: MetadataImage; autoCreates: boolean }
): string[] {
  if (request.topics === null || !request.allowAutoTopicCreation) return []
  if (context.apiVersion === 0 && request.topics.length === 0) return []
  const missing = new Set<string>()
  for (const { name, topicId } of request.topics) {
    if (name === null || topicId !== ZERO_TOPIC_ID || image.topicByName(name) !== undefined) continue
    if (name === internalTopics.consumerOffsets || (autoCreates && !isInternalTopic(name))) missing.add(name)
  }
  return [...missing]
}

/** Waits until it is known which of the other leaders live. Who asks for all topics looks for no leader of his own. */
async function settleLeaders(ports: Ports, request: MetadataRequest, context: RequestContext): Promise<void> {
  if (asksForAll(request, context.apiVersion) && !ports.suspects.any) return
  await ports.suspects.settled(leadersOf(request, { context, image: ports.metadata.image }))
}

/** The leaders of the topics that are asked for. */
function leadersOf(
  request: MetadataRequest,
  { context, image }: { readonly context: RequestContext; readonly image: MetadataImage }
): Set<BrokerId> {
  const topics = asksForAll(request, context.apiVersion)
    ? [...image.topics.values()]
    : request.topics!.map(({ name, topicId }) => image.topics.get(TopicId(topicId)) ?? image.topicByName(name ?? ''))
  return new Set(topics.flatMap((topic) => topic?.partitions.map(({ leader }) => leader) ?? []))
}

const asksForAll = ({ topics }: MetadataRequest, version: number): boolean =>
  topics === null || (version === 0 && topics.length === 0)

function respond(
  ports: Ports,
  request: MetadataRequest,
  { context, failures }: { context: RequestContext; failures: ReadonlyMap<string, number> }
): MetadataResponseInput {
  const { image } = ports.metadata
  const { listener } = context.connection
  const brokers = aliveEndpoints(image, listener, (broker) => ports.departures.isRecent(broker))
  const describe = topicDescriber({
    image,
    listener,
    isSuspect: (broker) => ports.suspects.has(broker),
    version: context.apiVersion,
    operations: request.includeTopicAuthorizedOperations ? topicOperations : undefined
  })
  return {
    brokers,
    clusterId: image.clusterId ?? null,
    controllerId: controllerFor(brokers, ports.nodeId),
    topics: wantedTopics(request, { image, version: context.apiVersion, failures, describe }),
    ...(request.includeClusterAuthorizedOperations ? { clusterAuthorizedOperations: clusterOperations } : {}),
    errorCode: ErrorCode.NONE
  }
}

type Describe = (topic: TopicImage) => MetadataResponseTopicInput

interface Wanted {
  readonly image: MetadataImage
  readonly version: number
  readonly failures: ReadonlyMap<string, number>
  readonly describe: Describe
}

function wantedTopics(request: MetadataRequest, wanted: Wanted): MetadataResponseTopicInput[] {
  const { image, version, describe } = wanted
  if (asksForAll(request, version)) return [...image.topics.values()].map(describe)
  return request.topics!.map((topic) => wantedTopic(topic, wanted))
}

function wantedTopic(
  wanted: MetadataRequestTopic,
  { image, version, failures, describe }: Wanted
): MetadataResponseTopicInput {
  const { name } = wanted
  const byId = wanted.topicId !== ZERO_TOPIC_ID
  if (version < 12 && (byId || name === null)) return failed(wanted, { errorCode: ErrorCode.INVALID_REQUEST, version })
  if (byId) {
    const topic = image.topics.get(TopicId(wanted.topicId))
    return topic === undefined ? failed(wanted, { errorCode: ErrorCode.UNKNOWN_TOPIC_ID, version }) : describe(topic)
  }
  if (name === null) return failed(wanted, { errorCode: ErrorCode.INVALID_REQUEST, version })
  const topic = image.topicByName(name)
  if (topic !== undefined) return describe(topic)
  return failed(wanted, { errorCode: failures.get(name) ?? unknownName(name), version })
}

function unknownName(name: string): number {
  return topicNameProblem(name) === undefined ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.INVALID_TOPIC_EXCEPTION
}

/** Before v12 a name in the response cannot be null. */
function failed(
  { name, topicId }: MetadataRequestTopic,
  { errorCode, version }: { errorCode: number; version: number }
): MetadataResponseTopicInput {
  return { errorCode, name: name ?? (version < 12 ? '' : null), topicId, partitions: [] }
}

function topicDescriber(options: {
  readonly image: MetadataImage
  readonly listener: string
  readonly isSuspect: (broker: BrokerId) => boolean
  readonly version: number
  readonly operations: number | undefined
}): Describe {
  const { image, listener, isSuspect, version, operations } = options
  const unreachableCode = version >= 6 ? ErrorCode.LISTENER_NOT_FOUND : ErrorCode.LEADER_NOT_AVAILABLE
  const reachability = reachabilityOf(image, { listener, unreachableCode, isSuspect })
  return ({ id, name, partitions }) => ({
    errorCode: ErrorCode.NONE,
    name,
    topicId: id,
    isInternal: isInternalTopic(name),
    partitions: partitions.map((partition) => viewPartition(partition, reachability)),
    topicAuthorizedOperations: operations
  })
}
