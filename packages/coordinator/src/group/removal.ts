import type { GroupRecord } from './records.ts'
import type { GroupTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/** Tombstones that one append may hold: well within a batch. */
const TOMBSTONES_PER_APPEND_MAX = 1000

/** Appends tombstones in as many parts as it takes; `ticket` comes back with the last. */
export function appendTombstones(
  turn: Turn,
  records: readonly GroupRecord[],
  { groupId, ticket }: { readonly groupId: string; readonly ticket: GroupTicket }
): void {
  for (let start = 0; start < records.length; start += TOMBSTONES_PER_APPEND_MAX) {
    const end = start + TOMBSTONES_PER_APPEND_MAX
    const part: GroupTicket = end >= records.length ? ticket : { type: 'removal', groupId }
    turn.append(records.slice(start, end), part)
  }
}

/** Tombstones of a group's offsets that `doomed` picks: of those of open transactions too, which count no more then. */
export function offsetTombstones(
  turn: Turn,
  group: string,
  doomed: (topic: string) => boolean = () => true
): GroupRecord[] {
  const { offsets, pendingOffsets } = turn.state
  const tombstones: GroupRecord[] = []
  for (const [topic, partitions] of offsets.topics(group)) {
    if (!doomed(topic)) continue
    for (const partition of partitions.keys()) {
      tombstones.push({ type: 'offset', key: { group, topic, partition }, value: null })
    }
  }
  for (const key of pendingOffsets.keysOf(group)) {
    if (doomed(key.topic) && offsets.get(key) === undefined) tombstones.push({ type: 'offset', key, value: null })
  }
  return tombstones
}
