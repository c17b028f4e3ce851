import type { RemovalCause } from '../notices.ts'
import type { Turn } from '../turn.ts'
import type { ConsumerGroup } from './consumer-group.ts'

/** Tells that a member of a consumer group is out. */
export function noticeConsumerRemoval(
  turn: Turn,
  group: ConsumerGroup,
  removal: { readonly memberId: string; readonly cause: RemovalCause; readonly reason: string | null }
): void {
  const { memberId, cause, reason } = removal
  const { instanceId, clientId, clientHost } = group.members.get(memberId)!
  turn.notice({
    type: 'member-removed',
    group: group.groupId,
    member: memberId,
    instance: instanceId,
    clientId,
    clientHost,
    cause,
    reason
  })
}
