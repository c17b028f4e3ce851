import type { JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import type { SyncGroupResponse } from '@gregor/protocol/messages/sync-group'
import type { RequestId } from '../runtime/core.ts'

/** Kafka's names, as DescribeGroups and ListGroups give them. A group that does not exist reads as Dead. */
export const GroupStateName = {
  empty: 'Empty',
  preparingRebalance: 'PreparingRebalance',
  completingRebalance: 'CompletingRebalance',
  stable: 'Stable',
  dead: 'Dead'
} as const
export type GroupStateName = (typeof GroupStateName)[keyof typeof GroupStateName]

/** A way to assign partitions that a member supports, with what the member tells the leader about itself. */
export interface Protocol {
  readonly name: string
  readonly metadata: Buffer
}

export interface Member {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly protocolType: string
  sessionTimeoutMs: number
  rebalanceTimeoutMs: number
  /** In the member's order of preference. */
  protocols: readonly Protocol[]
  assignment: Buffer
  awaitingJoin: RequestId<JoinGroupResponse> | undefined
  awaitingSync: RequestId<SyncGroupResponse> | undefined
  /** Has never had an answer to a JoinGroup: its join may be abandoned, so waiting does not keep it alive. */
  isNew: boolean
  /**
   * Its epoch in the consumer group that this group was, when that is not the generation: until it joins again, it
   * comes with this one. Nobody else has its partitions until then.
   */
  epochBefore: number | undefined
  /** When the session ends unless the member is heard of. The timer may be set earlier, and is then set again. */
  sessionDeadlineMs: number
  sessionTimer: { readonly timer: number; readonly atMs: number } | undefined
}

type MemberFacts = Pick<
  Member,
  | 'memberId'
  | 'groupInstanceId'
  | 'clientId'
  | 'clientHost'
  | 'protocolType'
  | 'sessionTimeoutMs'
  | 'rebalanceTimeoutMs'
  | 'protocols'
>

/** A member of whom nothing is asked and that waits for nothing, without an assignment and without a session yet. */
export function createMember(facts: MemberFacts): Member {
  return {
    ...facts,
    assignment: NO_ASSIGNMENT,
    awaitingJoin: undefined,
    awaitingSync: undefined,
    isNew: false,
    epochBefore: undefined,
    sessionDeadlineMs: 0,
    sessionTimer: undefined
  }
}

/**
 * A classic group (KIP-62, KIP-345) that has members or is about to: soft state, built from the group's record when
 * its partition is loaded. A group without members has only its records.
 *
 * Invariants: `leaderId` is a member, or undefined when there is none. `awaitingJoinCount` counts members with
 * awaitingJoin. `protocolCounts` counts the members that support each protocol. `staticMembers` holds exactly the
 * members with an instance id. Members in `pendingSync` are members.
 */
export interface ClassicGroup {
  readonly groupId: string
  state: Exclude<GroupStateName, 'Dead'>
  /** PreparingRebalance began from Empty: more members may come, the join phase ends by time alone. */
  isInitialRebalance: boolean
  /** A member came since the initial delay was last set: it may be extended. */
  memberAddedDuringDelay: boolean
  generation: number
  protocolType: string | undefined
  protocolName: string | null
  leaderId: string | undefined
  readonly members: Map<string, Member>
  /** Member ids by group.instance.id. */
  readonly staticMembers: Map<string, string>
  /** Ids given out by MEMBER_ID_REQUIRED (KIP-394) that have not joined yet, with their timers. */
  readonly pendingMembers: Map<string, number>
  /** Members that have joined the present generation and not asked for their assignment yet. */
  readonly pendingSync: Set<string>
  readonly protocolCounts: Map<string, number>
  awaitingJoinCount: number
  joinTimer: number | undefined
  syncTimer: number | undefined
  /** Topics of all members' subscriptions; undefined when they cannot be told. */
  subscribedTopics: ReadonlySet<string> | undefined
  /** Wall clock of the last change of state. */
  stateTimestampMs: number
}

export const CONSUMER_PROTOCOL_TYPE = 'consumer'
export const NO_ASSIGNMENT: Buffer = Buffer.alloc(0)

export function createClassicGroup(groupId: string, origin: { generation: number; nowMs: number }): ClassicGroup {
  return {
    groupId,
    state: GroupStateName.empty,
    isInitialRebalance: false,
    memberAddedDuringDelay: false,
    generation: origin.generation,
    protocolType: undefined,
    protocolName: null,
    leaderId: undefined,
    members: new Map(),
    staticMembers: new Map(),
    pendingMembers: new Map(),
    pendingSync: new Set(),
    protocolCounts: new Map(),
    awaitingJoinCount: 0,
    joinTimer: undefined,
    syncTimer: undefined,
    subscribedTopics: undefined,
    stateTimestampMs: origin.nowMs
  }
}

/** Every known member waits for the next generation, and no id is out that may yet join. */
export function hasAllMembersJoined(group: ClassicGroup): boolean {
  return group.members.size === group.awaitingJoinCount && group.pendingMembers.size === 0
}

/** The longest that any member wants to be waited for. */
export function rebalanceTimeoutOf(group: ClassicGroup): number {
  let longest = 0
  for (const { rebalanceTimeoutMs } of group.members.values()) longest = Math.max(longest, rebalanceTimeoutMs)
  return longest
}

/** What the leader assigns partitions by: every member's metadata under the chosen protocol. */
export function metadataOf(member: Member, protocolName: string | null): Buffer {
  return member.protocols.find(({ name }) => name === protocolName)?.metadata ?? NO_ASSIGNMENT
}
