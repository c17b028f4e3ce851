import type { Clock } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { Cluster } from '../../client/cluster.ts'
import { fetchRecords } from '../../client/fetch.ts'
import { byLeader, leadersOf } from '../../client/leaders.ts'
import { listOffsets, logPlace } from '../../client/offsets.ts'
import { partitionText } from '../../client/partitions.ts'
import type { CommittedOffset } from './committed.ts'

export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  readonly committedOffset: number
  /** Null while the partition has no leader, or when its topic is gone. */
  readonly endOffset: number | null
  /** Records between the two. */
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
  const ends = await listOffsets(cluster, committed, logPlace.latest)
  const lags = committed.map(({ topic, partition, offset }) => {
    const end = ends.get(partitionText({ topic, partition }))
    const endOffset = end === undefined || end.errorCode !== ErrorCode.NONE ? null : end.offset
    const lag = endOffset === null ? null : Math.max(0, endOffset - offset)
    return { topic, partition, committedOffset: offset, endOffset, lag }
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
