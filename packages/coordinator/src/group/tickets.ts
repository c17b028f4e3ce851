import type { DeletableGroupResult } from '@gregor/protocol/messages/delete-groups'
import type { JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import type { OffsetCommitResponse } from '@gregor/protocol/messages/offset-commit'
import type { OffsetDeleteResponse } from '@gregor/protocol/messages/offset-delete'
import type { TxnOffsetCommitResponse } from '@gregor/protocol/messages/txn-offset-commit'
import type { RequestId } from '../runtime/core.ts'
import type { Protocol } from './classic-group.ts'
import type { ConsumerTicket } from './consumer/soft-state.ts'

/** The member that a static member's new incarnation took over from, for the case that the log refuses. */
export interface ReplacedMember {
  readonly memberId: string
  readonly protocols: readonly Protocol[]
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
}

/** What to do when the records of a decision are committed or have failed. */
export type GroupTicket =
  | ConsumerTicket
  | {
      readonly type: 'offset-commit'
      readonly requestId: RequestId<OffsetCommitResponse>
      readonly response: OffsetCommitResponse
    }
  | {
      readonly type: 'txn-offset-commit'
      readonly requestId: RequestId<TxnOffsetCommitResponse>
      readonly response: TxnOffsetCommitResponse
    }
  | { readonly type: 'transaction-ended'; readonly requestId: RequestId<number> }
  | {
      readonly type: 'assignment'
      readonly groupId: string
      readonly generation: number
      readonly assignments: ReadonlyMap<string, Buffer>
    }
  | {
      readonly type: 'static-rejoin'
      readonly groupId: string
      readonly memberId: string
      readonly requestId: RequestId<JoinGroupResponse>
      readonly replaced: ReplacedMember
      /** Who led before: told to clients that cannot skip the assignment, so that they do not lead (KIP-814). */
      readonly leaderBefore: string
      readonly canSkipAssignment: boolean
    }
  /** A classic group is in the place of an empty consumer group. */
  | { readonly type: 'consumer-replaced'; readonly groupId: string }
  | { readonly type: 'became-empty'; readonly groupId: string }
  | {
      readonly type: 'group-deleted'
      readonly groupId: string
      readonly requestId: RequestId<DeletableGroupResult> | undefined
    }
  | {
      readonly type: 'offset-delete'
      readonly requestId: RequestId<OffsetDeleteResponse>
      readonly response: OffsetDeleteResponse
      readonly groupId: string
    }
  /** Nobody waits: a part of a larger removal, expired offsets. */
  | { readonly type: 'removal'; readonly groupId: string }
