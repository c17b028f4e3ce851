import { JoinGroupApi } from '@gregor/protocol/messages/join-group'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import { groupClient } from '../group-client.ts'

/**
 * JoinGroup: v0-9
 *
 * Behavior:
 * - The group coordinator answers when the rebalance has its members; further requests of the connection wait.
 *
 * Version notes:
 * - v1: rebalance timeout; v4: MEMBER_ID_REQUIRED (KIP-394); v5: static members (KIP-345)
 * - v7: protocol type and a null protocol name; v8: reason (KIP-800); v9: skipAssignment (KIP-814)
 */
export function joinGroupHandler({ groups }: { readonly groups: Pick<GroupPort, 'join'> }): ServedApi {
  return serve(JoinGroupApi, {
    versions: { min: 0, max: 9 },
    handle: (request, context) => groups.join(request, context.apiVersion, groupClient(context))
  })
}
