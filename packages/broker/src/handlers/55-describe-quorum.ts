import { DescribeQuorumApi, type DescribeQuorumResponseInput } from '@gregor/protocol/messages/describe-quorum'
import { forwardRequest, type ForwardPorts } from '../forward.ts'
import { serve, type Failure, type ServedApi } from '../registry.ts'

/**
 * DescribeQuorum: v0-2
 *
 * Behavior:
 * - The active controller answers: it leads the quorum, and knows how far each member has come.
 * - Only partition 0 of __cluster_metadata has a quorum; any other is UNKNOWN_TOPIC_OR_PARTITION.
 * - The time at which a member had caught up last is known only of those that have caught up now; -1 = of the others.
 *
 * Version notes:
 * - v1: times (KIP-836); v2: directory ids, nodes and error messages (KIP-853)
 */
export function describeQuorumHandler(ports: ForwardPorts): ServedApi {
  return serve(DescribeQuorumApi, {
    versions: { min: 0, max: 2 },
    handle: (request, context) => forwardRequest(ports, DescribeQuorumApi, request, context),
    failed,
    errorCodes: (response) => partitionErrors(response)
  })
}

function partitionErrors({ errorCode, topics }: DescribeQuorumResponseInput): number[] {
  return [errorCode, ...topics.flatMap(({ partitions }) => partitions.map((partition) => partition.errorCode))]
}

function failed({ errorCode, errorMessage }: Failure): DescribeQuorumResponseInput {
  return { errorCode, errorMessage, topics: [], nodes: [] }
}
