import type { KafkaRecord } from '@gregor/protocol'
import type { FetchWish } from '../../client/fetch.ts'
import type { TopicPartition } from '../../client/partitions.ts'
import type { PartitionReader } from './reader.ts'

/** What one fetch brought of a partition. */
export interface Fetched {
  readonly place: TopicPartition
  readonly records: readonly KafkaRecord[]
  /** Where to read on when all of them are done. */
  readonly nextOffset: number
}

/** Where records to print come from. */
export interface RecordSource {
  /** Whether there is, or may be, more to read. */
  pending(unfinished: (position: FetchWish) => boolean): boolean
  /** What comes next of the partitions that are unfinished, perhaps nothing. */
  next(unfinished: (position: FetchWish) => boolean): Promise<readonly Fetched[]>
  /** All records of a partition that lie before this are printed. */
  printed(position: FetchWish): void
  /** Rejects when what was printed could not be put down. */
  close(): Promise<void>
}

/** A source of partitions that nobody else has a part in. */
export const ungrouped = (reader: PartitionReader): RecordSource => ({
  pending: (unfinished) => reader.positions.some(unfinished),
  next: (unfinished) => reader.next(unfinished),
  printed() {},
  close: () => Promise.resolve()
})
