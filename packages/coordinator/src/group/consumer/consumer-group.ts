import type { Journal } from '../../runtime/journal.ts'
import { VersionedMap } from '../../runtime/versioned-map.ts'
import { NO_PARTITIONS, partitionsIn, union, type Assignment } from './assignment.ts'
import {
  MemberState,
  type ConsumerGroupValue,
  type ConsumerMember,
  type ConsumerRecord,
  type MemberAssignment,
  type ResolvedRegex
} from './records.ts'

/** Kafka's names, as ConsumerGroupDescribe and ListGroups give them. */
export const ConsumerStateName = {
  empty: 'Empty',
  assigning: 'Assigning',
  reconciling: 'Reconciling',
  stable: 'Stable'
} as const
export type ConsumerStateName = (typeof ConsumerStateName)[keyof typeof ConsumerStateName]

/** A member that has not been assigned anything yet. */
export const NEW_ASSIGNMENT: MemberAssignment = {
  memberEpoch: 0,
  previousMemberEpoch: 0,
  state: MemberState.stable,
  assigned: NO_PARTITIONS,
  pendingRevocation: NO_PARTITIONS
}

const ONLY = 0

/**
 * The hard state of one consumer group (KIP-848), changed by `replay` alone.
 *
 * Invariants: `owners` has exactly the partitions that members have or have yet to give up, each with its one member.
 * `instances` has the members with an instance id.
 */
export class ConsumerGroup {
  readonly groupId: string
  readonly members: VersionedMap<string, ConsumerMember>
  /** What each member has. */
  readonly current: VersionedMap<string, MemberAssignment>
  /** What each member is to have. */
  readonly target: VersionedMap<string, Assignment>
  readonly regexes: VersionedMap<string, ResolvedRegex>
  /** Member ids by group.instance.id. */
  readonly instances: VersionedMap<string, string>
  private readonly value: VersionedMap<number, ConsumerGroupValue>
  private readonly targetEpochs: VersionedMap<number, number>
  private readonly owners: VersionedMap<string, string>

  constructor(groupId: string, journal: Journal) {
    this.groupId = groupId
    this.members = new VersionedMap(journal)
    this.current = new VersionedMap(journal)
    this.target = new VersionedMap(journal)
    this.regexes = new VersionedMap(journal)
    this.instances = new VersionedMap(journal)
    this.value = new VersionedMap(journal)
    this.targetEpochs = new VersionedMap(journal)
    this.owners = new VersionedMap(journal)
  }

  get exists(): boolean {
    return this.value.has(ONLY)
  }

  /** Exists as far as the log has committed. */
  get existsCommitted(): boolean {
    return this.value.committed(ONLY) !== undefined
  }

  /** Nothing here, and nothing can come back by a rollback. */
  get isVacant(): boolean {
    return [this.value, this.targetEpochs, this.members, this.current, this.target, this.regexes].every(
      (map) => map.isVacant
    )
  }

  get epoch(): number {
    return this.value.get(ONLY)?.epoch ?? 0
  }

  get committedEpoch(): number {
    return this.value.committed(ONLY)?.epoch ?? 0
  }

  get metadataHash(): number | undefined {
    return this.value.get(ONLY)?.metadataHash
  }

  get targetEpoch(): number {
    return this.targetEpochs.get(ONLY) ?? 0
  }

  get committedTargetEpoch(): number {
    return this.targetEpochs.committed(ONLY) ?? 0
  }

  /** What a member has, or nothing. */
  currentOf(memberId: string): MemberAssignment {
    return this.current.get(memberId) ?? NEW_ASSIGNMENT
  }

  /** Who has a partition, or has yet to give it up. */
  ownerOf(topicId: string, partition: number): string | undefined {
    return this.owners.get(ownerKey(topicId, partition))
  }

  /** By the newest state. */
  get state(): ConsumerStateName {
    return stateOf({
      epoch: this.epoch,
      targetEpoch: this.targetEpoch,
      members: Array.from(this.members.keys(), (memberId) => this.currentOf(memberId))
    })
  }

  /** By what the log has committed. */
  get committedState(): ConsumerStateName {
    return stateOf({
      epoch: this.committedEpoch,
      targetEpoch: this.committedTargetEpoch,
      members: Array.from(
        this.members.committedEntries(),
        ([memberId]) => this.current.committed(memberId) ?? NEW_ASSIGNMENT
      )
    })
  }

  replay(record: ConsumerRecord): void {
    switch (record.type) {
      case 'consumer-group':
        put(this.value, ONLY, record.value)
        break
      case 'consumer-target-epoch':
        put(this.targetEpochs, ONLY, record.value)
        break
      case 'consumer-member':
        this.replayMember(record.member, record.value)
        break
      case 'consumer-target':
        put(this.target, record.member, record.value)
        break
      case 'consumer-current':
        this.replayCurrent(record.member, record.value)
        break
      case 'consumer-regex':
        put(this.regexes, record.regex, record.value)
        break
    }
  }

  private replayMember(memberId: string, value: ConsumerMember | null): void {
    const instanceBefore = this.members.get(memberId)?.instanceId ?? null
    if (instanceBefore !== null && instanceBefore !== value?.instanceId) {
      if (this.instances.get(instanceBefore) === memberId) this.instances.delete(instanceBefore)
    }
    put(this.members, memberId, value)
    const instance = value?.instanceId ?? null
    if (instance !== null) this.instances.set(instance, memberId)
  }

  private replayCurrent(memberId: string, value: MemberAssignment | null): void {
    const before = this.current.get(memberId)
    put(this.current, memberId, value)
    const owned = value === null ? NO_PARTITIONS : union(value.assigned, value.pendingRevocation)
    if (before !== undefined) {
      const kept = new Map(Array.from(owned, ([topicId, partitions]) => [topicId, new Set(partitions)]))
      for (const [topicId, partition] of partitionsIn(union(before.assigned, before.pendingRevocation))) {
        const key = ownerKey(topicId, partition)
        if (kept.get(topicId)?.has(partition) !== true && this.owners.get(key) === memberId) this.owners.delete(key)
      }
    }
    for (const [topicId, partition] of partitionsIn(owned)) {
      const key = ownerKey(topicId, partition)
      if (this.owners.get(key) !== memberId) this.owners.set(key, memberId)
    }
  }
}

/** Whether a member has all that the target of `targetEpoch` gives it. */
export const isReconciled = ({ state, memberEpoch }: MemberAssignment, targetEpoch: number): boolean =>
  state === MemberState.stable && memberEpoch === targetEpoch

function stateOf(group: {
  readonly epoch: number
  readonly targetEpoch: number
  readonly members: readonly MemberAssignment[]
}): ConsumerStateName {
  if (group.members.length === 0) return ConsumerStateName.empty
  if (group.epoch > group.targetEpoch) return ConsumerStateName.assigning
  const reconciled = group.members.every((member) => isReconciled(member, group.targetEpoch))
  return reconciled ? ConsumerStateName.stable : ConsumerStateName.reconciling
}

const ownerKey = (topicId: string, partition: number): string => `${topicId}:${partition}`

function put<Key, Value>(map: VersionedMap<Key, Value>, key: Key, value: Value | null): void {
  if (value === null) map.delete(key)
  else map.set(key, value)
}
