import type { GroupMetadataValue } from '@gregor/protocol/messages/group-metadata-value'
import type { ConsumerRecord } from './consumer/records.ts'

/** A committed offset as it is stored. */
export interface CommittedOffset {
  readonly offset: number
  /** -1 = the client gave none. */
  readonly leaderEpoch: number
  readonly metadata: string
  readonly commitTimestampMs: number
  /** Set by OffsetCommit v2-4 with a retention time; -1 = none. */
  readonly expireTimestampMs: number
  /** ZERO_TOPIC_ID when the client committed by name. */
  readonly topicId: string
}

/** Where an offset belongs. */
export interface OffsetKey {
  readonly group: string
  readonly topic: string
  readonly partition: number
}

/** A record of __consumer_offsets; a null value is a tombstone. */
export type GroupRecord =
  | { readonly type: 'offset'; readonly key: OffsetKey; readonly value: CommittedOffset | null }
  | { readonly type: 'group'; readonly group: string; readonly value: GroupMetadataValue | null }
  | ConsumerRecord
