import { NO_BROKER } from '@gregor/base'
import { internalTopics } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  FindCoordinatorApi,
  type Coordinator,
  type FindCoordinatorRequest,
  type FindCoordinatorResponseInput
} from '@gregor/protocol/messages/find-coordinator'
import { coordinatorPartition } from '../coordinator-partition.ts'
import { endpointOf } from '../endpoints.ts'
import { forwardedFrom } from '../forward.ts'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import type { RequestContext } from '../request-context.ts'
import type { Suspects } from '../suspects.ts'
import { ensureInternalTopic, type TopicCreator } from '../topic-creator.ts'

interface Ports {
  readonly metadata: MetadataSource
  readonly suspects: Suspects
  readonly topicCreator: TopicCreator
}

/** Kinds of coordinators. */
const KeyType = { group: 0, transaction: 1, share: 2 } as const

/** The version from which on several keys are asked for at once (KIP-699). */
const BATCHED_VERSION = 4

/**
 * FindCoordinator: v0-6
 *
 * Behavior:
 * - A group's coordinator is the leader of its partition of __consumer_offsets, that of a transactional id the leader of its
 *   partition of __transaction_state. The first question creates the topic, and waits a few seconds for its leaders; with
 *   fewer brokers alive than its replication factor it is COORDINATOR_NOT_AVAILABLE, and clients ask again.
 * - While the connection to the coordinator's broker is broken and the controller has not said whether it lives, the answer
 *   waits for up to 600 ms, and is COORDINATOR_NOT_AVAILABLE then.
 * - Share groups are not served: UNSUPPORTED_VERSION with a message, which ends a client at once rather than let it ask
 *   for ever.
 *
 * Version notes:
 * - v1: key types, error messages; v4: several keys at once; v6: share groups (KIP-932)
 */
export function findCoordinatorHandler(ports: Ports): ServedApi {
  return serve(FindCoordinatorApi, {
    versions: { min: 0, max: 6 },
    handle: async (request, context) => {
      const keys = context.apiVersion >= BATCHED_VERSION ? request.coordinatorKeys : [request.key]
      const coordinators = await findAll(ports, { keys, keyType: request.keyType }, context)
      return respond(coordinators, context.apiVersion)
    },
    errorCodes: ({ errorCode = 0, coordinators = [] }) => [
      errorCode,
      ...coordinators.map((coordinator) => coordinator.errorCode)
    ]
  })
}

/** The topic that holds the state of what a key names; undefined for kinds of coordinators that are not served. */
function topicOf(keyType: number): string | undefined {
  if (keyType === KeyType.group) return internalTopics.consumerOffsets
  return keyType === KeyType.transaction ? internalTopics.transactionState : undefined
}

async function findAll(
  ports: Ports,
  { keys, keyType }: { readonly keys: readonly string[]; readonly keyType: FindCoordinatorRequest['keyType'] },
  context: RequestContext
): Promise<Coordinator[]> {
  const topic = topicOf(keyType)
  if (topic === undefined) return keys.map((key) => refused(key, keyType))
  await ensureInternalTopic(ports, topic, forwardedFrom(context))
  const { image } = ports.metadata
  const leaders = keys.map((key) => coordinatorPartition(image, { topic, key })?.leader ?? NO_BROKER)
  await ports.suspects.settled(new Set(leaders))
  return keys.map((key) => findOne(ports, { topic, key }, context.connection.listener))
}

function findOne(
  { metadata, suspects }: Ports,
  { topic, key }: { readonly topic: string; readonly key: string },
  listener: string
): Coordinator {
  const { image } = metadata
  const leader = coordinatorPartition(image, { topic, key })?.leader
  if (leader === undefined) return failed(key, ErrorCode.COORDINATOR_NOT_AVAILABLE, `${topic} cannot be created yet`)
  const endpoint = suspects.has(leader) ? undefined : endpointOf(image, leader, listener)
  if (endpoint === undefined) {
    return failed(key, ErrorCode.COORDINATOR_NOT_AVAILABLE, `The partition of ${topic} has no leader at the moment`)
  }
  const { nodeId, host, port } = endpoint
  return { key, nodeId, host, port, errorCode: ErrorCode.NONE, errorMessage: null }
}

function refused(key: string, keyType: number): Coordinator {
  switch (keyType) {
    case KeyType.share:
      return failed(key, ErrorCode.UNSUPPORTED_VERSION, 'This broker does not serve share groups yet')
    default:
      return failed(key, ErrorCode.INVALID_REQUEST, `There is no coordinator of key type ${keyType}`)
  }
}

function failed(key: string, errorCode: number, errorMessage: string): Coordinator {
  return { key, nodeId: NO_BROKER, host: '', port: -1, errorCode, errorMessage }
}

function respond(coordinators: readonly Coordinator[], version: number): FindCoordinatorResponseInput {
  return version >= BATCHED_VERSION ? { coordinators } : { ...coordinators[0]! }
}
