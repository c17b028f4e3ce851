import { compareText, type AssignorMember } from './assignor.ts'

/** A member while partitions are dealt out. */
export interface Share {
  readonly member: AssignorMember
  readonly kept: Map<string, number[]>
  size: number
}

/** Takes the last partition of a topic from a member; says which. */
export function drop(share: Share, topicId: string): number {
  const partitions = share.kept.get(topicId)!
  const dropped = partitions.pop()!
  if (partitions.length === 0) share.kept.delete(topicId)
  share.size--
  return dropped
}

export function take(share: Share, topicId: string, partition: number): void {
  const partitions = share.kept.get(topicId)
  if (partitions === undefined) share.kept.set(topicId, [partition])
  else partitions.push(partition)
  share.size++
}

/** The partitions that nobody has, by turns of the topics: so a member that takes many in a row has some of each. */
export function unassigned(
  partitionCounts: ReadonlyMap<string, number>,
  shares: readonly Share[]
): readonly [topicId: string, partition: number][] {
  const taken = new Map(Array.from(partitionCounts.keys(), (topicId) => [topicId, new Set<number>()]))
  for (const { kept } of shares) {
    for (const [topicId, partitions] of kept) for (const partition of partitions) taken.get(topicId)!.add(partition)
  }
  const free: [string, number][] = []
  for (const [topicId, count] of [...partitionCounts].sort(([left], [right]) => compareText(left, right))) {
    const others = taken.get(topicId)!
    for (let partition = 0; partition < count; partition++) if (!others.has(partition)) free.push([topicId, partition])
  }
  return free.sort(([, left], [, right]) => left - right)
}
