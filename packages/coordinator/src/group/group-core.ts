import { unreachable } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { ShardCore, Now } from '../runtime/core.ts'
import { Journal } from '../runtime/journal.ts'
import { VersionedMap } from '../runtime/versioned-map.ts'
import { GroupStateName, type ClassicGroup } from './classic-group.ts'
import { ConsumerGroupStore } from './consumer/consumer-group-store.ts'
import { describeConsumerGroup } from './consumer/describe.ts'
import { consumerHeartbeat } from './consumer/heartbeat.ts'
import { noteChangedTopics } from './consumer/regexes.ts'
import { settleReplacement } from './consumer/replace-consumer.ts'
import { settleConsumerChange } from './consumer/settle.ts'
import { watchMembers } from './consumer/sessions.ts'
import { onClassicStepTimer, onConsumerRebalanceTimer, onConsumerSessionTimer } from './consumer/timers.ts'
import { deleteGroup, settleDeletion } from './delete-group.ts'
import { describeGroup, listGroups, tellHistory } from './describe.ts'
import { removeOffsetsOf, sweep } from './expiry.ts'
import { restoreClassicGroup } from './group-record.ts'
import { GroupHistories } from './history.ts'
import { heartbeat } from './heartbeat.ts'
import type { GroupInput } from './inputs.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import type { GroupNotice } from './notices.ts'
import { commitOffsets, settleCommit } from './offset-commit.ts'
import { deleteOffsets, settleOffsetDelete } from './offset-delete.ts'
import { fetchOffsets } from './offset-fetch.ts'
import { OffsetStore } from './offset-store.ts'
import { completeJoin, onInitialDelay, onSyncDeadline, prepareRebalance } from './rebalance.ts'
import type { GroupRecord } from './records.ts'
import { extendSession } from './session.ts'
import { settleStaticRejoin } from './static-rejoin.ts'
import { settleAssignment, sync } from './sync.ts'
import type { GroupTicket } from './tickets.ts'
import { onPendingTimer, onSessionTimer } from './timers.ts'
import { PendingOffsets } from './transactional/pending-offsets.ts'
import { commitTransactionalOffsets, settleTxnCommit } from './transactional/txn-offset-commit.ts'
import { Turn, type GroupEffect, type GroupState, type GroupWorld } from './turn.ts'

/** The group coordinator of one partition of __consumer_offsets. */
export class GroupCore implements ShardCore<GroupRecord, GroupInput, GroupTicket, GroupNotice> {
  readonly journal = new Journal()
  /** For checkers and metrics; only the functions of this folder change it. */
  readonly state: GroupState
  private readonly world: GroupWorld

  constructor(world: GroupWorld) {
    this.world = world
    const { journal } = this
    this.state = {
      journal,
      metadata: new VersionedMap(journal),
      consumers: new ConsumerGroupStore(journal),
      offsets: new OffsetStore(journal),
      pendingOffsets: new PendingOffsets(journal),
      live: new Map(),
      consumerSoft: new Map(),
      history: new GroupHistories(world.settings['group.history.events']),
      loadedAtMs: 0,
      topicChanges: 0,
      nextTimer: 1
    }
  }

  replay(record: GroupRecord): void {
    const { metadata, consumers, offsets, pendingOffsets } = this.state
    switch (record.type) {
      case 'offset':
        pendingOffsets.drop(record.key)
        if (record.value === null) offsets.delete(record.key)
        else offsets.set(record.key, record.value)
        break
      case 'group':
        if (record.value === null) metadata.delete(record.group)
        else metadata.set(record.group, record.value)
        break
      case 'consumer-group':
      case 'consumer-member':
      case 'consumer-target-epoch':
      case 'consumer-target':
      case 'consumer-current':
      case 'consumer-regex':
        consumers.replay(record)
        break
      default:
        unreachable(record)
    }
  }

  /** Only offsets are committed in transactions. */
  replayTransactional(record: GroupRecord, producerId: number): void {
    if (record.type === 'offset') this.state.pendingOffsets.add(producerId, record)
  }

  replayEnd(producerId: number, commits: boolean): void {
    const { pendingOffsets, offsets } = this.state
    if (!commits) {
      pendingOffsets.take(producerId)
      return
    }
    for (const { key, value } of pendingOffsets.takeCommitted(producerId)) if (value !== null) offsets.set(key, value)
  }

  loaded(now: Now): readonly GroupEffect[] {
    const turn = this.turn(now)
    this.state.loadedAtMs = now.wallMs
    for (const groupId of this.state.offsets.groupIds()) this.state.offsets.prune(groupId)
    for (const [groupId, value] of this.state.metadata.entries()) {
      if (value.members.length > 0) this.restore(turn, restoreClassicGroup(groupId, value), value.leader)
    }
    this.state.consumers.pruneAll()
    for (const group of this.state.consumers) watchMembers(turn, group)
    turn.setTimer(turn.settings['offsets.retention.check.interval.ms'], { type: 'sweep-timer' })
    return turn.effects
  }

  handle(input: GroupInput, now: Now): readonly GroupEffect[] {
    const turn = this.turn(now)
    dispatch(turn, input)
    this.dropIfVacant(groupIdOf(input))
    return turn.effects
  }

  settle(ticket: GroupTicket, errorCode: number, now: Now): readonly GroupEffect[] {
    const turn = this.turn(now)
    switch (ticket.type) {
      case 'offset-commit':
        turn.respond(ticket.requestId, settleCommit(ticket.response, errorCode))
        return turn.effects
      case 'txn-offset-commit':
        settleTxnCommit(turn, ticket, errorCode)
        return turn.effects
      case 'transaction-ended':
        turn.respond(ticket.requestId, errorCode)
        return turn.effects
      case 'assignment':
        settleAssignment(turn, ticket, errorCode)
        break
      case 'static-rejoin':
        settleStaticRejoin(turn, ticket, errorCode)
        break
      case 'group-deleted':
        settleDeletion(turn, ticket, errorCode)
        break
      case 'offset-delete':
        settleOffsetDelete(turn, ticket, errorCode)
        break
      case 'removal':
        if (errorCode === ErrorCode.NONE) this.state.offsets.prune(ticket.groupId)
        break
      case 'consumer-change':
        settleConsumerChange(turn, ticket, errorCode)
        break
      case 'consumer-replaced':
        settleReplacement(turn, ticket.groupId, errorCode)
        break
      case 'became-empty':
        break
      default:
        unreachable(ticket)
    }
    this.dropIfVacant(ticket.groupId)
    return turn.effects
  }

  private turn(now: Now): Turn {
    return new Turn(this.state, this.world, now)
  }

  /** A group with members was found in the log: they have a session to be heard of. */
  private restore(turn: Turn, group: ClassicGroup, leader: string | null): void {
    this.state.live.set(group.groupId, group)
    for (const member of group.members.values()) extendSession(turn, group, member)
    if (group.members.size > turn.settings['group.max.size']) {
      prepareRebalance(turn, group, 'more members than group.max.size')
    } else if (leader === null) prepareRebalance(turn, group, 'nobody has assigned partitions in this generation')
  }

  /** Forgets a group that has nothing but what its record says, committed: it is Empty by that alone. */
  private dropIfVacant(groupId: string | undefined): void {
    const group = groupId === undefined ? undefined : this.state.live.get(groupId)
    if (group === undefined || group.state !== GroupStateName.empty || group.pendingMembers.size > 0) return
    const committed = this.state.metadata.committed(group.groupId)?.generation ?? 0
    if (committed === group.generation) this.state.live.delete(group.groupId)
  }
}

function groupIdOf(input: GroupInput): string | undefined {
  if ('groupId' in input) return input.groupId
  if ('request' in input) return input.request.groupId
  return undefined
}

function dispatch(turn: Turn, input: GroupInput): void {
  switch (input.type) {
    case 'join':
      return join(turn, input)
    case 'sync':
      return sync(turn, input)
    case 'heartbeat':
      return heartbeat(turn, input)
    case 'leave':
      return leave(turn, input)
    case 'offset-commit':
      return commitOffsets(turn, input)
    case 'txn-offset-commit':
      return commitTransactionalOffsets(turn, input)
    case 'end-transaction':
      return turn.appendEnd(input.end, { type: 'transaction-ended', requestId: input.requestId })
    case 'offset-fetch':
      return fetchOffsets(turn, input)
    case 'describe':
      return describeGroup(turn, input)
    case 'history':
      return tellHistory(turn, input)
    case 'list':
      return listGroups(turn, input)
    case 'delete-group':
      return deleteGroup(turn, input)
    case 'offset-delete':
      return deleteOffsets(turn, input)
    case 'consumer-heartbeat':
      return consumerHeartbeat(turn, input)
    case 'consumer-describe':
      return describeConsumerGroup(turn, input)
    case 'topics-changed':
      return noteChangedTopics(turn, input.topics)
    case 'consumer-session-timer':
      return onConsumerSessionTimer(turn, input.groupId, input.memberId)
    case 'consumer-rebalance-timer':
      return onConsumerRebalanceTimer(turn, input)
    case 'classic-step-timer':
      return onClassicStepTimer(turn, input)
    case 'topics-deleted':
      return removeOffsetsOf(turn, input.topics)
    case 'sweep-timer':
      return sweep(turn)
    case 'session-timer':
    case 'pending-timer':
    case 'initial-delay-timer':
    case 'join-timer':
    case 'sync-timer':
      return dispatchTimer(turn, input)
    default:
      return unreachable(input)
  }
}

type GroupTimer = Extract<
  GroupInput,
  { readonly type: 'session-timer' | 'pending-timer' | 'initial-delay-timer' | 'join-timer' | 'sync-timer' }
>

/** Timers are cancelled with what they are about, so the group is there unless it was deleted at this very moment. */
function dispatchTimer(turn: Turn, input: GroupTimer): void {
  const group = turn.state.live.get(input.groupId)
  if (group === undefined) return
  switch (input.type) {
    case 'session-timer':
      return onSessionTimer(turn, group, input.memberId)
    case 'pending-timer':
      return onPendingTimer(turn, group, input.memberId)
    case 'initial-delay-timer':
      return onInitialDelay(turn, group, input)
    case 'join-timer':
      group.joinTimer = undefined
      return completeJoin(turn, group)
    case 'sync-timer':
      return onSyncDeadline(turn, group, input.generation)
    default:
      return unreachable(input)
  }
}
