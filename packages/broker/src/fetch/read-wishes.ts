import { LeaderEpoch, Offset, type PartitionIndex, type TopicId } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type { FetchEntry, FetchOutcome } from '@gregor/replication'
import { findPartition, findTopic, unknownTopicCode } from '../topic-reference.ts'
import type { FetchWish } from './session.ts'

/** Where the outcome of a wish comes from: an entry of the read, or an error known before it. */
export interface WishPlace {
  /** -1 = not read. */
  readonly entry: number
  readonly errorCode: number
}

export interface ReadPlan {
  readonly places: readonly WishPlace[]
  readonly entries: readonly FetchEntry[]
  /** Whether a wish failed already: then the others do not wait for data. */
  readonly failed: boolean
}

/** Looks the topics of the wishes up. */
export function planRead(image: MetadataImage, wishes: readonly FetchWish[], byId: boolean): ReadPlan {
  const entries: FetchEntry[] = []
  const places = wishes.map((wish): WishPlace => {
    const reference = byId ? { id: wish.topic } : { name: wish.topic }
    const topic = findTopic(image, reference)
    if (topic === undefined) return { entry: -1, errorCode: unknownTopicCode(reference) }
    const partition = findPartition(topic, wish.partition)
    if (partition === undefined) return { entry: -1, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }
    entries.push(entryOf(wish, topic.id, partition))
    return { entry: entries.length - 1, errorCode: ErrorCode.NONE }
  })
  return { places, entries, failed: entries.length < wishes.length }
}

function entryOf(wish: FetchWish, topicId: TopicId, partition: PartitionIndex): FetchEntry {
  return {
    topicId,
    partition,
    fetchOffset: Offset(wish.fetchOffset),
    maxBytes: wish.maxBytes,
    currentLeaderEpoch: LeaderEpoch(wish.currentLeaderEpoch),
    lastFetchedEpoch: LeaderEpoch(wish.lastFetchedEpoch)
  }
}

const NO_RECORDS = Buffer.alloc(0)

/** One outcome per wish, in their order. */
export function outcomesOf({ places }: ReadPlan, read: readonly FetchOutcome[]): FetchOutcome[] {
  return places.map(({ entry, errorCode }) => read[entry] ?? failedOutcome(errorCode))
}

function failedOutcome(errorCode: number): FetchOutcome {
  return {
    errorCode,
    highWatermark: Offset(-1),
    lastStableOffset: Offset(-1),
    logStartOffset: Offset(-1),
    records: NO_RECORDS,
    aborted: undefined,
    divergingEpoch: undefined,
    leaderHint: undefined
  }
}
