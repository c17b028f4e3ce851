import { compareText, type AssignorInput } from './assignor.ts'
import { drop, take, unassigned, type Share, type Taken } from './shares.ts'

/**
 * Members subscribe to different topics. Free partitions go to the subscriber that has least, those first that the
 * fewest may have. Then partitions move from who has more to who has at least two less, until none can: each move makes
 * the sum of the squares of the sizes smaller, so there is an end.
 */
export function balanceUnequal({ partitionCounts }: AssignorInput, shares: readonly Share[], taken: Taken): void {
  const subscribers = new Map(
    Array.from(partitionCounts.keys(), (topicId) => [
      topicId,
      shares.filter(({ member }) => member.topicIds.has(topicId))
    ])
  )
  const countOf = (topicId: string): number => subscribers.get(topicId)!.length
  const free = [...unassigned(taken)].sort(([left], [right]) => countOf(left) - countOf(right))
  for (const [topicId, partition] of free) {
    const least = leastOf(subscribers.get(topicId)!)
    if (least !== undefined) take(least, topicId, partition)
  }
  const topics = [...subscribers].sort(([left], [right]) => compareText(left, right))
  for (let moved = true; moved;) {
    moved = false
    for (const [topicId, candidates] of topics) while (moveOne(topicId, candidates)) moved = true
  }
}

/** Moves a partition of the topic from the largest that has one to the smallest, if that makes them more equal. */
function moveOne(topicId: string, candidates: readonly Share[]): boolean {
  const from = mostOf(candidates.filter(({ kept }) => kept.has(topicId)))
  const to = leastOf(candidates)
  if (from === undefined || to === undefined || from.size < to.size + 2) return false
  take(to, topicId, drop(from, topicId))
  return true
}

const leastOf = (shares: readonly Share[]): Share | undefined =>
  shares.reduce<Share | undefined>(
    (least, share) => (least !== undefined && least.size <= share.size ? least : share),
    undefined
  )

const mostOf = (shares: readonly Share[]): Share | undefined =>
  shares.reduce<Share | undefined>(
    (most, share) => (most !== undefined && most.size >= share.size ? most : share),
    undefined
  )
