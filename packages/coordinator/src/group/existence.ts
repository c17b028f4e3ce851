import { CONSUMER_PROTOCOL_TYPE, GroupStateName } from './classic-group.ts'
import type { ConsumerStateName } from './consumer/consumer-group.ts'
import type { GroupState } from './turn.ts'

/** Whether there is such a group at all: members, a record, or offsets, those of open transactions too. */
export function groupExists(state: GroupState, groupId: string): boolean {
  return (
    state.consumers.get(groupId) !== undefined ||
    state.live.has(groupId) ||
    state.metadata.has(groupId) ||
    state.offsets.hasAny(groupId) ||
    state.pendingOffsets.hasAny(groupId)
  )
}

/** A group's state; Dead when there is no such group. */
export function groupStateOf(state: GroupState, groupId: string): GroupStateName | ConsumerStateName {
  return state.consumers.get(groupId)?.state ?? classicStateOf(state, groupId)
}

/** The state of a group that is no consumer group of KIP-848. */
export function classicStateOf(state: GroupState, groupId: string): GroupStateName {
  const live = state.live.get(groupId)
  if (live !== undefined) return live.state
  return groupExists(state, groupId) ? GroupStateName.empty : GroupStateName.dead
}

/** Ids of all groups, each once. */
export function* groupIds(state: GroupState): Generator<string> {
  const { consumers, live, metadata, offsets, pendingOffsets } = state
  for (const { groupId } of consumers) yield groupId
  const isConsumer = (groupId: string): boolean => consumers.get(groupId) !== undefined
  for (const groupId of live.keys()) if (!isConsumer(groupId)) yield groupId
  for (const groupId of metadata.keys()) if (!live.has(groupId) && !isConsumer(groupId)) yield groupId
  for (const groupId of offsets.groupIds()) {
    if (live.has(groupId) || metadata.has(groupId) || isConsumer(groupId)) continue
    if (offsets.hasAny(groupId)) yield groupId
  }
  for (const groupId of pendingOffsets.groupIds()) {
    if (live.has(groupId) || metadata.has(groupId) || isConsumer(groupId) || offsets.hasAny(groupId)) continue
    yield groupId
  }
}

/** "consumer", "connect", …; empty when only offsets were ever committed for the group. */
export function protocolTypeOf(state: GroupState, groupId: string): string {
  if (state.consumers.get(groupId) !== undefined) return CONSUMER_PROTOCOL_TYPE
  return state.live.get(groupId)?.protocolType ?? state.metadata.get(groupId)?.protocolType ?? ''
}

/** Kafka's name of the protocol by which the group is managed. */
export const groupTypeOf = (state: GroupState, groupId: string): 'classic' | 'consumer' =>
  state.consumers.get(groupId) === undefined ? 'classic' : 'consumer'
