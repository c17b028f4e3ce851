import { ErrorCode } from '@gregor/protocol'
import { removeMember } from '../members.ts'
import type { Turn } from '../turn.ts'
import type { ConsumerGroup } from './consumer-group.ts'
import { groupTombstones } from './member-records.ts'
import { forgetClassicGroup } from './replace-classic.ts'

/** A classic member joins a consumer group without members: a classic group takes its place, with its offsets. */
export function replaceConsumerGroup(turn: Turn, group: ConsumerGroup): void {
  turn.append(groupTombstones(group), { type: 'consumer-replaced', groupId: group.groupId })
}

/** The log has, or refused, the end of the consumer group. If it goes on, the classic one was none. */
export function settleReplacement(turn: Turn, groupId: string, errorCode: number): void {
  if (errorCode === ErrorCode.NONE) {
    turn.state.consumers.prune(groupId)
    return
  }
  const live = turn.state.live.get(groupId)
  if (live === undefined || turn.state.consumers.get(groupId) === undefined) return
  for (const member of live.members.values()) {
    removeMember(turn, live, { member, cause: 'the group could not be stored' })
  }
  forgetClassicGroup(turn, groupId)
}
