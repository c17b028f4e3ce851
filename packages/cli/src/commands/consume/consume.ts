import type { MetadataResponseTopic } from '@gregor/protocol/messages/metadata'
import type { FetchWish } from '../../client/fetch.ts'
import { type TopicPartition, partitionText } from '../../client/partitions.ts'
import { CommandError, usageError } from '../../faults.ts'
import type { Session } from '../../session.ts'
import { GroupSource } from './group-source.ts'
import { type PrintOptions, recordLine } from './print-record.ts'
import { PartitionReader } from './reader.ts'
import { type RecordSource, ungrouped } from './source.ts'
import { endOffsets, startOffsets } from './start.ts'
import { Way } from './way.ts'

export interface ConsumeOptions extends Omit<PrintOptions, 'terminal'> {
  readonly from?: string
  readonly partition?: number
  readonly group?: string
  readonly follow?: true
  readonly isolation?: 'read_committed' | 'read_uncommitted'
  readonly count?: number
}

/** `gregor consume TOPIC`: prints until the end that the partitions have now, the count, or for ever. */
export async function consume(session: Session, topic: string, options: ConsumeOptions): Promise<void> {
  const { group } = options
  if (group !== undefined && options.partition !== undefined)
    throw usageError('--group and --partition exclude each other: the group says who reads which partition')
  const metadata = await session.cluster.topic(topic)
  const partitions = wantedPartitions(metadata, topic, options.partition)
  const from = options.from ?? (options.follow === true ? 'end' : 'beginning')
  const isolation = { readCommitted: options.isolation === 'read_committed' }
  const start = await startOffsets(session, partitions, from, isolation)
  const ends = options.follow === true ? undefined : await endOffsets(session.cluster, partitions, isolation)
  if (group === undefined) {
    await printAll(session, ungrouped(new PartitionReader(session, start, isolation)), { ...options, start, ends })
    return
  }
  const source = new GroupSource(session, { group, topic: { name: topic, id: metadata.topicId }, start, ...isolation })
  try {
    await source.open()
    await printAll(session, source, { ...options, ends })
  } catch (error) {
    // The first thing that went wrong is what is told.
    await source.close().catch(() => {})
    throw error
  }
  await source.close()
}

/** Prints what a source gives: up to the `ends` where there are any, and no more than the count. */
async function printAll(
  session: Session,
  source: RecordSource,
  options: ConsumeOptions & {
    /** Undefined where the partitions, or where to begin in them, are for the group to say. */
    readonly start?: readonly FetchWish[]
    readonly ends: readonly FetchWish[] | undefined
  }
): Promise<void> {
  const { ends } = options
  const way = new Way(options)
  const endOf = new Map(ends?.map((end) => [partitionText(end), end.offset]))
  // Partitions that a topic gets later have no end that was asked for.
  const endAt = (place: TopicPartition): number =>
    ends === undefined ? Infinity : (endOf.get(partitionText(place)) ?? 0)
  const unfinished = (position: FetchWish): boolean => position.offset < endAt(position)
  const print = { ...options, terminal: session.terminal }
  let left = options.count ?? Infinity
  while (left > 0 && !session.stopping.aborted && source.pending(unfinished)) {
    for (const { place, records, nextOffset } of await source.next(unfinished)) {
      let printed = 0
      for (const record of records) {
        if (left === 0 || record.offset >= endAt(place) || session.stopping.aborted) break
        await session.print(recordLine(place, record, print))
        printed++
        left--
      }
      const position = { ...place, offset: records[printed]?.offset ?? nextOffset }
      source.printed(position)
      way.reached(position, printed)
      if (!session.terminal) session.progress(way.done, way.total)
    }
  }
}

function wantedPartitions(
  { partitions }: MetadataResponseTopic,
  topic: string,
  wanted: number | undefined
): TopicPartition[] {
  const all = partitions.map(({ partitionIndex }) => partitionIndex).toSorted((a, b) => a - b)
  if (wanted !== undefined && !all.includes(wanted))
    throw new CommandError(`topic ${topic} has no partition ${wanted}; it has ${all.length}, from 0`)
  return all
    .filter((partition) => wanted === undefined || partition === wanted)
    .map((partition) => ({ topic, partition }))
}
