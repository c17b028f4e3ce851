import { OffsetDeleteApi } from '@gregor/protocol/messages/offset-delete'
import type { GroupPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * OffsetDelete: v0
 *
 * Behavior:
 * - Committed offsets of a group are removed, except for topics that its members are subscribed to (KIP-496).
 */
export function offsetDeleteHandler({ groups }: { readonly groups: Pick<GroupPort, 'deleteOffsets'> }): ServedApi {
  return serve(OffsetDeleteApi, {
    versions: { min: 0, max: 0 },
    handle: (request) => groups.deleteOffsets(request),
    errorCodes: ({ errorCode, topics }) => [
      errorCode,
      ...topics.flatMap(({ partitions }) => partitions.map((partition) => partition.errorCode))
    ]
  })
}
