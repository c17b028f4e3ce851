import type { Assignment } from '../assignment.ts'

export interface AssignorMember {
  readonly memberId: string
  readonly instanceId: string | null
  /** Ids of the topics that it subscribes to and that exist. */
  readonly topicIds: ReadonlySet<string>
  /** What the last target gave it. */
  readonly previous: Assignment
}

export interface AssignorInput {
  readonly members: readonly AssignorMember[]
  /** Of every topic that a member subscribes to. */
  readonly partitionCounts: ReadonlyMap<string, number>
}

/**
 * Gives each partition of a subscribed topic to exactly one member that subscribes to it. Pure, and the same for the
 * same input in any order: brokers that take over come to the same target.
 */
export type Assignor = (input: AssignorInput) => ReadonlyMap<string, Assignment>

/** Ascending by UTF-16 units, as Java compares strings. */
export const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/** Whether all members subscribe to the same topics. */
export function isHomogeneous({ members, partitionCounts }: AssignorInput): boolean {
  return members.every(({ topicIds }) => topicIds.size === partitionCounts.size)
}
