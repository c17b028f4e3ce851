import { SyncGroupApi } from '@gregor/protocol/messages/sync-group'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * SyncGroup: v0-5
 *
 * Behavior:
 * - Answers when the leader's assignment is stored; further requests of the connection wait.
 *
 * Version notes:
 * - v3: static members (KIP-345); v5: protocol type and name (KIP-559)
 */
export function syncGroupHandler({ groups }: { readonly groups: Pick<GroupPort, 'sync'> }): ServedApi {
  return serve(SyncGroupApi, {
    versions: { min: 0, max: 5 },
    handle: (request, { apiVersion }) => groups.sync(request, apiVersion)
  })
}
