import type { FetchOutcome } from '@gregor/replication'
import { ErrorCode } from '@gregor/protocol'

/** What a client wants of one partition. */
export interface FetchWish {
  /** Name or id of the topic, as the version of the request has it. */
  readonly topic: string
  readonly partition: number
  readonly fetchOffset: number
  readonly maxBytes: number
  readonly currentLeaderEpoch: number
  readonly lastFetchedEpoch: number
}

/** A partition of a session: the wish, and what the client was last told of it. */
interface SessionPartition {
  wish: FetchWish
  highWatermark: number
  logStartOffset: number
}

/** What is known of the outcome of one wish when the response is put together. */
export type WishOutcome = Pick<
  FetchOutcome,
  'errorCode' | 'highWatermark' | 'logStartOffset' | 'records' | 'divergingEpoch'
>

/** The key of a wish within a session. */
const keyOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string =>
  `${topic}-${partition}`

/** The epoch after `epoch`: 0 is the first request's only, so it starts over at 1 (KIP-227). */
export function nextEpoch(epoch: number): number {
  return epoch === 0x7fffffff ? 1 : epoch + 1
}

/**
 * One incremental fetch session (KIP-227): the broker remembers what a client fetches, so that requests name only
 * what changed and responses hold only what has news.
 */
export class FetchSession {
  readonly id: number
  readonly usesTopicIds: boolean
  /** Who may use it. */
  readonly principal: string
  /** The epoch that the next request must have. */
  epoch = 1
  lastUsedMs: number
  /** In the order in which they are read; a partition that had data goes to the end, so that none starves. */
  private readonly partitions = new Map<string, SessionPartition>()

  constructor(options: { id: number; usesTopicIds: boolean; principal: string; nowMs: number }) {
    this.id = options.id
    this.usesTopicIds = options.usesTopicIds
    this.principal = options.principal
    this.lastUsedMs = options.nowMs
  }

  get size(): number {
    return this.partitions.size
  }

  get wishes(): FetchWish[] {
    return Array.from(this.partitions.values(), ({ wish }) => wish)
  }

  /** Adds partitions, or changes what is wanted of them. */
  update(wishes: readonly FetchWish[]): void {
    for (const wish of wishes) {
      const known = this.partitions.get(keyOf(wish))
      if (known === undefined) this.partitions.set(keyOf(wish), { wish, highWatermark: -1, logStartOffset: -1 })
      else known.wish = wish
    }
  }

  forget(partitions: readonly { readonly topic: string; readonly partition: number }[]): void {
    for (const partition of partitions) this.partitions.delete(keyOf(partition))
  }

  /** Whether the outcome is news to the client; what it is told is remembered. */
  tell(wish: FetchWish, outcome: WishOutcome): boolean {
    const key = keyOf(wish)
    const partition = this.partitions.get(key)
    if (partition === undefined) return true
    const failed = outcome.errorCode !== ErrorCode.NONE
    const news =
      failed ||
      outcome.records.length > 0 ||
      outcome.divergingEpoch !== undefined ||
      outcome.highWatermark !== partition.highWatermark ||
      outcome.logStartOffset !== partition.logStartOffset
    // After an error the partition is news again, whatever its offsets are.
    partition.highWatermark = failed ? -1 : outcome.highWatermark
    partition.logStartOffset = failed ? -1 : outcome.logStartOffset
    if (outcome.records.length > 0) {
      this.partitions.delete(key)
      this.partitions.set(key, partition)
    }
    return news
  }
}
