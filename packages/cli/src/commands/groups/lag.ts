import type { Clock } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { Cluster } from '../../client/cluster.ts'
import { fetchRecords } from '../../client/fetch.ts'
import { byLeader, leadersOf } from '../../client/leaders.ts'
import { listOffsets, logPlace, type OffsetAnswer } from '../../client/offsets.ts'
import { partitionText } from '../../client/partitions.ts'
import type { CommittedOffset } from './committed.ts'

export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  readonly committedOffset: number
  /** Null while the partition has no leader, or when its topic is gone. */
  readonly endOffset: number | null
  /** Where readers of committed records end (the last stable offset): before the end while a transaction is open. */
  readonly stableOffset: number | null
  /** Records from the committed to the stable offset: what the group could have read, whatever its isolation. */
  readonly lag: number | null
  /**
   * Age of the oldest record that was not read yet, by its timestamp and this machine's clock; 0 without a lag, null where it
   * is not known.
   */
  readonly lagSeconds: number | null
}

/** How far a group is behind in each partition. */
export async function lagOf(
  cluster: Cluster,
  clock: Clock,
  committed: readonly CommittedOffset[]
): Promise<PartitionLag[]> {
  const stable = await listOffsets(cluster, committed, logPlace.latest, { readCommitted: true })
  const ends = await listOffsets(cluster, committed, logPlace.latest)
  const lags = committed.map(({ topic, partition, offset }) => {
    const endOffset = known(ends.get(partitionText({ topic, partition })))
    const stableOffset = known(stable.get(partitionText({ topic, partition })))
    const lag = stableOffset === null ? null : Math.max(0, stableOffset - offset)
    return { topic, partition, committedOffset: offset, endOffset, stableOffset, lag }
  })
  const behind = lags.filter(({ lag }) => lag !== null && lag > 0)
  const oldest = await oldestUnread(
    cluster,
    behind.map(({ topic, partition, committedOffset }) => ({ topic, partition, offset: committedOffset }))
  )
  return lags.map((partition) => {
    if (partition.lag === 0) return { ...partition, lagSeconds: 0 }
    const timestamp = oldest.get(partitionText(partition))
    const lagSeconds = timestamp === undefined ? null : Math.max(0, Math.round((clock.wallMs() - timestamp) / 1000))
    return { ...partition, lagSeconds }
  })
}

const known = (answer: OffsetAnswer | undefined): number | null =>
  answer === undefined || answer.errorCode !== ErrorCode.NONE ? null : answer.offset

/** Timestamps of the first record at or after each offset. One batch a partition is read for it. */
async function oldestUnread(
  cluster: Cluster,
  offsets: readonly CommittedOffset[]
): Promise<ReadonlyMap<string, number>> {
  const timestamps = new Map<string, number>()
  if (offsets.length === 0) return timestamps
  const groups = byLeader(offsets, await leadersOf(cluster, offsets))
  await Promise.all(
    Array.from(groups, async ([leader, wishes]) => {
      const connection = await cluster.broker(leader)
      // One at a time: of several, a broker gives only the first a batch that is larger than the limit.
      for (const wish of wishes) {
        const [fetched] = await fetchRecords(connection, [wish], { waitMs: 0, bytesMax: 1024 })
        const first = fetched?.records[0]
        if (first !== undefined && first.timestamp >= 0) timestamps.set(partitionText(wish), first.timestamp)
      }
    })
  )
  return timestamps
}
