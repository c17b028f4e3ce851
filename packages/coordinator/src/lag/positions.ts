import { GroupCore } from '../group/group-core.ts'
import { groupStateOf } from '../group/existence.ts'
import { GroupStateName } from '../group/classic-group.ts'
import type { GroupRuntime } from '../group/measure.ts'

export interface CommittedPosition {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Where a group has come to. */
export interface GroupPositions {
  readonly group: string
  readonly committed: readonly CommittedPosition[]
}

/** The groups with offsets that this broker coordinates: those with members first, then by name. */
export function positionsOf(runtime: GroupRuntime): readonly GroupPositions[] {
  const found: (GroupPositions & { readonly hasMembers: boolean })[] = []
  for (const shard of runtime.shards()) {
    if (shard.state !== 'active' || !(shard.core instanceof GroupCore)) continue
    const { state } = shard.core
    for (const group of state.offsets.groupIds()) {
      const committed = Array.from(state.offsets.committedTopics(group), ([topic, offsets]) =>
        offsets.map(([partition, { offset }]) => ({ topic, partition, offset }))
      ).flat()
      const hasMembers = groupStateOf(state, group) !== GroupStateName.empty
      if (committed.length > 0) found.push({ group, committed, hasMembers })
    }
  }
  return found.sort((left, right) => Number(right.hasMembers) - Number(left.hasMembers) || byName(left, right))
}

const byName = (left: GroupPositions, right: GroupPositions): number => (left.group < right.group ? -1 : 1)
