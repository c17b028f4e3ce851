import { ErrorCode, errorInfo } from '@gregor/protocol'
import { DeleteGroupsApi } from '@gregor/protocol/messages/delete-groups'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * DeleteGroups: v0-3
 *
 * Behavior:
 * - Groups without members, and their offsets, are removed.
 *
 * Version notes:
 * - v3: an error message for each group
 */
export function deleteGroupsHandler({ groups }: { readonly groups: Pick<GroupPort, 'deleteGroups'> }): ServedApi {
  return serve(DeleteGroupsApi, {
    versions: { min: 0, max: 3 },
    handle: async (request, { apiVersion }) => {
      const { results } = await groups.deleteGroups(request)
      return { results: results.map((result) => ({ ...result, errorMessage: messageFor(result, apiVersion) })) }
    },
    errorCodes: ({ results }) => results.map(({ errorCode }) => errorCode)
  })
}

function messageFor(
  { errorCode, errorMessage }: { readonly errorCode: number; readonly errorMessage: string | null },
  version: number
): string | null {
  if (version < 3 || errorCode === ErrorCode.NONE) return null
  return errorMessage ?? errorInfo(errorCode).message
}
