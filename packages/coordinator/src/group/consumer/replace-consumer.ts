import { ErrorCode } from '@gregor/protocol'
import { dissolveClassicGroup } from '../migration/dissolve.ts'
import type { Turn } from '../turn.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { groupTombstones, memberTombstones } from './member-records.ts'
import { cancelMemberTimers, watchMembers } from './sessions.ts'

/**
 * A classic member joins a consumer group without members, or takes over from its only one: a classic group takes its
 * place, with its offsets.
 */
export function replaceConsumerGroup(turn: Turn, group: ConsumerGroup): void {
  const { groupId } = group
  const members = [...group.members.keys()]
  for (const memberId of members) cancelMemberTimers(turn, groupId, memberId)
  const tombstones = members.flatMap((memberId) => memberTombstones(groupId, memberId))
  turn.append([...tombstones, ...groupTombstones(group)], { type: 'consumer-replaced', groupId })
}

/** The log has, or refused, the end of the consumer group. If it goes on, the classic one was none. */
export function settleReplacement(turn: Turn, groupId: string, errorCode: number): void {
  const group = turn.state.consumers.get(groupId)
  if (group === undefined) turn.state.consumerSoft.delete(groupId)
  turn.state.consumers.prune(groupId)
  if (group === undefined || errorCode === ErrorCode.NONE) return
  dissolveClassicGroup(turn, groupId)
  watchMembers(turn, group)
}
