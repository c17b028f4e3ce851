import type { Offset } from '@gregor/base'
import {
  BATCH,
  type BatchHeader,
  buildRecordBatch,
  CompressionCodec,
  compressionOf,
  computeCrc,
  hasDeleteHorizon,
  hasLogAppendTime,
  isCompressionCodec,
  isControl,
  isTransactional,
  type KafkaRecord,
  recordsOf
} from '@gregor/protocol'
import { readEndMarker } from './append-batch.ts'
import type { TransactionsInPass } from './transactions-in-pass.ts'

/** A batch that unpacks to more is kept as it is. */
const UNPACKED_BYTES_MAX = 64 * 1024 * 1024

/** Offset of the newest record of each key, for the part of the log below `upTo`. */
export interface NewestOffsets {
  readonly offsets: ReadonlyMap<string, Offset>
  readonly upTo: Offset
}

export interface CleaningRules {
  readonly newest: NewestOffsets
  /** Tombstones below it have been alone for as long as readers may take to see them. */
  readonly dropTombstonesBelow: Offset
  /** What is known of the transactions of the log. */
  readonly transactions: TransactionsInPass
  readonly nowMs: number
  /** How long an end marker stays when nothing is left of its transaction. */
  readonly deleteRetentionMs: number
  /** Told of each batch of records that is not looked into. */
  readonly onLeftAlone: () => void
  /** Whether the batch is the newest of its producer, whose sequence or epoch must stay in the log. */
  readonly isProducersNewest: (header: BatchHeader) => boolean
}

/**
 * Key of a record in the map: its bytes, one to a character. A key of a client cannot collide with another's: strings
 * are compared in full.
 */
export function keyOf(record: KafkaRecord): string | undefined {
  return record.key?.toString('latin1')
}

/**
 * Records of a batch that compaction looks at; undefined when it leaves the batch alone: control batches, and batches that
 * cannot be unpacked.
 */
export function compactableRecords(batch: Buffer, header: BatchHeader): KafkaRecord[] | undefined {
  if (isControl(header.attributes)) return undefined
  try {
    return [...recordsOf(batch, { decompressedBytesMax: UNPACKED_BYTES_MAX })]
  } catch {
    return undefined
  }
}

/**
 * What is left of a batch: the same bytes, a smaller batch that spans the same offsets, or nothing. Every batch of the log
 * comes by, in order.
 */
export function cleanBatch(batch: Buffer, header: BatchHeader, rules: CleaningRules): Buffer | undefined {
  const { newest, transactions } = rules
  if (isControl(header.attributes)) return cleanMarker(batch, header, rules)
  if (isTransactional(header.attributes)) transactions.sawRecords(header)
  if (header.baseOffset >= newest.upTo) return batch
  if (transactions.isAborted(header)) return rules.isProducersNewest(header) ? batch : undefined
  const records = compactableRecords(batch, header)
  if (records === undefined) {
    rules.onLeftAlone()
    return batch
  }
  const kept = records.filter((record) => isKept(record, rules))
  if (kept.length === records.length) return batch
  if (kept.length === 0) return rules.isProducersNewest(header) ? batch : undefined
  return rebuild(header, kept)
}

/**
 * An end marker stays until nothing has been left of its transaction for a while: a replica or reader that has some of the
 * records must find it. The first pass that finds no records writes into the marker how long that is.
 */
function cleanMarker(batch: Buffer, header: BatchHeader, rules: CleaningRules): Buffer | undefined {
  if (readEndMarker(batch, header) === undefined) return batch
  const { hadRecords } = rules.transactions.sawMarker(header)
  if (hadRecords || header.baseOffset >= rules.newest.upTo) return batch
  if (!hasDeleteHorizon(header.attributes)) {
    return rebuild(header, [...recordsOf(batch, { decompressedBytesMax: UNPACKED_BYTES_MAX })], {
      deleteHorizon: rules.nowMs + rules.deleteRetentionMs
    })
  }
  return rules.nowMs < header.baseTimestamp || rules.isProducersNewest(header) ? batch : undefined
}

function isKept(record: KafkaRecord, { newest, dropTombstonesBelow }: CleaningRules): boolean {
  if (record.offset >= newest.upTo) return true
  const key = keyOf(record)
  if (key === undefined) return false
  const newestOffset = newest.offsets.get(key)
  if (newestOffset !== undefined && record.offset < newestOffset) return false
  return record.value !== null || record.offset >= dropTombstonesBelow
}

/** Base and last offset, epoch, producer and sequence stay: the log's epochs and producers must not change. */
function rebuild(
  header: BatchHeader,
  kept: readonly KafkaRecord[],
  more: { readonly deleteHorizon?: number } = {}
): Buffer {
  const codec = compressionOf(header.attributes)
  const batch = buildRecordBatch({
    records: kept.map((record) => ({ ...record, offsetDelta: record.offset - header.baseOffset })),
    baseOffset: header.baseOffset,
    leaderEpoch: header.leaderEpoch,
    compression: isCompressionCodec(codec) ? codec : CompressionCodec.NONE,
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
    baseSequence: header.baseSequence,
    transactional: isTransactional(header.attributes),
    control: isControl(header.attributes),
    ...more,
    ...(hasLogAppendTime(header.attributes) ? { logAppendTime: header.maxTimestamp } : {})
  })
  batch.writeInt32BE(header.lastOffset - header.baseOffset, BATCH.LAST_OFFSET_DELTA)
  batch.writeUInt32BE(computeCrc(batch), BATCH.CRC)
  return batch
}
