import type { RemovalCause } from '../notices.ts'
import type { Turn } from '../turn.ts'
import { union } from './assignment.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerMember } from './records.ts'

/** Tells that a member of a consumer group is out. */
export function noticeConsumerRemoval(
  turn: Turn,
  group: ConsumerGroup,
  removal: { readonly memberId: string; readonly cause: RemovalCause; readonly reason: string | null }
): void {
  const { memberId, cause, reason } = removal
  const { instanceId, clientId, clientHost } = group.members.get(memberId)!
  const { assigned, pendingRevocation } = group.currentOf(memberId)
  turn.notice(
    {
      type: 'member-removed',
      group: group.groupId,
      member: memberId,
      instance: instanceId,
      clientId,
      clientHost,
      cause,
      reason
    },
    union(assigned, pendingRevocation)
  )
}

/** Tells of a member that is new to a consumer group. */
export function noticeConsumerJoin(
  turn: Turn,
  groupId: string,
  { memberId, member }: { readonly memberId: string; readonly member: ConsumerMember }
): void {
  const { instanceId, clientId, clientHost, classicMemberMetadata } = member
  turn.notice({
    type: 'member-joined',
    group: groupId,
    member: memberId,
    instance: instanceId,
    clientId,
    clientHost,
    protocol: classicMemberMetadata === null ? 'consumer' : 'classic'
  })
}
