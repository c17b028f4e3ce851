import type { Offset } from '@gregor/base'
import {
  BATCH,
  type BatchHeader,
  buildRecordBatch,
  CompressionCodec,
  compressionOf,
  computeCrc,
  hasLogAppendTime,
  isCompressionCodec,
  isControl,
  isTransactional,
  type KafkaRecord,
  recordsOf
} from '@gregor/protocol'

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
  /** Told of each batch of records that is not looked into. */
  readonly onLeftAlone: () => void
  /** Whether the batch is the newest of its producer, whose sequence must stay in the log. */
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
 * Records of a batch that compaction looks at; undefined when it leaves the batch alone: control batches, batches of
 * transactions (whose outcome it does not know), and batches that cannot be unpacked.
 */
export function compactableRecords(batch: Buffer, header: BatchHeader): KafkaRecord[] | undefined {
  if (isControl(header.attributes) || isTransactional(header.attributes)) return undefined
  try {
    return [...recordsOf(batch, { decompressedBytesMax: UNPACKED_BYTES_MAX })]
  } catch {
    return undefined
  }
}

/** What is left of a batch: the same bytes, a smaller batch that spans the same offsets, or nothing. */
export function cleanBatch(batch: Buffer, header: BatchHeader, rules: CleaningRules): Buffer | undefined {
  if (header.baseOffset >= rules.newest.upTo) return batch
  const records = compactableRecords(batch, header)
  if (records === undefined) {
    if (!isControl(header.attributes)) rules.onLeftAlone()
    return batch
  }
  const kept = records.filter((record) => isKept(record, rules))
  if (kept.length === records.length) return batch
  if (kept.length === 0) return rules.isProducersNewest(header) ? batch : undefined
  return rebuild(header, kept)
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
function rebuild(header: BatchHeader, kept: readonly KafkaRecord[]): Buffer {
  const codec = compressionOf(header.attributes)
  const batch = buildRecordBatch({
    records: kept.map((record) => ({ ...record, offsetDelta: record.offset - header.baseOffset })),
    baseOffset: header.baseOffset,
    leaderEpoch: header.leaderEpoch,
    compression: isCompressionCodec(codec) ? codec : CompressionCodec.NONE,
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
    baseSequence: header.baseSequence,
    ...(hasLogAppendTime(header.attributes) ? { logAppendTime: header.maxTimestamp } : {})
  })
  batch.writeInt32BE(header.lastOffset - header.baseOffset, BATCH.LAST_OFFSET_DELTA)
  batch.writeUInt32BE(computeCrc(batch), BATCH.CRC)
  return batch
}
