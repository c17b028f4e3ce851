import { NO_BROKER, type BrokerId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import {
  DescribeClusterApi,
  type DescribeClusterBrokerInput,
  type DescribeClusterRequest,
  type DescribeClusterResponseInput
} from '@gregor/protocol/messages/describe-cluster'
import { clusterOperations } from '../authorized-operations.ts'
import { aliveEndpoints, controllerFor, endpointFor } from '../endpoints.ts'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import type { RequestContext } from '../request-context.ts'

interface Ports {
  readonly nodeId: BrokerId
  readonly metadata: MetadataSource
}

/** Kinds of endpoints (KIP-919). */
const EndpointType = { broker: 1, controller: 2 } as const

/**
 * DescribeCluster: v0-2
 *
 * Behavior:
 * - The cluster id and its brokers, by their endpoints of the listener that the client came in by. The controller
 *   named is this broker, as in Metadata.
 * - Controllers do not speak Kafka's protocol to clients: asking for them is MISMATCHED_ENDPOINT_TYPE.
 *
 * Version notes:
 * - v1: endpoint type (KIP-919); v2: fenced brokers, when asked for (KIP-1073)
 */
export function describeClusterHandler(ports: Ports): ServedApi {
  return serve(DescribeClusterApi, {
    versions: { min: 0, max: 2 },
    handle: (request, context) => describeCluster(ports, request, context)
  })
}

function describeCluster(
  { nodeId, metadata: { image } }: Ports,
  request: DescribeClusterRequest,
  { connection: { listener }, apiVersion }: RequestContext
): DescribeClusterResponseInput {
  const clusterId = image.clusterId ?? ''
  if (apiVersion >= 1 && request.endpointType !== EndpointType.broker) return refuseEndpointType(request.endpointType)
  const alive = aliveEndpoints(image, listener)
  const brokers = request.includeFencedBrokers
    ? [...image.brokers.values()].map((broker) => withFence(endpointFor(broker, listener), broker.fenced))
    : alive.map((endpoint) => withFence(endpoint, false))
  return {
    errorCode: ErrorCode.NONE,
    endpointType: EndpointType.broker,
    clusterId,
    controllerId: controllerFor(alive, nodeId),
    brokers: brokers.filter((broker) => broker !== undefined),
    ...(request.includeClusterAuthorizedOperations ? { clusterAuthorizedOperations: clusterOperations } : {})
  }
}

function withFence(
  endpoint: ReturnType<typeof endpointFor>,
  isFenced: boolean
): DescribeClusterBrokerInput | undefined {
  if (endpoint === undefined) return undefined
  const { nodeId, host, port, rack } = endpoint
  return { brokerId: nodeId, host, port, rack, isFenced }
}

function refuseEndpointType(endpointType: number): DescribeClusterResponseInput {
  const known = endpointType === EndpointType.controller
  return {
    errorCode: known ? ErrorCode.MISMATCHED_ENDPOINT_TYPE : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
    errorMessage: known
      ? 'This is an endpoint of a broker: use --bootstrap-server; controllers have no Kafka endpoint'
      : `Endpoint type ${endpointType} is not known; brokers are ${EndpointType.broker}`,
    clusterId: '',
    controllerId: NO_BROKER,
    brokers: []
  }
}
