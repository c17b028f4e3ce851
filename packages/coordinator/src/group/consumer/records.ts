import type { ConsumerGroupRegularExpressionValue } from '@gregor/protocol/messages/consumer-group-regular-expression-value'
import type { ConsumerGroupMemberMetadataValue } from '@gregor/protocol/messages/consumer-group-member-metadata-value'
import type { Assignment } from './assignment.ts'

/** The group itself: it exists as long as it has this record. */
export interface ConsumerGroupValue {
  /** Grows with each change of members, subscriptions or topics. */
  readonly epoch: number
  /** Of the subscribed topics as they were at this epoch; undefined when another broker wrote what we cannot tell. */
  readonly metadataHash: number | undefined
}

/** Who a member is and what it subscribes to. */
export type ConsumerMember = ConsumerGroupMemberMetadataValue

/** How far a member has come on its way to the target assignment. The numbers are those of the records. */
export const MemberState = {
  /** Has all that the target of its epoch gives it. */
  stable: 0,
  /** Has to give partitions up before it may have others. */
  unrevoked: 1,
  /** Waits for partitions that others still have. */
  unreleased: 2
} as const

/** What a member has. */
export interface MemberAssignment {
  /** -2: a static member that left for a while. */
  readonly memberEpoch: number
  /** A member that did not hear of its newest epoch still comes with this one. */
  readonly previousMemberEpoch: number
  /** One of MemberState, or what a newer version wrote. */
  readonly state: number
  readonly assigned: Assignment
  readonly pendingRevocation: Assignment
}

/** The topics that match a regular expression. */
export type ResolvedRegex = ConsumerGroupRegularExpressionValue

/** A record of a consumer group (KIP-848); a null value is a tombstone. */
export type ConsumerRecord =
  | { readonly type: 'consumer-group'; readonly group: string; readonly value: ConsumerGroupValue | null }
  | {
      readonly type: 'consumer-member'
      readonly group: string
      readonly member: string
      readonly value: ConsumerMember | null
    }
  /** The group epoch that the target assignment is of. */
  | { readonly type: 'consumer-target-epoch'; readonly group: string; readonly value: number | null }
  | {
      readonly type: 'consumer-target'
      readonly group: string
      readonly member: string
      readonly value: Assignment | null
    }
  | {
      readonly type: 'consumer-current'
      readonly group: string
      readonly member: string
      readonly value: MemberAssignment | null
    }
  | {
      readonly type: 'consumer-regex'
      readonly group: string
      readonly regex: string
      readonly value: ResolvedRegex | null
    }
