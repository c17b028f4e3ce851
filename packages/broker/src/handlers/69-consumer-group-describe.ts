import { ErrorCode } from '@gregor/protocol'
import { ConsumerGroupDescribeApi } from '@gregor/protocol/messages/consumer-group-describe'
import { groupOperations } from '../authorized-operations.ts'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * ConsumerGroupDescribe: v0-1
 *
 * Behavior:
 * - Epochs, members and assignments of consumer groups (KIP-848) that this broker coordinates. Classic groups, and those
 *   that are not there, are GROUP_ID_NOT_FOUND.
 *
 * Version notes:
 * - v1: which protocol a member uses (KIP-1099)
 */
export function consumerGroupDescribeHandler({
  groups
}: {
  readonly groups: Pick<GroupPort, 'describeConsumerGroups'>
}): ServedApi {
  return serve(ConsumerGroupDescribeApi, {
    versions: { min: 0, max: 1 },
    handle: async (request) => {
      const response = await groups.describeConsumerGroups(request)
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
