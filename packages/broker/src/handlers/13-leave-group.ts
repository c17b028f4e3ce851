import { LeaveGroupApi } from '@gregor/protocol/messages/leave-group'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * LeaveGroup: v0-5
 *
 * Behavior:
 * - Members leave of themselves, or an administrator removes them.
 *
 * Version notes:
 * - v3: several members, static ones by their instance id (KIP-345); v5: reason (KIP-800)
 */
export function leaveGroupHandler({ groups }: { readonly groups: Pick<GroupPort, 'leave'> }): ServedApi {
  return serve(LeaveGroupApi, {
    versions: { min: 0, max: 5 },
    handle: (request, { apiVersion }) => groups.leave(request, apiVersion),
    errorCodes: ({ errorCode, members = [] }) => [errorCode, ...members.map((member) => member.errorCode)]
  })
}
