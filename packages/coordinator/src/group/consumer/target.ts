import type { TopicsView } from '../topics-view.ts'
import { sameAssignment, NO_PARTITIONS, type Assignment } from './assignment.ts'
import { assignors } from './assignors/all.ts'
import type { AssignorMember } from './assignors/assignor.ts'
import type { ConsumerMember, ConsumerRecord } from './records.ts'
import { topicsOf, type Members, type Regexes } from './subscriptions.ts'

export interface TargetInput {
  readonly groupId: string
  readonly members: Members
  readonly regexes: Regexes
  /** The target before, of the members that are still there; that of a static member under its new id. */
  readonly previous: (memberId: string) => Assignment | undefined
  readonly topics: TopicsView
  /** Names in the order of group.consumer.assignors: the first is the default. */
  readonly assignors: readonly string[]
}

export interface Target {
  readonly assignor: string
  readonly assignments: ReadonlyMap<string, Assignment>
  /** What changes against the target before. */
  readonly records: readonly ConsumerRecord[]
}

/** Decides anew who is to have which partitions. */
export function computeTarget(input: TargetInput): Target {
  const { groupId, members, previous } = input
  const assignor = chooseAssignor(members.values(), input.assignors)
  const partitionCounts = new Map<string, number>()
  const assignments = assignors.get(assignor)!({ members: describeMembers(input, partitionCounts), partitionCounts })
  const records: ConsumerRecord[] = []
  for (const memberId of members.keys()) {
    const value = assignments.get(memberId) ?? NO_PARTITIONS
    const before = previous(memberId)
    if (before !== undefined && sameAssignment(before, value)) continue
    records.push({ type: 'consumer-target', group: groupId, member: memberId, value })
  }
  return { assignor, assignments, records }
}

/** The one that most members ask for; of as many, the one that stands first in the config. */
export function chooseAssignor(members: Iterable<ConsumerMember>, configured: readonly string[]): string {
  const votes = new Map<string, number>()
  for (const { serverAssignor } of members) {
    if (serverAssignor !== null) votes.set(serverAssignor, (votes.get(serverAssignor) ?? 0) + 1)
  }
  let chosen = configured[0]!
  for (const name of configured) if ((votes.get(name) ?? 0) > (votes.get(chosen) ?? 0)) chosen = name
  return chosen
}

/** Notes the partitions of every topic that exists in `partitionCounts` by the way. */
function describeMembers(
  { members, regexes, previous, topics }: TargetInput,
  partitionCounts: Map<string, number>
): readonly AssignorMember[] {
  return Array.from(members, ([memberId, member]) => {
    const topicIds = new Set<string>()
    for (const name of topicsOf(member, regexes)) {
      const topic = topics.byName(name)
      if (topic === undefined) continue
      topicIds.add(topic.id)
      partitionCounts.set(topic.id, topic.partitionCount)
    }
    return { memberId, instanceId: member.instanceId, topicIds, previous: previous(memberId) ?? NO_PARTITIONS }
  })
}
