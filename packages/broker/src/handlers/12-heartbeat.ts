import { HeartbeatApi } from '@gregor/protocol/messages/heartbeat'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * Heartbeat: v0-4
 *
 * Behavior:
 * - Keeps a member of a classic group alive and tells it of a rebalance.
 *
 * Version notes:
 * - v3: static members (KIP-345); v4: flexible
 */
export function heartbeatHandler({ groups }: { readonly groups: Pick<GroupPort, 'heartbeat'> }): ServedApi {
  return serve(HeartbeatApi, {
    versions: { min: 0, max: 4 },
    handle: (request) => groups.heartbeat(request)
  })
}
