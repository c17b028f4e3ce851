import { crc32c } from '../crc32c.ts'
import { readInt64, writeInt64 } from '../wire/int64.ts'
import { ATTRIBUTE, BATCH, BATCH_HEADER_BYTES, BATCH_OVERHEAD_BYTES } from './layout.ts'

/**
 * Fields of a batch in a buffer, read where they lie. `at` is where the batch begins; 61 bytes must be there. An
 * int64 beyond 2^53 comes back rounded: `validateProduceBatch` keeps such batches out of the log.
 */
export const baseOffsetOf = (buffer: Buffer, at = 0): number => readInt64(buffer, at + BATCH.BASE_OFFSET)
export const leaderEpochOf = (buffer: Buffer, at = 0): number => buffer.readInt32BE(at + BATCH.LEADER_EPOCH)
export const magicOf = (buffer: Buffer, at = 0): number => buffer.readInt8(at + BATCH.MAGIC)
export const crcOf = (buffer: Buffer, at = 0): number => buffer.readUInt32BE(at + BATCH.CRC)
export const attributesOf = (buffer: Buffer, at = 0): number => buffer.readInt16BE(at + BATCH.ATTRIBUTES)
export const lastOffsetDeltaOf = (buffer: Buffer, at = 0): number => buffer.readInt32BE(at + BATCH.LAST_OFFSET_DELTA)
export const baseTimestampOf = (buffer: Buffer, at = 0): number => readInt64(buffer, at + BATCH.BASE_TIMESTAMP)
export const maxTimestampOf = (buffer: Buffer, at = 0): number => readInt64(buffer, at + BATCH.MAX_TIMESTAMP)
export const producerIdOf = (buffer: Buffer, at = 0): number => readInt64(buffer, at + BATCH.PRODUCER_ID)
export const producerEpochOf = (buffer: Buffer, at = 0): number => buffer.readInt16BE(at + BATCH.PRODUCER_EPOCH)
export const baseSequenceOf = (buffer: Buffer, at = 0): number => buffer.readInt32BE(at + BATCH.BASE_SEQUENCE)
export const recordCountOf = (buffer: Buffer, at = 0): number => buffer.readInt32BE(at + BATCH.COUNT)

/** Offset of the last record. */
export const lastOffsetOf = (buffer: Buffer, at = 0): number => baseOffsetOf(buffer, at) + lastOffsetDeltaOf(buffer, at)

/** Bytes that the batch takes, by its length field. Only 12 bytes need be there. */
export const batchBytesOf = (buffer: Buffer, at = 0): number =>
  buffer.readInt32BE(at + BATCH.LENGTH) + BATCH_OVERHEAD_BYTES

export const compressionOf = (attributes: number): number => attributes & ATTRIBUTE.COMPRESSION_MASK
export const isTransactional = (attributes: number): boolean => (attributes & ATTRIBUTE.TRANSACTIONAL) !== 0
export const isControl = (attributes: number): boolean => (attributes & ATTRIBUTE.CONTROL) !== 0
export const hasLogAppendTime = (attributes: number): boolean => (attributes & ATTRIBUTE.LOG_APPEND_TIME) !== 0

/** Whether the base timestamp is in truth the time from which on compaction may remove the batch (KIP-534). */
export const hasDeleteHorizon = (attributes: number): boolean => (attributes & ATTRIBUTE.DELETE_HORIZON) !== 0

/** All fields of a batch's header, for those who need most of them. One object a batch. */
export interface BatchHeader {
  /** Where the batch begins in its buffer, and the bytes it takes. */
  readonly position: number
  readonly sizeBytes: number
  readonly baseOffset: number
  readonly lastOffset: number
  readonly leaderEpoch: number
  readonly attributes: number
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly count: number
}

export function readBatchHeader(buffer: Buffer, at = 0): BatchHeader {
  const baseOffset = baseOffsetOf(buffer, at)
  return {
    position: at,
    sizeBytes: batchBytesOf(buffer, at),
    baseOffset,
    lastOffset: baseOffset + lastOffsetDeltaOf(buffer, at),
    leaderEpoch: leaderEpochOf(buffer, at),
    attributes: attributesOf(buffer, at),
    baseTimestamp: baseTimestampOf(buffer, at),
    maxTimestamp: maxTimestampOf(buffer, at),
    producerId: producerIdOf(buffer, at),
    producerEpoch: producerEpochOf(buffer, at),
    baseSequence: baseSequenceOf(buffer, at),
    count: recordCountOf(buffer, at)
  }
}

/** Whether a whole batch lies at `at`: its header is there, and its length is possible and lies within the buffer. */
export function hasWholeBatch(buffer: Buffer, at: number): boolean {
  if (buffer.length - at < BATCH_HEADER_BYTES) return false
  const bytes = batchBytesOf(buffer, at)
  return bytes >= BATCH_HEADER_BYTES && bytes <= buffer.length - at
}

/** The headers of the whole batches in `records`, in order; ends before a batch that is cut off. */
export function* batchesOf(records: Buffer): Generator<BatchHeader> {
  for (let at = 0; hasWholeBatch(records, at); at += batchBytesOf(records, at)) yield readBatchHeader(records, at)
}

/** CRC32C of what the CRC of the batch must cover. */
export function computeCrc(buffer: Buffer, at = 0): number {
  return crc32c(buffer.subarray(at + BATCH.ATTRIBUTES, at + batchBytesOf(buffer, at)))
}

export const hasValidCrc = (buffer: Buffer, at = 0): boolean => computeCrc(buffer, at) === crcOf(buffer, at)

/** Sets the base offset; the CRC does not cover it. */
export function setBaseOffset(buffer: Buffer, at: number, offset: number): void {
  writeInt64(buffer, at + BATCH.BASE_OFFSET, offset)
}

/** Sets the partition leader epoch; the CRC does not cover it. */
export function setLeaderEpoch(buffer: Buffer, at: number, epoch: number): void {
  buffer.writeInt32BE(epoch, at + BATCH.LEADER_EPOCH)
}

/** Gives all records the time of the append (message.timestamp.type=LogAppendTime), and the batch its new CRC. */
export function setLogAppendTime(buffer: Buffer, at: number, timestamp: number): void {
  buffer.writeInt16BE(attributesOf(buffer, at) | ATTRIBUTE.LOG_APPEND_TIME, at + BATCH.ATTRIBUTES)
  writeInt64(buffer, at + BATCH.MAX_TIMESTAMP, timestamp)
  buffer.writeUInt32BE(computeCrc(buffer, at), at + BATCH.CRC)
}
