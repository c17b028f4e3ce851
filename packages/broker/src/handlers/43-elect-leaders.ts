import type { Clock, Scheduler } from '@gregor/base'
import type { MetadataImage, PartitionImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  ElectLeadersApi,
  type ElectLeadersRequest,
  type ElectLeadersResponse
} from '@gregor/protocol/messages/elect-leaders'
import { awaitImage } from '../await-image.ts'
import { forwardRequest, forwardTimeoutMs, type ForwardPorts } from '../forward.ts'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import type { RequestContext } from '../request-context.ts'

interface Ports extends ForwardPorts {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly metadata: MetadataSource
}

/** Kafka's ElectionType code of an election of preferred replicas. */
const PREFERRED = 0

/**
 * ElectLeaders: v0-2
 *
 * Behavior:
 * - The active controller decides; this broker then waits, as long as the client allows, until its own image has the new
 *   leaders.
 * - A preferred election moves leadership to the first replica, if it is in sync. An unclean one (KIP-460) gives a leader to
 *   partitions that have none, even one that lacks acknowledged records, which are lost then.
 * - No topics (null) asks about all partitions; only those for which something was to do are answered.
 *
 * Version notes:
 * - v1: unclean elections, error at the top; v0 elects preferred replicas only
 */
export function electLeadersHandler(ports: Ports): ServedApi {
  return serve(ElectLeadersApi, {
    versions: { min: 0, max: 2 },
    handle: (request, context) => elect(ports, request, context),
    failed: ({ errorCode, errorMessage }, { topicPartitions }, { apiVersion }) => ({
      ...(apiVersion >= 1 ? { errorCode } : {}),
      replicaElectionResults: (topicPartitions ?? []).map(({ topic, partitions }) => ({
        topic,
        partitionResult: partitions.map((partitionId) => ({ partitionId, errorCode, errorMessage }))
      }))
    }),
    errorCodes: ({ errorCode = ErrorCode.NONE, replicaElectionResults }) => [
      errorCode,
      ...replicaElectionResults.flatMap(({ partitionResult }) => partitionResult.map((result) => result.errorCode))
    ]
  })
}

async function elect(
  ports: Ports,
  request: ElectLeadersRequest,
  context: RequestContext
): Promise<ElectLeadersResponse> {
  const deadlineMs = ports.clock.monotonicMs() + forwardTimeoutMs(request.timeoutMs, ports.timeoutMsMax)
  const response = await forwardRequest(ports, ElectLeadersApi, request, context)
  const elected = response.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult
      .filter(({ errorCode }) => errorCode === ErrorCode.NONE)
      .map(({ partitionId }) => ({ topic, partitionId }))
  )
  const isLed = (image: MetadataImage, partition: PartitionImage | undefined): boolean =>
    partition === undefined ||
    (request.electionType === PREFERRED
      ? partition.leader === partition.replicas[0]
      : image.brokers.get(partition.leader)?.fenced === false)
  await awaitImage(
    ports,
    (image) =>
      elected.every(({ topic, partitionId }) => isLed(image, image.topicByName(topic)?.partitions[partitionId])),
    deadlineMs - ports.clock.monotonicMs()
  )
  return response
}
