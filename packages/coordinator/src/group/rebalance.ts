import { ErrorCode } from '@gregor/protocol'
import {
  GroupStateName,
  hasAllMembersJoined,
  NO_ASSIGNMENT,
  rebalanceTimeoutOf,
  type ClassicGroup
} from './classic-group.ts'
import { groupMetadataRecord } from './group-record.ts'
import { answerJoin, answerSync, removeMember } from './members.ts'
import { computeSubscribedTopics, selectProtocol } from './protocols.ts'
import { joinSuccess, syncFailure, syncSuccess } from './responses.ts'
import { extendSession } from './session.ts'
import type { Turn } from './turn.ts'

const { empty, preparingRebalance, completingRebalance, stable } = GroupStateName

function becomeState(turn: Turn, group: ClassicGroup, state: ClassicGroup['state']): void {
  group.state = state
  group.stateTimestampMs = turn.now.wallMs
}

/** Begins a rebalance, or, when one is in its join phase already, ends that phase if all are there. */
export function prepareRebalanceOrCompleteJoin(turn: Turn, group: ClassicGroup, reason: string): void {
  if (group.state === preparingRebalance) maybeCompleteJoin(turn, group)
  else prepareRebalance(turn, group, reason)
}

/** To PreparingRebalance, from any other state: members must join again. */
export function prepareRebalance(turn: Turn, group: ClassicGroup, reason: string): void {
  if (group.state === completingRebalance) failAssignment(turn, group, ErrorCode.REBALANCE_IN_PROGRESS)
  turn.cancelTimer(group.syncTimer)
  group.syncTimer = undefined
  turn.notice({
    type: 'rebalance-started',
    group: group.groupId,
    generation: group.generation,
    memberCount: group.members.size,
    reason
  })
  group.isInitialRebalance = group.state === empty
  becomeState(turn, group, preparingRebalance)
  if (group.isInitialRebalance) startInitialDelay(turn, group)
  else if (hasAllMembersJoined(group)) completeJoin(turn, group)
  else setJoinTimer(turn, group)
}

/** The first members of a group usually start together: wait for more of them before the first generation (KIP-134). */
function startInitialDelay(turn: Turn, group: ClassicGroup): void {
  const delayMs = turn.settings['group.initial.rebalance.delay.ms']
  group.memberAddedDuringDelay = false
  setInitialDelay(turn, group, { delayMs, remainingMs: Math.max(rebalanceTimeoutOf(group) - delayMs, 0) })
}

/** The delay ended: wait again if members came meanwhile, up to the rebalance timeout in all. */
export function onInitialDelay(
  turn: Turn,
  group: ClassicGroup,
  { delayMs, remainingMs }: { readonly delayMs: number; readonly remainingMs: number }
): void {
  group.joinTimer = undefined
  if (group.memberAddedDuringDelay && remainingMs > 0) {
    group.memberAddedDuringDelay = false
    setInitialDelay(turn, group, {
      delayMs: Math.min(turn.settings['group.initial.rebalance.delay.ms'], remainingMs),
      remainingMs: Math.max(remainingMs - delayMs, 0)
    })
  } else completeJoin(turn, group)
}

function setInitialDelay(
  turn: Turn,
  group: ClassicGroup,
  { delayMs, remainingMs }: { readonly delayMs: number; readonly remainingMs: number }
): void {
  turn.cancelTimer(group.joinTimer)
  group.joinTimer = turn.setTimer(delayMs, {
    type: 'initial-delay-timer',
    groupId: group.groupId,
    delayMs,
    remainingMs
  })
}

function setJoinTimer(turn: Turn, group: ClassicGroup): void {
  turn.cancelTimer(group.joinTimer)
  group.joinTimer = turn.setTimer(rebalanceTimeoutOf(group), { type: 'join-timer', groupId: group.groupId })
}

/** Ends the join phase when all members are there; an initial rebalance ends by its delay alone. */
export function maybeCompleteJoin(turn: Turn, group: ClassicGroup): void {
  if (group.state !== preparingRebalance || group.isInitialRebalance) return
  if (hasAllMembersJoined(group)) completeJoin(turn, group)
}

/** Ends the join phase: who has not rejoined is out, who has is in the next generation. */
export function completeJoin(turn: Turn, group: ClassicGroup): void {
  turn.cancelTimer(group.joinTimer)
  group.joinTimer = undefined
  removeLaggards(turn, group)
  if (group.members.size > 0 && !electJoinedLeader(group)) {
    // Only static members are left and none has rejoined: wait until one does or their sessions end.
    setJoinTimer(turn, group)
    return
  }
  nextGeneration(turn, group)
  if (group.state === empty) storeEmptyGroup(turn, group)
  else answerJoined(turn, group)
}

/** Static members stay until their sessions end: they may be restarting (KIP-345). */
function removeLaggards(turn: Turn, group: ClassicGroup): void {
  for (const member of group.members.values()) {
    if (member.awaitingJoin !== undefined || member.groupInstanceId !== null) continue
    removeMember(turn, group, { member, cause: 'did not rejoin in time' })
  }
}

/** A leader that has not rejoined cannot assign: the first that has takes over. False when nobody has. */
function electJoinedLeader(group: ClassicGroup): boolean {
  const leader = group.leaderId === undefined ? undefined : group.members.get(group.leaderId)
  if (leader?.awaitingJoin !== undefined) return true
  for (const member of group.members.values()) {
    if (member.awaitingJoin === undefined) continue
    group.leaderId = member.memberId
    return true
  }
  return false
}

const GENERATION_MAX = 2 ** 31 - 1

function nextGeneration(turn: Turn, group: ClassicGroup): void {
  group.generation = group.generation === GENERATION_MAX ? 1 : group.generation + 1
  group.pendingSync.clear()
  group.isInitialRebalance = false
  const isEmpty = group.members.size === 0
  group.protocolName = isEmpty ? null : selectProtocol(group)
  group.subscribedTopics = computeSubscribedTopics(group)
  becomeState(turn, group, isEmpty ? empty : completingRebalance)
}

function storeEmptyGroup(turn: Turn, group: ClassicGroup): void {
  turn.notice({ type: 'became-empty', group: group.groupId, generation: group.generation })
  turn.append([groupMetadataRecord(group)], { type: 'became-empty', groupId: group.groupId })
}

function answerJoined(turn: Turn, group: ClassicGroup): void {
  turn.notice({
    type: 'generation-formed',
    group: group.groupId,
    generation: group.generation,
    memberCount: group.members.size,
    leader: group.leaderId ?? '',
    protocol: group.protocolName ?? ''
  })
  for (const member of group.members.values()) {
    answerJoin(turn, group, member, joinSuccess(group, member))
    extendSession(turn, group, member)
    member.isNew = false
    member.epochBefore = undefined
    group.pendingSync.add(member.memberId)
  }
  const { groupId, generation } = group
  group.syncTimer = turn.setTimer(rebalanceTimeoutOf(group), { type: 'sync-timer', groupId, generation })
}

/** The time to ask for the assignment is over: who has not is out. */
export function onSyncDeadline(turn: Turn, group: ClassicGroup, generation: number): void {
  group.syncTimer = undefined
  if (generation !== group.generation || group.pendingSync.size === 0) return
  if (group.state !== completingRebalance && group.state !== stable) return
  const late = [...group.pendingSync]
  for (const memberId of late) {
    const member = group.members.get(memberId)
    if (member !== undefined) removeMember(turn, group, { member, cause: 'did not sync in time' })
  }
  prepareRebalance(turn, group, `${late.length} members did not sync in time`)
}

/** The log has the assignment: hands it to all members that wait for it. */
export function applyAssignment(turn: Turn, group: ClassicGroup, assignments: ReadonlyMap<string, Buffer>): void {
  for (const member of group.members.values()) member.assignment = assignments.get(member.memberId) ?? NO_ASSIGNMENT
  becomeState(turn, group, stable)
  turn.notice({ type: 'assignment-stored', group: group.groupId, generation: group.generation })
  for (const member of group.members.values()) {
    if (answerSync(turn, member, syncSuccess(group, member))) extendSession(turn, group, member)
  }
}

/** There will be no assignment for this generation. */
export function failAssignment(turn: Turn, group: ClassicGroup, errorCode: number): void {
  for (const member of group.members.values()) {
    member.assignment = NO_ASSIGNMENT
    if (answerSync(turn, member, syncFailure(errorCode))) extendSession(turn, group, member)
  }
}
