import type { Assignment } from '../assignment.ts'
import { compareText, type Assignor, type AssignorMember } from './assignor.ts'

/**
 * Kafka's assignor "range": each topic is cut into one range for each of its subscribers, in the order of their ids.
 * Topics with as many partitions and the same subscribers are cut alike, so that their records can be joined. Static
 * members come first: what others come and go behind them does not move their ranges' starts.
 */
export const assignRanges: Assignor = ({ members, partitionCounts }) => {
  const ordered = [...members].sort(byInstanceThenId)
  const assignments = new Map<string, Map<string, readonly number[]>>()
  for (const { memberId } of ordered) assignments.set(memberId, new Map())
  for (const [topicId, partitionCount] of partitionCounts) {
    const subscribers = ordered.filter(({ topicIds }) => topicIds.has(topicId))
    cut(partitionCount, subscribers.length).forEach((range, index) => {
      if (range.length > 0) assignments.get(subscribers[index]!.memberId)!.set(topicId, range)
    })
  }
  return assignments satisfies ReadonlyMap<string, Assignment>
}

/** Ranges whose lengths differ by one at most, the longer ones first. */
function cut(partitionCount: number, rangeCount: number): readonly (readonly number[])[] {
  const shortest = Math.floor(partitionCount / rangeCount)
  const longerCount = partitionCount % rangeCount
  let next = 0
  return Array.from({ length: rangeCount }, (_, index) =>
    Array.from({ length: index < longerCount ? shortest + 1 : shortest }, () => next++)
  )
}

function byInstanceThenId(left: AssignorMember, right: AssignorMember): number {
  if (left.instanceId !== null && right.instanceId !== null) return compareText(left.instanceId, right.instanceId)
  if (left.instanceId !== null) return -1
  if (right.instanceId !== null) return 1
  return compareText(left.memberId, right.memberId)
}
