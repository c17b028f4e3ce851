import type { Clock, Logger, Metrics, Random, Scheduler } from '@gregor/base'
import { ErrorCode, errorInfo } from '@gregor/protocol'
import type { DescribedGroup as DescribedConsumerGroup } from '@gregor/protocol/messages/consumer-group-describe'
import type {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse
} from '@gregor/protocol/messages/consumer-group-describe'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse
} from '@gregor/protocol/messages/consumer-group-heartbeat'
import type {
  DeletableGroupResult,
  DeleteGroupsRequest,
  DeleteGroupsResponse
} from '@gregor/protocol/messages/delete-groups'
import type {
  DescribedGroup,
  DescribeGroupsRequest,
  DescribeGroupsResponse
} from '@gregor/protocol/messages/describe-groups'
import type { HeartbeatRequest, HeartbeatResponse } from '@gregor/protocol/messages/heartbeat'
import type { JoinGroupRequest, JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import type { LeaveGroupRequest, LeaveGroupResponse } from '@gregor/protocol/messages/leave-group'
import type { ListedGroup, ListGroupsRequest, ListGroupsResponse } from '@gregor/protocol/messages/list-groups'
import type { OffsetCommitRequest, OffsetCommitResponse } from '@gregor/protocol/messages/offset-commit'
import type { OffsetDeleteRequest, OffsetDeleteResponse } from '@gregor/protocol/messages/offset-delete'
import type {
  OffsetFetchRequest,
  OffsetFetchResponse,
  OffsetFetchResponseGroup
} from '@gregor/protocol/messages/offset-fetch'
import type { SyncGroupRequest, SyncGroupResponse } from '@gregor/protocol/messages/sync-group'
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from '@gregor/protocol/messages/txn-offset-commit'
import { consumerDescribeFailure } from './group/consumer/describe.ts'
import { heartbeatFailure } from './group/consumer/responses.ts'
import { deleteResult } from './group/delete-group.ts'
import { describeFailure } from './group/describe.ts'
import { GroupCore } from './group/group-core.ts'
import { createGroupObserver } from './group/group-observer.ts'
import type { GroupHistory, GroupInput } from './group/inputs.ts'
import type { GroupNotice } from './group/notices.ts'
import { commitFailure } from './group/offset-commit.ts'
import { offsetDeleteFailure } from './group/offset-delete.ts'
import { fromSingleGroup, offsetFetchFailure, toSingleGroup } from './group/offset-fetch-versions.ts'
import { groupRecordCodec } from './group/record-codec.ts'
import type { GroupRecord } from './group/records.ts'
import { checkGroupId, checkJoin, checkOffsetsGroupId, checkSync } from './group/request-checks.ts'
import { joinFailure, syncFailure } from './group/responses.ts'
import type { GroupSettings } from './group/settings.ts'
import type { GroupTicket } from './group/tickets.ts'
import type { GroupSurroundings } from './group/topics-view.ts'
import { newMemberUuid } from './group/member-uuid.ts'
import { txnCommitFailure } from './group/transactional/txn-offset-commit.ts'
import { countGroups, measureGroups } from './group/measure.ts'
import { LagMeter, type LagPorts } from './lag/lag-meter.ts'
import { positionsOf } from './lag/positions.ts'
import { groupCoordinatorMetrics } from './metrics.ts'
import type { CoordinatorLog } from './runtime/coordinator-log.ts'
import type { TransactionEnd } from './runtime/core.ts'
import { partitionFor } from './runtime/partition-for.ts'
import { CoordinatorRuntime } from './runtime/runtime.ts'
import type { ShardRequest } from './runtime/shard.ts'

export interface GroupCoordinatorOptions {
  readonly settings: GroupSettings
  readonly surroundings: GroupSurroundings
  /** __consumer_offsets as far as this broker leads it. */
  readonly log: CoordinatorLog
  /** How leaders of partitions are asked; without it the lag of groups is not measured. */
  readonly lag?: LagPorts
  /** Partitions of __consumer_offsets; 0 while the topic does not exist. */
  readonly partitionCount: () => number
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly logger: Logger
  readonly metrics: Metrics
}

/** Who sent a request; kept with a member and shown by DescribeGroups. */
export interface GroupClient {
  readonly clientId: string
  /** As Kafka gives it: "/127.0.0.1". */
  readonly clientHost: string
}

/**
 * Consumer groups (classic ones, and those of KIP-848) and committed offsets, for the groups whose partition of __consumer_offsets this broker
 * leads. Every method answers with a whole response, errors included (NOT_COORDINATOR, COORDINATOR_LOAD_IN_PROGRESS,
 * COORDINATOR_NOT_AVAILABLE); none rejects. Authorization, and the translation between topic ids and names, are the
 * caller's: topics come with their names filled in.
 */
export class GroupCoordinator {
  private readonly options: GroupCoordinatorOptions
  private readonly runtime: CoordinatorRuntime<GroupRecord, GroupInput, GroupTicket, GroupNotice>
  private readonly committedOffsets: { inc(by?: number): void }
  private closed = false

  constructor(options: GroupCoordinatorOptions) {
    const { settings, surroundings, logger, metrics } = options
    this.options = options
    this.committedOffsets = metrics.counter(groupCoordinatorMetrics.offsetCommits)
    this.runtime = new CoordinatorRuntime({
      ...options,
      createCore: () => new GroupCore({ settings, surroundings }),
      codec: groupRecordCodec,
      observer: createGroupObserver(logger, metrics)
    })
    measureGroups(metrics, this.runtime)
    if (options.lag !== undefined) {
      const groupsMax = settings['group.lag.metrics.groups.max']
      new LagMeter({ ...options, ports: options.lag, groups: () => positionsOf(this.runtime), groupsMax }).start()
    }
  }

  /** The partition of __consumer_offsets that holds a group; undefined while the topic does not exist. */
  partitionOf(groupId: string): number | undefined {
    const count = this.options.partitionCount()
    return count > 0 ? partitionFor(groupId, count) : undefined
  }

  /** This broker became, or ceased to be, the serving leader of a partition of __consumer_offsets. */
  onLeadership(partition: number, leading: boolean, epoch: number): void {
    this.runtime.onLeadership(partition, leading, epoch)
  }

  /** Topics were created, have got more partitions, or were deleted: groups look at what they subscribe to. */
  onTopicsChanged(names: readonly string[]): void {
    const topics = new Set(names)
    this.runtime.broadcast(() => ({ type: 'topics-changed', topics }))
  }

  /** Offsets of these topics are removed. */
  onTopicsDeleted(names: readonly string[]): void {
    const topics = new Set(names)
    this.runtime.broadcast(() => ({ type: 'topics-deleted', topics }))
  }

  /** Answers everything that waits, and takes nothing more. */
  close(): void {
    this.closed = true
    this.runtime.close()
  }

  /** Groups that this broker coordinates, by state. */
  groupCounts(): ReturnType<typeof countGroups> {
    return countGroups(this.runtime)
  }

  /** JoinGroup (key 11), v0-9. Answered when the join phase ends. */
  async join(request: JoinGroupRequest, version: number, client: GroupClient): Promise<JoinGroupResponse> {
    const response = await this.ask<JoinGroupResponse>(request.groupId, checkJoin(request), {
      input: (requestId) => ({
        type: 'join',
        requestId,
        request,
        version,
        clientId: client.clientId,
        clientHost: client.clientHost,
        newMemberUuid: newMemberUuid(this.options.random)
      }),
      failure: (errorCode) => joinFailure(errorCode, request.memberId)
    })
    // Before v7 "no protocol" is the empty string.
    return version >= 7 ? response : { ...response, protocolName: response.protocolName ?? '' }
  }

  /** SyncGroup (key 14), v0-5. Answered when the leader's assignment is stored. */
  sync(request: SyncGroupRequest, version: number): Promise<SyncGroupResponse> {
    return this.ask(request.groupId, checkSync(request, version), {
      input: (requestId) => ({ type: 'sync', requestId, request }),
      failure: syncFailure
    })
  }

  /** Heartbeat (key 12), v0-4. */
  heartbeat(request: HeartbeatRequest): Promise<HeartbeatResponse> {
    return this.ask(request.groupId, checkGroupId(request.groupId), {
      input: (requestId) => ({ type: 'heartbeat', requestId, request }),
      failure: (errorCode) => ({ throttleTimeMs: 0, errorCode })
    })
  }

  /** LeaveGroup (key 13), v0-5. Before v3 the one member is named at the top, and so is its error. */
  async leave(request: LeaveGroupRequest, version: number): Promise<LeaveGroupResponse> {
    const batched = version >= 3
    const { groupId, memberId } = request
    const members = batched ? request.members : [{ memberId, groupInstanceId: null, reason: null }]
    const response = await this.ask<LeaveGroupResponse>(groupId, checkGroupId(groupId), {
      input: (requestId) => ({ type: 'leave', requestId, groupId, members }),
      failure: (errorCode) => ({ throttleTimeMs: 0, errorCode, members: [] })
    })
    if (batched) return response
    const errorCode = response.errorCode === ErrorCode.NONE ? response.members[0]?.errorCode : response.errorCode
    return { throttleTimeMs: 0, errorCode: errorCode ?? ErrorCode.NONE, members: [] }
  }

  /** ConsumerGroupHeartbeat (key 68), v0-1. Answered when what it changes is stored. */
  consumerHeartbeat(
    request: ConsumerGroupHeartbeatRequest,
    version: number,
    client: GroupClient
  ): Promise<ConsumerGroupHeartbeatResponse> {
    return this.ask(request.groupId, checkOffsetsGroupId(request.groupId), {
      input: (requestId) => ({
        type: 'consumer-heartbeat',
        requestId,
        request,
        version,
        clientId: client.clientId,
        clientHost: client.clientHost,
        newMemberUuid: newMemberUuid(this.options.random)
      }),
      failure: (errorCode) => heartbeatFailure({ errorCode, errorMessage: errorInfo(errorCode).message })
    })
  }

  /** ConsumerGroupDescribe (key 69), v0-1. */
  async describeConsumerGroups(request: ConsumerGroupDescribeRequest): Promise<ConsumerGroupDescribeResponse> {
    const groups = await Promise.all(
      request.groupIds.map((groupId) =>
        this.ask<DescribedConsumerGroup>(groupId, checkGroupId(groupId), {
          input: (requestId) => ({ type: 'consumer-describe', requestId, groupId }),
          failure: (errorCode) => consumerDescribeFailure(groupId, errorCode, errorInfo(errorCode).message)
        })
      )
    )
    return { throttleTimeMs: 0, groups }
  }

  /** OffsetCommit (key 8), v2-10. Answered when the offsets are stored. */
  async commitOffsets(request: OffsetCommitRequest, version: number): Promise<OffsetCommitResponse> {
    const response = await this.ask<OffsetCommitResponse>(request.groupId, checkOffsetsGroupId(request.groupId), {
      input: (requestId) => ({ type: 'offset-commit', requestId, request, version }),
      failure: (errorCode) => commitFailure(request, errorCode)
    })
    for (const { partitions } of response.topics) {
      this.committedOffsets.inc(partitions.filter(({ errorCode }) => errorCode === ErrorCode.NONE).length)
    }
    return response
  }

  /**
   * TxnOffsetCommit (key 28), v0-6. Answered when the offsets are stored; they count when the transaction is committed. `guard`:
   * what the log of the group's partition said when the transaction was verified; undefined = it was open there.
   */
  commitTransactionalOffsets(
    request: TxnOffsetCommitRequest,
    guard: number | undefined
  ): Promise<TxnOffsetCommitResponse> {
    return this.ask<TxnOffsetCommitResponse>(request.groupId, checkOffsetsGroupId(request.groupId), {
      input: (requestId) => ({ type: 'txn-offset-commit', requestId, request, guard }),
      failure: (errorCode) => txnCommitFailure(request, errorCode)
    })
  }

  /** Ends a producer's transaction in a partition of __consumer_offsets. Resolves with an error code when the log has it. */
  endTransaction(partition: number, end: TransactionEnd): Promise<number> {
    if (this.closed) return Promise.resolve(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    return this.runtime.submit<number>(partition, {
      input: (requestId) => ({ type: 'end-transaction', requestId, end }),
      failure: (errorCode) => errorCode
    })
  }

  /** OffsetFetch (key 9), v1-10: one group before v8, then any number. */
  async fetchOffsets(request: OffsetFetchRequest, version: number): Promise<OffsetFetchResponse> {
    const batched = version >= 8
    const groups = batched ? request.groups : [fromSingleGroup(request)]
    const answers = await Promise.all(
      groups.map((group) =>
        this.ask<OffsetFetchResponseGroup>(group.groupId, checkOffsetsGroupId(group.groupId), {
          input: (requestId) => ({ type: 'offset-fetch', requestId, group, requireStable: request.requireStable }),
          failure: (errorCode) => offsetFetchFailure(group, errorCode)
        })
      )
    )
    return batched
      ? { throttleTimeMs: 0, topics: [], errorCode: 0, groups: answers }
      : toSingleGroup(answers[0]!, version)
  }

  /** DescribeGroups (key 15), v0-6. */
  async describeGroups(request: DescribeGroupsRequest, version: number): Promise<DescribeGroupsResponse> {
    const groups = await Promise.all(
      request.groups.map((groupId) =>
        this.ask<DescribedGroup>(groupId, checkOffsetsGroupId(groupId), {
          input: (requestId) => ({ type: 'describe', requestId, groupId, version }),
          failure: (errorCode) => describeFailure(groupId, errorCode, null)
        })
      )
    )
    return { throttleTimeMs: 0, groups }
  }

  /** What happened in a group lately. */
  history(groupId: string): Promise<GroupHistory> {
    return this.ask(groupId, checkOffsetsGroupId(groupId), {
      input: (requestId) => ({ type: 'history', requestId, groupId }),
      failure: (errorCode) => ({ errorCode, sinceMs: 0, events: [] })
    })
  }

  /** ListGroups (key 16), v0-5: the groups of this broker. */
  async listGroups(request: ListGroupsRequest): Promise<ListGroupsResponse> {
    const refuse = (errorCode: number): ListGroupsResponse => ({ throttleTimeMs: 0, errorCode, groups: [] })
    if (this.closed) return refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    if (!this.runtime.loadingPartitions().next().done) return refuse(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
    const { statesFilter, typesFilter } = request
    const lists = await Promise.all(
      Array.from(this.runtime.activePartitions(), (partition) =>
        this.runtime.submit<readonly ListedGroup[]>(partition, {
          input: (requestId) => ({ type: 'list', requestId, statesFilter, typesFilter }),
          failure: () => []
        })
      )
    )
    return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, groups: lists.flat() }
  }

  /** DeleteGroups (key 42), v0-3. */
  async deleteGroups(request: DeleteGroupsRequest): Promise<DeleteGroupsResponse> {
    const results = await Promise.all(
      request.groupsNames.map((groupId) =>
        this.ask<DeletableGroupResult>(groupId, checkOffsetsGroupId(groupId), {
          input: (requestId) => ({ type: 'delete-group', requestId, groupId }),
          failure: (errorCode) => deleteResult(groupId, errorCode)
        })
      )
    )
    return { throttleTimeMs: 0, results }
  }

  /** OffsetDelete (key 47), v0. */
  deleteOffsets(request: OffsetDeleteRequest): Promise<OffsetDeleteResponse> {
    return this.ask(request.groupId, checkGroupId(request.groupId), {
      input: (requestId) => ({ type: 'offset-delete', requestId, request }),
      failure: offsetDeleteFailure
    })
  }

  private ask<Response>(
    groupId: string,
    refusal: ErrorCode,
    request: ShardRequest<GroupInput, Response>
  ): Promise<Response> {
    if (this.closed) return Promise.resolve(request.failure(ErrorCode.COORDINATOR_NOT_AVAILABLE))
    if (refusal !== ErrorCode.NONE) return Promise.resolve(request.failure(refusal))
    const partition = this.partitionOf(groupId)
    if (partition === undefined) return Promise.resolve(request.failure(ErrorCode.COORDINATOR_NOT_AVAILABLE))
    return this.runtime.submit(partition, request)
  }
}
