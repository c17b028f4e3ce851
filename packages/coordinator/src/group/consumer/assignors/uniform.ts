import { assignmentOf, filterPartitions, sizeOfAssignment, type Assignment } from '../assignment.ts'
import { compareText, isHomogeneous, type Assignor, type AssignorInput } from './assignor.ts'
import { createTaken, drop, take, unassigned, type Share, type Taken } from './shares.ts'
import { balanceUnequal } from './uniform-unequal.ts'

/**
 * Kafka's assignor "uniform": members have the same number of partitions but for one, and keep what they have as far as
 * that allows. Racks are not looked at, as in Kafka since 4.0.
 */
export const assignUniformly: Assignor = (input) => {
  if (input.members.length === 0) return new Map()
  const taken = createTaken(input.partitionCounts)
  const shares = keepPrevious(input, taken)
  if (isHomogeneous(input)) balanceEqual(input, shares, taken)
  else balanceUnequal(input, shares, taken)
  return new Map(
    shares.map(({ member, kept, changed }) => [member.memberId, changed ? toAssignment(kept) : member.previous])
  )
}

/** Everybody keeps what is still there and subscribed to; of what two have, the first keeps it. */
function keepPrevious({ members }: AssignorInput, taken: Taken): readonly Share[] {
  const ordered = [...members].sort((left, right) => compareText(left.memberId, right.memberId))
  return ordered.map((member) => {
    const kept = filterPartitions(member.previous, (topicId) => {
      const marks = member.topicIds.has(topicId) ? taken.get(topicId) : undefined
      return (partition) => {
        if (marks?.[partition] !== 0) return false
        marks[partition] = 1
        return true
      }
    })
    const copies = new Map(Array.from(kept, ([topicId, partitions]) => [topicId, [...partitions]]))
    const size = sizeOfAssignment(kept)
    return { member, kept: copies, size, changed: size < sizeOfAssignment(member.previous) }
  })
}

/**
 * All subscribe to the same: each may have the same number, and as many members as the division leaves over one more,
 * those first that have more already. Who has more than that gives the rest back; who has less is filled up.
 */
function balanceEqual({ partitionCounts }: AssignorInput, shares: readonly Share[], taken: Taken): void {
  let total = 0
  for (const count of partitionCounts.values()) total += count
  const least = Math.floor(total / shares.length)
  let extras = total % shares.length
  const quotas = new Map<Share, number>()
  for (const share of [...shares].sort((left, right) => right.size - left.size)) {
    quotas.set(share, extras > 0 ? least + 1 : least)
    if (extras > 0) extras--
  }
  for (const share of shares) while (share.size > quotas.get(share)!) giveBack(share, taken)
  const free = unassigned(taken)
  let next = 0
  for (const share of shares) {
    while (share.size < quotas.get(share)! && next < free.length) take(share, ...free[next++]!)
  }
}

/** Gives up one partition: of the topic that it has most of, so that each topic stays spread. */
function giveBack(share: Share, taken: Taken): void {
  let most: number[] | undefined
  let mostTopic = ''
  for (const [topicId, partitions] of share.kept) {
    if (most !== undefined && partitions.length <= most.length) continue
    most = partitions
    mostTopic = topicId
  }
  taken.get(mostTopic)![drop(share, mostTopic)] = 0
}

const toAssignment = (kept: ReadonlyMap<string, readonly number[]>): Assignment =>
  assignmentOf(Array.from(kept, ([topicId, partitions]) => ({ topicId, partitions })))
