import type {
  BrokerId,
  LeaderEpoch,
  Offset,
  PartitionIndex,
  ProducerEpoch,
  ProducerId,
  TimestampMs,
  TopicId
} from '@gregor/base'
import type { AbortedTransaction, ActiveProducer, ProducerTransaction } from '@gregor/log'

/** A broker that a client should ask instead, and in which epoch (KIP-951). */
export interface LeaderHint {
  readonly leaderId: BrokerId
  readonly leaderEpoch: LeaderEpoch
}

export interface AppendEntry {
  readonly topicId: TopicId
  readonly partition: PartitionIndex
  /** One or more record batches; taken over and stamped in place. */
  readonly records: Buffer
  /** For a transactional batch: the guard that it was verified with (log `ProducerTransaction`). */
  readonly transactionGuard?: Offset | undefined
  /** For an end marker: the level of transaction.version by which it was written (KIP-890). Default 0. */
  readonly transactionVersion?: number | undefined
}

export interface AppendRequest {
  /** -1 = all in-sync replicas, 1 = the leader alone, 0 = no answer wanted. */
  readonly acks: -1 | 0 | 1
  readonly timeoutMs: number
  readonly origin: 'client' | 'coordinator'
  readonly entries: readonly AppendEntry[]
}

export interface AppendOutcome {
  /** Kafka error code; 0 = none. */
  readonly errorCode: number
  readonly errorMessage: string | undefined
  readonly baseOffset: Offset
  readonly lastOffset: Offset
  readonly logAppendTimeMs: TimestampMs
  readonly logStartOffset: Offset
  readonly leaderHint: LeaderHint | undefined
}

export interface FetchEntry {
  readonly topicId: TopicId
  readonly partition: PartitionIndex
  readonly fetchOffset: Offset
  readonly maxBytes: number
  /** -1 = the client knows none. Fenced or unknown epochs are refused (KIP-320). */
  readonly currentLeaderEpoch: LeaderEpoch
  /** -1 = none; else a divergence is looked for (KIP-595). */
  readonly lastFetchedEpoch: LeaderEpoch
}

/** Memory for the records of one fetch: asked for once, when there is something to read, and before it is read. */
export interface FetchRoom {
  /** How many bytes may be read now, up to `wantedBytes`; `atLeastBytes` are there. 0 = none now. */
  tryTake(atLeastBytes: number, wantedBytes: number): number
  /** After `tryTake` had none: calls `granted` once there are some; with 0 when that takes too long, or never when nobody waits for the answer any more. */
  wait(atLeastBytes: number, wantedBytes: number, granted: (bytes: number) => void): void
  /** So many bytes were read in the end. */
  took(bytes: number): void
}

export interface FetchRequest {
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly readCommitted: boolean
  readonly entries: readonly FetchEntry[]
  /** Undefined = `maxBytes` are there. */
  readonly room?: FetchRoom | undefined
}

export interface FetchOutcome {
  readonly errorCode: number
  readonly highWatermark: Offset
  readonly lastStableOffset: Offset
  readonly logStartOffset: Offset
  /** Views on whole record batches below the high watermark. */
  readonly records: Buffer
  /** Those that overlap the records, for a reader of what is committed; undefined for others. */
  readonly aborted: readonly AbortedTransaction[] | undefined
  readonly divergingEpoch: { readonly epoch: LeaderEpoch; readonly endOffset: Offset } | undefined
  readonly leaderHint: LeaderHint | undefined
}

/** Kafka's special timestamps of ListOffsets (protocol key 2). */
export const OffsetSpec = { latest: -1, earliest: -2, maxTimestamp: -3, earliestLocal: -4 } as const

export interface ListOffsetEntry {
  readonly topicId: TopicId
  readonly partition: PartitionIndex
  /** Milliseconds, or an OffsetSpec. */
  readonly timestamp: number
  readonly currentLeaderEpoch: LeaderEpoch
}

export interface ListOffsetOutcome {
  readonly errorCode: number
  readonly offset: Offset
  readonly timestampMs: TimestampMs
  readonly leaderEpoch: LeaderEpoch
}

export interface EpochEndOutcome {
  readonly errorCode: number
  readonly leaderEpoch: LeaderEpoch
  readonly endOffset: Offset
}

/**
 * All partitions that this broker hosts, towards the Kafka handlers and the coordinators. Completion is by one callback
 * per request, never a promise per partition; outcomes are in the order of the entries.
 */
export interface Replicas {
  /** Appends as leader. For acks -1 the callback comes when the high watermark has passed, or at the timeout. */
  append(request: AppendRequest, done: (outcomes: readonly AppendOutcome[]) => void): void
  /** Reads as leader; waits up to maxWaitMs for minBytes. Returns a function that gives up the wait (connection closed). */
  fetch(request: FetchRequest, done: (outcomes: readonly FetchOutcome[]) => void): () => void
  listOffset(entry: ListOffsetEntry, options: { readonly readCommitted: boolean }): Promise<ListOffsetOutcome>
  endOffsetForEpoch(
    topicId: TopicId,
    partition: PartitionIndex,
    options: { readonly leaderEpoch: LeaderEpoch; readonly currentLeaderEpoch: LeaderEpoch }
  ): EpochEndOutcome
  /** What this broker's log knows, whether it leads or follows. */
  activeProducers(
    topicId: TopicId,
    partition: PartitionIndex
  ): { readonly errorCode: number; readonly producers: readonly ActiveProducer[] }
  /**
   * Where a producer stands with transactions in a partition that this broker leads: one look into a map, for each
   * transactional batch before it is appended.
   */
  transactionOf(
    topicId: TopicId,
    partition: PartitionIndex,
    producer: { readonly producerId: ProducerId; readonly producerEpoch: ProducerEpoch }
  ): ProducerTransaction & { readonly errorCode: number }
  /**
   * Reads everything from the log start to the high watermark at the time of the call, for a coordinator that loads
   * its state; `onRecords` gets whole batches in order. Rejects when leadership is lost.
   */
  scan(topicId: TopicId, partition: PartitionIndex, onRecords: (records: Buffer) => void): Promise<void>
  /** Tells when this broker became, or ceased to be, the serving leader of a partition. */
  onLeadership(
    listener: (event: {
      readonly topicId: TopicId
      readonly topic: string
      readonly partition: PartitionIndex
      readonly leading: boolean
      readonly leaderEpoch: LeaderEpoch
    }) => void
  ): void
}

/** A partition as its leader sees it. */
export interface LedPartition {
  readonly leaderEpoch: LeaderEpoch
  /** In sync, as the leader last heard from the controller. */
  readonly isr: readonly BrokerId[]
  /** The same, and all whom the leader has proposed since. */
  readonly maximalIsr: readonly BrokerId[]
  readonly minInsyncReplicas: number
}
