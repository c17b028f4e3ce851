import { GroupStateName } from './classic-group.ts'
import type { GroupState } from './turn.ts'

/** Whether there is such a group at all: members, a record, or offsets. */
export function groupExists(state: GroupState, groupId: string): boolean {
  return state.live.has(groupId) || state.metadata.has(groupId) || state.offsets.hasAny(groupId)
}

/** A group's state; Dead when there is no such group. */
export function groupStateOf(state: GroupState, groupId: string): GroupStateName {
  const live = state.live.get(groupId)
  if (live !== undefined) return live.state
  return groupExists(state, groupId) ? GroupStateName.empty : GroupStateName.dead
}

/** Ids of all groups, each once. */
export function* groupIds(state: GroupState): Generator<string> {
  yield* state.live.keys()
  for (const groupId of state.metadata.keys()) if (!state.live.has(groupId)) yield groupId
  for (const groupId of state.offsets.groupIds()) {
    if (!state.live.has(groupId) && !state.metadata.has(groupId) && state.offsets.hasAny(groupId)) yield groupId
  }
}

/** "consumer", "connect", …; empty when only offsets were ever committed for the group. */
export function protocolTypeOf(state: GroupState, groupId: string): string {
  return state.live.get(groupId)?.protocolType ?? state.metadata.get(groupId)?.protocolType ?? ''
}
