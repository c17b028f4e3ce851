import { ErrorCode } from '@gregor/protocol'
import { DescribeGroupsApi } from '@gregor/protocol/messages/describe-groups'
import { groupOperations } from '../authorized-operations.ts'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * DescribeGroups: v0-6
 *
 * Behavior:
 * - State and members of classic groups that this broker coordinates. Consumer groups (KIP-848) are not found here.
 *
 * Version notes:
 * - v3: authorized operations, all of them while there is no authorizer (KIP-430); v4: static members
 * - v6: GROUP_ID_NOT_FOUND with a message, where before a group that is not there was Dead (KIP-1043)
 */
export function describeGroupsHandler({ groups }: { readonly groups: Pick<GroupPort, 'describeGroups'> }): ServedApi {
  return serve(DescribeGroupsApi, {
    versions: { min: 0, max: 6 },
    handle: async (request, { apiVersion }) => {
      const response = await groups.describeGroups(request, apiVersion)
      if (!request.includeAuthorizedOperations) return response
      return {
        groups: response.groups.map((group) =>
          group.errorCode === ErrorCode.NONE ? { ...group, authorizedOperations: groupOperations } : group
        )
      }
    },
    errorCodes: (response) => response.groups.map(({ errorCode }) => errorCode)
  })
}
