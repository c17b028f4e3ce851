import type { Turn } from '../turn.ts'

/** A consumer group takes the place of a classic group without members: ids that it has given out are void. */
export function forgetClassicGroup(turn: Turn, groupId: string): void {
  const live = turn.state.live.get(groupId)
  if (live === undefined) return
  for (const timer of live.pendingMembers.values()) turn.cancelTimer(timer)
  turn.cancelTimer(live.joinTimer)
  turn.cancelTimer(live.syncTimer)
  turn.state.live.delete(groupId)
}
