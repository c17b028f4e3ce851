import { ZERO_TOPIC_ID } from '@gregor/base'
import { type KafkaRecord, batchesOf, isControl, prepareZstd, recordsOf } from '@gregor/protocol'
import { FetchApi } from '@gregor/protocol/messages/fetch'
import { createAbortedFilter, type AbortedTransaction } from './aborted.ts'
import type { Connection } from './connection.ts'
import type { TopicPartition } from './partitions.ts'

/** The newest version that names topics; later ones have their ids. */
const fetchByNameMax = 12
/** No batch of a well-kept topic comes near; what claims more is refused. */
const decompressedBytesMax = 512 << 20

export interface FetchWish extends TopicPartition {
  readonly offset: number
}

export interface FetchedPartition extends TopicPartition {
  readonly errorCode: number
  readonly highWatermark: number
  readonly logStartOffset: number
  readonly records: readonly KafkaRecord[]
  /** Where to read on. */
  readonly nextOffset: number
}

/** Reads from the leader of all these partitions what is there, waiting up to `waitMs` for the first record. */
export async function fetchRecords(
  connection: Connection,
  wishes: readonly FetchWish[],
  options: {
    readonly waitMs: number
    readonly bytesMax: number
    readonly partitionBytesMax?: number
    /** Only records of no transaction, or of one that was committed; up to the last stable offset. */
    readonly readCommitted?: boolean
  }
): Promise<FetchedPartition[]> {
  await prepareZstd()
  const { waitMs, bytesMax } = options
  const topics = new Map<string, FetchWish[]>()
  for (const wish of wishes) topics.set(wish.topic, [...(topics.get(wish.topic) ?? []), wish])
  const { responses } = await connection.request(
    FetchApi,
    {
      maxWaitMs: waitMs,
      minBytes: 1,
      maxBytes: bytesMax,
      isolationLevel: options.readCommitted === true ? 1 : 0,
      topics: Array.from(topics, ([topic, own]) => ({
        topic,
        topicId: ZERO_TOPIC_ID,
        partitions: own.map(({ partition, offset }) => ({
          partition,
          fetchOffset: offset,
          partitionMaxBytes: options.partitionBytesMax ?? bytesMax
        }))
      }))
    },
    { max: fetchByNameMax, extraMs: waitMs }
  )
  const offsets = new Map(wishes.map(({ topic, partition, offset }) => [`${topic}-${partition}`, offset]))
  return responses.flatMap(({ topic, partitions }) =>
    partitions.map((answer) => {
      const partition = answer.partitionIndex
      const from = offsets.get(`${topic}-${partition}`) ?? 0
      const { errorCode, highWatermark, logStartOffset, records, abortedTransactions } = answer
      return {
        topic,
        partition,
        errorCode,
        highWatermark,
        logStartOffset,
        ...taken(records ?? Buffer.alloc(0), from, abortedTransactions ?? [])
      }
    })
  )
}

/**
 * The records from an offset on: a batch may begin before it. Control records are passed over, and those of aborted
 * transactions.
 */
function taken(
  bytes: Buffer,
  from: number,
  aborted: readonly AbortedTransaction[]
): { readonly records: KafkaRecord[]; readonly nextOffset: number } {
  const records: KafkaRecord[] = []
  const isAborted = createAbortedFilter(bytes, aborted)
  let nextOffset = from
  for (const batch of batchesOf(bytes)) {
    const { position, attributes, lastOffset } = batch
    if (!isAborted(batch) && !isControl(attributes))
      for (const record of recordsOf(bytes, { at: position, decompressedBytesMax }))
        if (record.offset >= from) records.push(record)
    nextOffset = Math.max(nextOffset, lastOffset + 1)
  }
  return { records, nextOffset }
}
