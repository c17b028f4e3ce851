import type { KafkaRecord } from '@gregor/protocol'
import type { Connection } from '../../client/connection.ts'
import type { FetchWish } from '../../client/fetch.ts'
import { type TopicPartition, partitionText } from '../../client/partitions.ts'
import { CommandError } from '../../faults.ts'
import { count } from '../../format/table.ts'
import type { Session } from '../../session.ts'
import { commitOffsets, committedOffsets } from '../groups/committed.ts'
import { findGroup } from '../groups/state.ts'
import { type PrintOptions, recordLine } from './print-record.ts'
import { PartitionReader } from './reader.ts'
import { endOffsets, startOffsets } from './start.ts'

export interface ConsumeOptions extends Omit<PrintOptions, 'terminal'> {
  readonly from?: string
  readonly partition?: number
  readonly group?: string
  readonly follow?: true
  readonly isolation?: 'read_committed' | 'read_uncommitted'
  readonly count?: number
}

/** How often a group's offsets are committed at most while records come. */
const commitIntervalMs = 1000

/** `gregor consume TOPIC`: prints until the end that the partitions have now, the count, or for ever. */
export async function consume(session: Session, topic: string, options: ConsumeOptions): Promise<void> {
  const partitions = await wantedPartitions(session, topic, options.partition)
  const from = options.from ?? (options.follow === true ? 'end' : 'beginning')
  const isolation = { readCommitted: options.isolation === 'read_committed' }
  const start = await startOffsets(session, partitions, from, isolation)
  const group = options.group === undefined ? undefined : await openGroup(session, options.group, start)
  const reader = new PartitionReader(session, group?.start ?? start, isolation)
  const ends = options.follow === true ? undefined : await endOffsets(session.cluster, partitions, isolation)
  const endOf = new Map(ends?.map((end) => [partitionText(end), end.offset]))
  const unfinished = (position: FetchWish): boolean =>
    position.offset < (endOf.get(partitionText(position)) ?? Infinity)
  const print = { ...options, terminal: session.terminal }
  let left = options.count ?? Infinity
  while (left > 0 && !session.stopping.aborted && reader.positions.some(unfinished)) {
    for (const { place, records } of await reader.next(unfinished)) {
      const end = endOf.get(partitionText(place)) ?? Infinity
      const printed = records.filter(({ offset }) => offset < end).slice(0, left)
      for (const record of printed) await session.print(recordLine(place, record, print))
      left -= printed.length
      group?.note(place, printed)
    }
    await group?.commit(commitIntervalMs)
  }
  await group?.commit(0)
}

async function wantedPartitions(
  { cluster }: Session,
  topic: string,
  wanted: number | undefined
): Promise<TopicPartition[]> {
  const { partitions } = await cluster.topic(topic)
  const all = partitions.map(({ partitionIndex }) => partitionIndex).toSorted((a, b) => a - b)
  if (wanted !== undefined && !all.includes(wanted))
    throw new CommandError(`topic ${topic} has no partition ${wanted}; it has ${all.length}, from 0`)
  return all
    .filter((partition) => wanted === undefined || partition === wanted)
    .map((partition) => ({ topic, partition }))
}

interface OpenGroup {
  /** Where the group was; where it has no offset, where the command line says. */
  readonly start: readonly FetchWish[]
  /** These records were printed. */
  note(place: TopicPartition, records: readonly KafkaRecord[]): void
  /** Commits what is new, unless it did less than so many milliseconds ago. */
  commit(intervalMs: number): Promise<void>
}

async function openGroup(session: Session, id: string, start: readonly FetchWish[]): Promise<OpenGroup> {
  const coordinator = (): Promise<Connection> => session.cluster.coordinator(id, session.pause)
  const members = (await findGroup(await coordinator(), id))?.members.length ?? 0
  // Its commits would be refused, after everything was printed.
  if (members > 0)
    throw new CommandError(
      `group ${id} has ${count(members, 'member')}: stop its consumers first, or read without --group`
    )
  const known = new Map(
    (await committedOffsets(await coordinator(), id)).map((offset) => [partitionText(offset), offset.offset])
  )
  const printed = new Map<string, FetchWish>()
  let committedAt = session.clock.monotonicMs()
  return {
    start: start.map((wish) => ({ ...wish, offset: known.get(partitionText(wish)) ?? wish.offset })),
    note(place, records) {
      const last = records.at(-1)
      if (last !== undefined) printed.set(partitionText(place), { ...place, offset: last.offset + 1 })
    },
    async commit(intervalMs) {
      if (printed.size === 0 || session.clock.monotonicMs() - committedAt < intervalMs) return
      await commitOffsets(await coordinator(), id, [...printed.values()])
      printed.clear()
      committedAt = session.clock.monotonicMs()
    }
  }
}
