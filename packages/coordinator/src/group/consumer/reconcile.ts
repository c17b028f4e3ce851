import {
  filterPartitions,
  intersect,
  partitionsIn,
  subtract,
  union,
  NO_PARTITIONS,
  type Assignment
} from './assignment.ts'
import { isReconciled } from './consumer-group.ts'
import { MemberState, type MemberAssignment } from './records.ts'

export interface ReconcileInput {
  /** What the member has. */
  readonly current: MemberAssignment
  readonly target: Assignment
  readonly targetEpoch: number
  /** What the member says it has; null = as last told. */
  readonly owned: Assignment | null
  /** Whether another member has a partition, or has yet to give it up. */
  readonly isTaken: (topicId: string, partition: number) => boolean
}

/** A member in this state is of a newer version of Kafka: what it means is not known. */
export const isKnownState = (state: number): boolean => state >= MemberState.stable && state <= MemberState.unreleased

/**
 * The member's next step towards the target: first it gives up what it is to have no more, then its epoch moves on and
 * it gets what others have given up. So a partition never has two members.
 */
export function reconcile(input: ReconcileInput): MemberAssignment {
  const { current, targetEpoch, owned } = input
  if (isReconciled(current, targetEpoch)) return current
  if (current.state === MemberState.unrevoked && ownsAny(owned, current.pendingRevocation)) return current
  return nextStep(input)
}

function nextStep({ current, target, targetEpoch, owned, isTaken }: ReconcileInput): MemberAssignment {
  const kept = intersect(current.assigned, target)
  const pendingRevocation = subtract(current.assigned, kept)
  if (pendingRevocation.size > 0 && ownsAny(owned, pendingRevocation)) {
    return { ...current, state: MemberState.unrevoked, assigned: kept, pendingRevocation }
  }
  const wanted = subtract(target, kept)
  const free = filterPartitions(wanted, (topicId) => (partition) => !isTaken(topicId, partition))
  const waits = subtract(wanted, free).size > 0
  return {
    memberEpoch: targetEpoch,
    previousMemberEpoch: current.memberEpoch === targetEpoch ? current.previousMemberEpoch : current.memberEpoch,
    state: waits ? MemberState.unreleased : MemberState.stable,
    assigned: union(kept, free),
    pendingRevocation: NO_PARTITIONS
  }
}

/** A member that does not say what it has may have anything. */
function ownsAny(owned: Assignment | null, partitions: Assignment): boolean {
  if (owned === null) return true
  for (const _ of partitionsIn(intersect(partitions, owned))) return true
  return false
}
