import { compareText, type AssignorMember } from './assignor.ts'

/** A member while partitions are dealt out. */
export interface Share {
  readonly member: AssignorMember
  readonly kept: Map<string, number[]>
  size: number
  /** It is not what the member had before. */
  changed: boolean
}

/** Takes the last partition of a topic from a member; says which. */
export function drop(share: Share, topicId: string): number {
  const partitions = share.kept.get(topicId)!
  const dropped = partitions.pop()!
  if (partitions.length === 0) share.kept.delete(topicId)
  share.size--
  share.changed = true
  return dropped
}

export function take(share: Share, topicId: string, partition: number): void {
  const partitions = share.kept.get(topicId)
  if (partitions === undefined) share.kept.set(topicId, [partition])
  else partitions.push(partition)
  share.size++
  share.changed = true
}

/** Which partitions have a member, by topic id: a byte for each partition. */
export type Taken = ReadonlyMap<string, Uint8Array>

export const createTaken = (partitionCounts: ReadonlyMap<string, number>): Taken =>
  new Map(Array.from(partitionCounts, ([topicId, count]) => [topicId, new Uint8Array(count)]))

/** The partitions that nobody has, by turns of the topics: so a member that takes many in a row has some of each. */
export function unassigned(taken: Taken): readonly [topicId: string, partition: number][] {
  const free: [string, number][] = []
  for (const [topicId, marks] of [...taken].sort(([left], [right]) => compareText(left, right))) {
    for (let partition = 0; partition < marks.length; partition++) {
      if (marks[partition] === 0) free.push([topicId, partition])
    }
  }
  return free.sort(([, left], [, right]) => left - right)
}
