import { TimestampMs, unreachable, ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { DescribedGroup as DescribedConsumerGroup } from '@gregor/protocol/messages/consumer-group-describe'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse
} from '@gregor/protocol/messages/consumer-group-heartbeat'
import type { DeletableGroupResult } from '@gregor/protocol/messages/delete-groups'
import type { DescribedGroup } from '@gregor/protocol/messages/describe-groups'
import type { JoinGroupRequest, JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import type { LeaveGroupResponse, MemberIdentity } from '@gregor/protocol/messages/leave-group'
import type { ListedGroup } from '@gregor/protocol/messages/list-groups'
import type { OffsetCommitRequest, OffsetCommitResponse } from '@gregor/protocol/messages/offset-commit'
import type { OffsetDeleteResponse } from '@gregor/protocol/messages/offset-delete'
import type { OffsetFetchResponseGroup } from '@gregor/protocol/messages/offset-fetch'
import type { SyncGroupRequest, SyncGroupResponse } from '@gregor/protocol/messages/sync-group'
import { GroupCore } from '../../src/group/group-core.ts'
import type { GroupHistory, GroupInput, OffsetFetchInput } from '../../src/group/inputs.ts'
import type { GroupNotice } from '../../src/group/notices.ts'
import type { GroupRecord } from '../../src/group/records.ts'
import type { GroupSettings } from '../../src/group/settings.ts'
import type { GroupTicket } from '../../src/group/tickets.ts'
import type { GroupEffect } from '../../src/group/turn.ts'
import type { Now, RecordsTransaction, RequestId, TransactionEnd } from '../../src/runtime/core.ts'
import { consumerProtocol } from './protocols.ts'
import { StoryTopics } from './story-topics.ts'

export const defaultSettings: GroupSettings = {
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 6000,
  'group.max.session.timeout.ms': 1_800_000,
  'group.max.size': 1000,
  'group.coordinator.rebalance.protocols': ['classic', 'consumer'],
  'group.consumer.session.timeout.ms': 45_000,
  'group.consumer.min.session.timeout.ms': 45_000,
  'group.consumer.max.session.timeout.ms': 60_000,
  'group.consumer.heartbeat.interval.ms': 5000,
  'group.consumer.min.heartbeat.interval.ms': 5000,
  'group.consumer.max.heartbeat.interval.ms': 15_000,
  'group.consumer.max.size': 1000,
  'group.consumer.assignors': ['uniform', 'range'],
  'group.consumer.migration.policy': 'bidirectional',
  'group.history.events': 100,
  'group.lag.metrics.groups.max': 100,
  'offset.metadata.max.bytes': 4096,
  'offsets.retention.minutes': 10_080,
  'offsets.retention.check.interval.ms': 600_000
}

/** A response that may still be waited for. */
export interface Answer<Response> {
  /** Undefined while it is waited for. */
  readonly response: Response | undefined
  readonly errorCode: number | undefined
}

interface HeldAppend {
  readonly records: readonly GroupRecord[]
  readonly ticket: GroupTicket
  readonly start: number
  readonly end: number
}

interface SetTimer {
  readonly atMs: number
  readonly input: GroupInput
}

/** The members and topics of a SyncGroup or JoinGroup, short. */
export interface JoinOptions extends Partial<Omit<JoinGroupRequest, 'groupId'>> {
  readonly version?: number
  readonly clientId?: string
}

/**
 * Drives a group core by hand: time passes by `advance`, and the log commits at once unless `holdAppends` was called.
 * Everything is about one group, "g", unless another is named.
 */
export class GroupStory {
  readonly core: GroupCore
  /** Everything that the log committed. */
  readonly log: GroupRecord[] = []
  readonly topics: StoryTopics
  /** What is set for the group "g" by its own configs. */
  readonly overrides = new Map<string, string>()
  notices: GroupNotice[] = []
  /** Appends without an outcome, oldest first. */
  held: HeldAppend[] = []
  private holds = false
  /** A timer was set that has no delay. */
  private isTimerDue = false
  private nowMs = 0
  private nextRequest = 1
  private nextUuid = 1
  private readonly timers = new Map<number, SetTimer>()
  private readonly responses = new Map<number, unknown>()

  constructor(
    settings: Partial<GroupSettings> = {},
    log: readonly GroupRecord[] = [],
    topics: StoryTopics = new StoryTopics()
  ) {
    this.topics = topics
    this.core = new GroupCore({
      settings: { ...defaultSettings, ...settings },
      surroundings: { topics, overrides: (groupId) => (groupId === 'g' ? this.overrides : new Map()) }
    })
    // Ids of an earlier coordinator are not given out again.
    this.nextUuid += 1000 * log.length
    for (const record of log) {
      this.core.replay(record)
      this.log.push(record)
    }
    this.core.journal.startRecording()
    this.perform(this.core.loaded(this.now))
  }

  get now(): Now {
    return { monotonicMs: this.nowMs, wallMs: TimestampMs(1_700_000_000_000 + this.nowMs) }
  }

  get timerCount(): number {
    return this.timers.size
  }

  /** Requests that have no response yet. */
  get waitingCount(): number {
    return this.nextRequest - 1 - this.responses.size
  }

  /** Records that were committed since `from`. */
  recordsSince(from: number): readonly GroupRecord[] {
    return this.log.slice(from)
  }

  advance(durationMs: number): void {
    const endMs = this.nowMs + durationMs
    this.isTimerDue = false
    for (;;) {
      const next = [...this.timers].sort(([, left], [, right]) => left.atMs - right.atMs)[0]
      if (next === undefined || next[1].atMs > endMs) break
      this.timers.delete(next[0])
      this.nowMs = next[1].atMs
      this.handle(next[1].input)
    }
    this.nowMs = endMs
  }

  holdAppends(): void {
    this.holds = true
  }

  /** The log commits all that it was given. */
  commit(): void {
    for (let append = this.held.shift(); append !== undefined; append = this.held.shift()) this.commitOne(append)
  }

  /** The log refuses all that it was given, as the runtime tells it: newest undone first, then oldest told first. */
  refuse(errorCode: number = ErrorCode.NOT_ENOUGH_REPLICAS): void {
    const refused = this.held
    this.held = []
    if (refused.length > 0) this.core.journal.rollback(refused[0]!.start)
    for (const { ticket } of refused) this.perform(this.core.settle(ticket, errorCode, this.now))
  }

  ask<Response>(createInput: (requestId: RequestId<Response>) => GroupInput): Answer<Response> {
    const requestId = this.nextRequest++ as RequestId<Response>
    this.handle(createInput(requestId))
    if (this.isTimerDue) this.advance(0)
    const { responses } = this
    return {
      get response() {
        return responses.get(requestId) as Response | undefined
      },
      get errorCode() {
        return (responses.get(requestId) as { readonly errorCode: number } | undefined)?.errorCode
      }
    }
  }

  handle(input: GroupInput): void {
    this.perform(this.core.handle(input, this.now))
  }

  join({ version = 9, clientId = 'client', ...request }: JoinOptions = {}, groupId = 'g'): Answer<JoinGroupResponse> {
    return this.ask((requestId) => ({
      type: 'join',
      requestId,
      version,
      clientId,
      clientHost: '/127.0.0.1',
      newMemberUuid: `uuid${this.nextUuid++}`,
      request: {
        groupId,
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: 60_000,
        memberId: '',
        groupInstanceId: null,
        protocolType: 'consumer',
        protocols: [consumerProtocol('range', 'topic')],
        reason: null,
        ...request
      }
    }))
  }

  /** A dynamic member as clients since KIP-394 join: first for an id, then with it. */
  joinTwice(options: JoinOptions = {}, groupId = 'g'): Answer<JoinGroupResponse> {
    const { memberId } = this.join(options, groupId).response!
    return this.join({ ...options, memberId }, groupId)
  }

  sync(
    member: { readonly memberId: string; readonly generationId: number },
    assignments: Readonly<Record<string, string>> = {},
    request: Partial<SyncGroupRequest> = {}
  ): Answer<SyncGroupResponse> {
    return this.ask((requestId) => ({
      type: 'sync',
      requestId,
      request: {
        groupId: 'g',
        generationId: member.generationId,
        memberId: member.memberId,
        groupInstanceId: null,
        protocolType: null,
        protocolName: null,
        assignments: Object.entries(assignments).map(([memberId, text]) => ({
          memberId,
          assignment: Buffer.from(text)
        })),
        ...request
      }
    }))
  }

  /** The id of the member that `clientId` has in the group. */
  memberIdOf(clientId: string): string {
    const member = this.describe().members.find((member) => member.clientId === clientId)
    if (member === undefined) throw new Error(`${clientId} is not in the group`)
    return member.memberId
  }

  heartbeat(memberId: string, generationId: number, groupInstanceId: string | null = null): number {
    const request = { groupId: 'g', generationId, memberId, groupInstanceId }
    return this.ask<{ throttleTimeMs: number; errorCode: number }>((requestId) => ({
      type: 'heartbeat',
      requestId,
      request
    })).errorCode!
  }

  leave(...members: readonly (Partial<MemberIdentity> | string)[]): LeaveGroupResponse {
    const identities = members.map((member) => ({
      memberId: '',
      groupInstanceId: null,
      reason: null,
      ...(typeof member === 'string' ? { memberId: member } : member)
    }))
    return this.ask<LeaveGroupResponse>((requestId) => ({
      type: 'leave',
      requestId,
      groupId: 'g',
      members: identities
    })).response!
  }

  /** Commits `offsets`: of topics, their partitions' offsets. */
  commitOffsets(
    offsets: Readonly<Record<string, readonly number[]>>,
    request: Partial<OffsetCommitRequest> & { readonly version?: number; readonly metadata?: string | null } = {}
  ): Answer<OffsetCommitResponse> {
    const { version = 9, metadata = '', ...rest } = request
    const topics = Object.entries(offsets).map(([name, partitions]) => ({
      name,
      topicId: ZERO_TOPIC_ID,
      partitions: partitions.map((committedOffset, partitionIndex) => ({
        partitionIndex,
        committedOffset,
        committedLeaderEpoch: -1,
        committedMetadata: metadata
      }))
    }))
    return this.ask((requestId) => ({
      type: 'offset-commit',
      requestId,
      version,
      request: {
        groupId: 'g',
        generationIdOrMemberEpoch: -1,
        memberId: '',
        groupInstanceId: null,
        retentionTimeMs: -1,
        topics,
        ...rest
      }
    }))
  }

  /** Commits, and the one error code that all partitions were answered. */
  commitError(...commit: Parameters<GroupStory['commitOffsets']>): number | undefined {
    const { response } = this.commitOffsets(...commit)
    return response?.topics[0]?.partitions[0]?.errorCode
  }

  /** All offsets of a group as "topic-partition": offset. */
  offsets(groupId = 'g'): Readonly<Record<string, number>> {
    return this.#fetchOffsets(groupId, null)
  }

  /** One offset, asked for by name; -1 = there is none. */
  offset(topic: string, partition: number): number | undefined {
    const topics = [{ name: topic, topicId: ZERO_TOPIC_ID, partitionIndexes: [partition] }]
    return this.#fetchOffsets('g', topics)[`${topic}-${partition}`]
  }

  #fetchOffsets(groupId: string, asked: OffsetFetchInput['group']['topics']): Readonly<Record<string, number>> {
    const { topics } = this.ask<OffsetFetchResponseGroup>((requestId) => ({
      type: 'offset-fetch',
      requestId,
      group: { groupId, memberId: null, memberEpoch: -1, topics: asked },
      requireStable: false
    })).response!
    return Object.fromEntries(
      topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, committedOffset }) => [`${name}-${partitionIndex}`, committedOffset])
      )
    )
  }

  describe(version = 6, groupId = 'g'): DescribedGroup {
    return this.ask<DescribedGroup>((requestId) => ({ type: 'describe', requestId, groupId, version })).response!
  }

  list(statesFilter: readonly string[] = [], typesFilter: readonly string[] = []): readonly ListedGroup[] {
    return this.ask<readonly ListedGroup[]>((requestId) => ({ type: 'list', requestId, statesFilter, typesFilter }))
      .response!
  }

  deleteGroup(groupId = 'g'): Answer<DeletableGroupResult> {
    return this.ask((requestId) => ({ type: 'delete-group', requestId, groupId }))
  }

  deleteOffsets(topic: string, ...partitions: readonly number[]): Answer<OffsetDeleteResponse> {
    const topics = [{ name: topic, partitions: partitions.map((partitionIndex) => ({ partitionIndex })) }]
    return this.ask((requestId) => ({ type: 'offset-delete', requestId, request: { groupId: 'g', topics } }))
  }

  /** A topic was created, or has got more partitions. */
  createTopic(name: string, partitionCount: number): void {
    this.topics.create(name, partitionCount)
    this.handle({ type: 'topics-changed', topics: new Set([name]) })
  }

  deleteTopic(name: string): void {
    this.topics.delete(name)
    this.handle({ type: 'topics-changed', topics: new Set([name]) })
    this.handle({ type: 'topics-deleted', topics: new Set([name]) })
  }

  consumerHeartbeat(
    request: Partial<ConsumerGroupHeartbeatRequest>,
    { version = 1, clientId = 'client' }: { readonly version?: number; readonly clientId?: string } = {}
  ): Answer<ConsumerGroupHeartbeatResponse> {
    return this.ask((requestId) => ({
      type: 'consumer-heartbeat',
      requestId,
      version,
      clientId,
      clientHost: '/127.0.0.1',
      newMemberUuid: `uuid${this.nextUuid++}`,
      request: {
        groupId: 'g',
        memberId: '',
        memberEpoch: 0,
        instanceId: null,
        rackId: null,
        rebalanceTimeoutMs: -1,
        subscribedTopicNames: null,
        subscribedTopicRegex: null,
        serverAssignor: null,
        topicPartitions: null,
        ...request
      }
    }))
  }

  history(groupId = 'g'): GroupHistory {
    return this.ask<GroupHistory>((requestId) => ({ type: 'history', requestId, groupId })).response!
  }

  describeConsumers(groupId = 'g'): DescribedConsumerGroup {
    return this.ask<DescribedConsumerGroup>((requestId) => ({ type: 'consumer-describe', requestId, groupId }))
      .response!
  }

  /** The state that a failover keeps, in a form to compare. */
  hardState(): unknown {
    const { metadata, offsets, consumers } = this.core.state
    const byKey = ([left]: [string, unknown], [right]: [string, unknown]): number => (left < right ? -1 : 1)
    const groups = [...metadata.entries()].sort(byKey)
    const committed = [...offsets.groupIds()].flatMap((group) =>
      [...offsets.topics(group)].flatMap(([topic, partitions]) =>
        [...partitions.entries()].map(([partition, value]): [string, unknown] => [
          `${group} ${topic} ${partition}`,
          value
        ])
      )
    )
    const consumerGroups = Array.from(consumers, (group): [string, unknown] => [
      group.groupId,
      {
        epoch: group.epoch,
        metadataHash: group.metadataHash,
        targetEpoch: group.targetEpoch,
        members: [...group.members.entries()].sort(byKey),
        current: [...group.current.entries()].sort(byKey),
        target: [...group.target.entries()].sort(byKey),
        regexes: [...group.regexes.entries()].sort(byKey),
        instances: [...group.instances.entries()].sort(byKey)
      }
    ])
    return { groups, committed: committed.sort(byKey), consumerGroups: consumerGroups.sort(byKey) }
  }

  private commitOne({ records, ticket, end }: HeldAppend): void {
    this.log.push(...records)
    this.core.journal.commit(end)
    this.perform(this.core.settle(ticket, ErrorCode.NONE, this.now))
  }

  private perform(effects: readonly GroupEffect[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'respond':
          if (this.responses.has(effect.request)) throw new Error('a request was answered twice')
          this.responses.set(effect.request, effect.response)
          break
        case 'append':
          this.append(effect.records, effect.ticket, effect.transaction)
          break
        case 'append-end':
          this.appendEnd(effect.end, effect.ticket)
          break
        case 'set-timer':
          this.isTimerDue ||= effect.delayMs <= 0
          this.timers.set(effect.timer, { atMs: this.nowMs + effect.delayMs, input: effect.input })
          break
        case 'cancel-timer':
          this.timers.delete(effect.timer)
          break
        case 'notice':
          this.notices.push(effect.notice)
          break
        default:
          unreachable(effect)
      }
    }
    if (!this.holds) this.commit()
  }

  private append(
    records: readonly GroupRecord[],
    ticket: GroupTicket,
    transaction: RecordsTransaction | undefined
  ): void {
    const start = this.core.journal.position
    for (const record of records) {
      if (transaction === undefined) this.core.replay(record)
      else this.core.replayTransactional(record, transaction.producerId)
    }
    this.held.push({ records, ticket, start, end: this.core.journal.position })
  }

  private appendEnd({ producerId, commits }: TransactionEnd, ticket: GroupTicket): void {
    const start = this.core.journal.position
    this.core.replayEnd(producerId, commits)
    this.held.push({ records: [], ticket, start, end: this.core.journal.position })
  }
}
