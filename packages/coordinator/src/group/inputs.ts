import type { DescribedGroup as DescribedConsumerGroup } from '@gregor/protocol/messages/consumer-group-describe'
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse
} from '@gregor/protocol/messages/consumer-group-heartbeat'
import type { DeletableGroupResult } from '@gregor/protocol/messages/delete-groups'
import type { DescribedGroup } from '@gregor/protocol/messages/describe-groups'
import type { HeartbeatRequest, HeartbeatResponse } from '@gregor/protocol/messages/heartbeat'
import type { JoinGroupRequest, JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import type { LeaveGroupResponse, MemberIdentity } from '@gregor/protocol/messages/leave-group'
import type { ListedGroup } from '@gregor/protocol/messages/list-groups'
import type { OffsetCommitRequest, OffsetCommitResponse } from '@gregor/protocol/messages/offset-commit'
import type { OffsetDeleteRequest, OffsetDeleteResponse } from '@gregor/protocol/messages/offset-delete'
import type { OffsetFetchRequestGroup, OffsetFetchResponseGroup } from '@gregor/protocol/messages/offset-fetch'
import type { SyncGroupRequest, SyncGroupResponse } from '@gregor/protocol/messages/sync-group'
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from '@gregor/protocol/messages/txn-offset-commit'
import type { RequestId, TransactionEnd } from '../runtime/core.ts'
import type { ClassicStep } from './consumer/classic/deadlines.ts'
import type { GroupEvent } from './history.ts'

export interface JoinInput {
  readonly type: 'join'
  readonly requestId: RequestId<JoinGroupResponse>
  readonly request: JoinGroupRequest
  readonly version: number
  readonly clientId: string
  readonly clientHost: string
  /** Made up by the driver, in case the member needs an id. */
  readonly newMemberUuid: string
}

export interface SyncInput {
  readonly type: 'sync'
  readonly requestId: RequestId<SyncGroupResponse>
  readonly request: SyncGroupRequest
}

export interface HeartbeatInput {
  readonly type: 'heartbeat'
  readonly requestId: RequestId<HeartbeatResponse>
  readonly request: HeartbeatRequest
}

export interface LeaveInput {
  readonly type: 'leave'
  readonly requestId: RequestId<LeaveGroupResponse>
  readonly groupId: string
  readonly members: readonly MemberIdentity[]
}

export interface OffsetCommitInput {
  readonly type: 'offset-commit'
  readonly requestId: RequestId<OffsetCommitResponse>
  readonly request: OffsetCommitRequest
  readonly version: number
}

export interface TxnOffsetCommitInput {
  readonly type: 'txn-offset-commit'
  readonly requestId: RequestId<TxnOffsetCommitResponse>
  readonly request: TxnOffsetCommitRequest
  /** What the log of the partition said when the transaction was verified; undefined = it was open there. */
  readonly guard: number | undefined
}

export interface EndTransactionInput {
  readonly type: 'end-transaction'
  /** Answered with the error code of the log. */
  readonly requestId: RequestId<number>
  readonly end: TransactionEnd
}

export interface OffsetFetchInput {
  readonly type: 'offset-fetch'
  readonly requestId: RequestId<OffsetFetchResponseGroup>
  readonly group: OffsetFetchRequestGroup
  /** Offsets that a transaction may yet change are refused (KIP-447). */
  readonly requireStable: boolean
}

export interface DescribeInput {
  readonly type: 'describe'
  readonly requestId: RequestId<DescribedGroup>
  readonly groupId: string
  readonly version: number
}

/** What happened in a group, oldest first. */
export interface GroupHistory {
  readonly errorCode: number
  /** When the coordinator loaded the group: it knows of nothing before. */
  readonly sinceMs: number
  readonly events: readonly GroupEvent[]
}

export interface HistoryInput {
  readonly type: 'history'
  readonly requestId: RequestId<GroupHistory>
  readonly groupId: string
}

export interface ListInput {
  readonly type: 'list'
  readonly requestId: RequestId<readonly ListedGroup[]>
  readonly statesFilter: readonly string[]
  readonly typesFilter: readonly string[]
}

export interface DeleteGroupInput {
  readonly type: 'delete-group'
  readonly requestId: RequestId<DeletableGroupResult>
  readonly groupId: string
}

export interface OffsetDeleteInput {
  readonly type: 'offset-delete'
  readonly requestId: RequestId<OffsetDeleteResponse>
  readonly request: OffsetDeleteRequest
}

export interface ConsumerGroupHeartbeatInput {
  readonly type: 'consumer-heartbeat'
  readonly requestId: RequestId<ConsumerGroupHeartbeatResponse>
  readonly request: ConsumerGroupHeartbeatRequest
  readonly version: number
  readonly clientId: string
  readonly clientHost: string
  /** Made up by the driver, in case the member needs an id. */
  readonly newMemberUuid: string
}

export interface ConsumerDescribeInput {
  readonly type: 'consumer-describe'
  readonly requestId: RequestId<DescribedConsumerGroup>
  readonly groupId: string
}

/** Requests, expired timers, and news from the rest of the broker. */
export type GroupInput =
  | JoinInput
  | SyncInput
  | HeartbeatInput
  | LeaveInput
  | OffsetCommitInput
  | OffsetFetchInput
  | TxnOffsetCommitInput
  | EndTransactionInput
  | DescribeInput
  | HistoryInput
  | ListInput
  | DeleteGroupInput
  | OffsetDeleteInput
  | ConsumerGroupHeartbeatInput
  | ConsumerDescribeInput
  /** Topics were created, have got more partitions, or were deleted: what groups subscribe to may be something else. */
  | { readonly type: 'topics-changed'; readonly topics: ReadonlySet<string> }
  | { readonly type: 'topics-deleted'; readonly topics: ReadonlySet<string> }
  | { readonly type: 'session-timer'; readonly groupId: string; readonly memberId: string }
  | { readonly type: 'pending-timer'; readonly groupId: string; readonly memberId: string }
  | {
      readonly type: 'initial-delay-timer'
      readonly groupId: string
      readonly delayMs: number
      readonly remainingMs: number
    }
  | { readonly type: 'join-timer'; readonly groupId: string }
  | { readonly type: 'sync-timer'; readonly groupId: string; readonly generation: number }
  | { readonly type: 'consumer-session-timer'; readonly groupId: string; readonly memberId: string }
  | {
      readonly type: 'consumer-rebalance-timer'
      readonly groupId: string
      readonly memberId: string
      readonly memberEpoch: number
    }
  | {
      readonly type: 'classic-step-timer'
      readonly groupId: string
      readonly memberId: string
      readonly step: ClassicStep
    }
  | { readonly type: 'sweep-timer' }
