/** Partitions by topic id. The partitions of a topic are sorted, each once; a topic without partitions is left out. */
export type Assignment = ReadonlyMap<string, readonly number[]>

export const NO_PARTITIONS: Assignment = new Map()

/** An assignment out of lists as messages carry them: any order, a topic or a partition more than once. */
export function assignmentOf(
  lists: readonly { readonly topicId: string; readonly partitions: readonly number[] }[]
): Assignment {
  const topics = new Map<string, Set<number>>()
  for (const { topicId, partitions } of lists) {
    const known = topics.get(topicId)
    if (known === undefined) topics.set(topicId, new Set(partitions))
    else for (const partition of partitions) known.add(partition)
  }
  return sorted(topics)
}

/** The lists of an assignment for a message. */
export function assignmentLists(assignment: Assignment): { topicId: string; partitions: readonly number[] }[] {
  return Array.from(assignment, ([topicId, partitions]) => ({ topicId, partitions }))
}

export function sizeOfAssignment(assignment: Assignment): number {
  let size = 0
  for (const partitions of assignment.values()) size += partitions.length
  return size
}

/** The partitions of `left` that are in `right` too. */
export const intersect = (left: Assignment, right: Assignment): Assignment =>
  filterPartitions(left, (topicId) => {
    const others = new Set(right.get(topicId))
    return (partition) => others.has(partition)
  })

/** The partitions of `left` that are not in `right`. */
export const subtract = (left: Assignment, right: Assignment): Assignment =>
  filterPartitions(left, (topicId) => {
    const others = new Set(right.get(topicId))
    return (partition) => !others.has(partition)
  })

export function union(left: Assignment, right: Assignment): Assignment {
  if (left.size === 0) return right
  if (right.size === 0) return left
  return assignmentOf([...assignmentLists(left), ...assignmentLists(right)])
}

export const isSubset = (left: Assignment, right: Assignment): boolean => subtract(left, right).size === 0

export function sameAssignment(left: Assignment, right: Assignment): boolean {
  if (left === right) return true
  if (left.size !== right.size) return false
  for (const [topicId, partitions] of left) {
    const others = right.get(topicId)
    if (others?.length !== partitions.length) return false
    if (!partitions.every((partition, index) => partition === others[index])) return false
  }
  return true
}

/** The partitions that pass; `createFilter` is asked once for each topic. */
export function filterPartitions(
  assignment: Assignment,
  createFilter: (topicId: string) => (partition: number) => boolean
): Assignment {
  const kept = new Map<string, readonly number[]>()
  for (const [topicId, partitions] of assignment) {
    const passing = partitions.filter(createFilter(topicId))
    if (passing.length > 0) kept.set(topicId, passing)
  }
  return kept
}

/** Every partition, one at a time. */
export function* partitionsIn(assignment: Assignment): Generator<[topicId: string, partition: number]> {
  for (const [topicId, partitions] of assignment) for (const partition of partitions) yield [topicId, partition]
}

function sorted(topics: ReadonlyMap<string, ReadonlySet<number>>): Assignment {
  const assignment = new Map<string, readonly number[]>()
  for (const [topicId, partitions] of topics) {
    if (partitions.size > 0)
      assignment.set(
        topicId,
        [...partitions].sort((left, right) => left - right)
      )
  }
  return assignment
}
