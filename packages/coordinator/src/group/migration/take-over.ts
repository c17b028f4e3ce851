import type { JoinGroupRequest } from '@gregor/protocol/messages/join-group'
import type { ConsumerGroup } from '../consumer/consumer-group.ts'
import { membersOf } from '../consumer/member-records.ts'
import { noticeConsumerRemoval } from '../consumer/member-notices.ts'
import { replaceConsumerGroup } from '../consumer/replace-consumer.ts'
import type { Members } from '../consumer/subscriptions.ts'
import type { Turn } from '../turn.ts'
import { downgradeGroup, shouldDowngrade } from './downgrade.ts'
import { allowsMigration } from './policy.ts'

/**
 * Whether a static member of the classic protocol takes over from the last member of the consumer protocol: then the group
 * is a classic one from here on.
 */
export function takesOverFromLast(turn: Turn, group: ConsumerGroup, request: JoinGroupRequest): boolean {
  const owner = ownerOf(group, request)
  if (owner === undefined || group.members.get(owner)!.classicMemberMetadata !== null) return false
  const remaining = without(group, owner)
  return remaining.size === 0 ? allowsMigration(turn.settings, 'downgrade') : shouldDowngrade(turn, remaining)
}

/** Takes the consumer group away, or makes a classic one of its other members; the one that joins is new to it. */
export function takeOverFromLast(turn: Turn, group: ConsumerGroup, request: JoinGroupRequest): void {
  const memberId = ownerOf(group, request)!
  const remaining = without(group, memberId)
  noticeConsumerRemoval(turn, group, { memberId, cause: 'replaced by a new instance', reason: null })
  if (remaining.size === 0) replaceConsumerGroup(turn, group)
  else downgradeGroup(turn, group, { remaining, answers: [] })
}

/** The member whose place a static member without a member id takes. */
function ownerOf(group: ConsumerGroup, { memberId, groupInstanceId }: JoinGroupRequest): string | undefined {
  return memberId !== '' || groupInstanceId === null ? undefined : group.instances.get(groupInstanceId)
}

function without(group: ConsumerGroup, memberId: string): Members {
  const members = new Map(membersOf(group))
  members.delete(memberId)
  return members
}
