import { ConsumerGroupHeartbeatApi } from '@gregor/protocol/messages/consumer-group-heartbeat'
import { groupClient } from '../group-client.ts'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * ConsumerGroupHeartbeat: v0-1
 *
 * Behavior:
 * - A member of a consumer group joins, stays, changes its subscription and leaves by this one request; the coordinator
 *   assigns the partitions (KIP-848).
 *
 * Version notes:
 * - v1: members make their ids themselves (KIP-1082); topics by a regular expression
 */
export function consumerGroupHeartbeatHandler({
  groups
}: {
  readonly groups: Pick<GroupPort, 'consumerHeartbeat'>
}): ServedApi {
  return serve(ConsumerGroupHeartbeatApi, {
    versions: { min: 0, max: 1 },
    handle: (request, context) => groups.consumerHeartbeat(request, context.apiVersion, groupClient(context))
  })
}
