import { ErrorCode } from '@gregor/protocol'
import type { Cluster } from './cluster.ts'
import { type TopicPartition, partitionText } from './partitions.ts'

/** Leaders by `partitionText`; what has none, or does not exist, is left out. */
export async function leadersOf(
  cluster: Cluster,
  partitions: readonly TopicPartition[]
): Promise<ReadonlyMap<string, number>> {
  const names = [...new Set(partitions.map(({ topic }) => topic))]
  const { topics } = await cluster.metadata(names)
  const leaders = new Map<string, number>()
  for (const { name, partitions: all } of topics)
    for (const { partitionIndex, leaderId, errorCode } of all)
      if (leaderId >= 0 && errorCode !== ErrorCode.LEADER_NOT_AVAILABLE)
        leaders.set(partitionText({ topic: name ?? '', partition: partitionIndex }), leaderId)
  return leaders
}

/** Items under the id of the broker that leads their partition; those without a leader are left out. */
export function byLeader<Item extends TopicPartition>(
  items: readonly Item[],
  leaders: ReadonlyMap<string, number>
): ReadonlyMap<number, Item[]> {
  const groups = new Map<number, Item[]>()
  for (const item of items) {
    const leader = leaders.get(partitionText(item))
    if (leader === undefined) continue
    const known = groups.get(leader)
    if (known === undefined) groups.set(leader, [item])
    else known.push(item)
  }
  return groups
}
