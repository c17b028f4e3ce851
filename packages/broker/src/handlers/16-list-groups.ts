import { ListGroupsApi } from '@gregor/protocol/messages/list-groups'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * ListGroups: v0-5
 *
 * Behavior:
 * - The groups that this broker coordinates; clients ask every broker.
 *
 * Version notes:
 * - v4: by state (KIP-518); v5: by type (KIP-848)
 */
export function listGroupsHandler({ groups }: { readonly groups: Pick<GroupPort, 'listGroups'> }): ServedApi {
  return serve(ListGroupsApi, {
    versions: { min: 0, max: 5 },
    handle: (request) => groups.listGroups(request)
  })
}
