import { invariant } from '@gregor/base'
import { CompressionCodec } from '../compression/codec.ts'
import { compress } from '../compression/compression.ts'
import { computeCrc, setBaseOffset, setLeaderEpoch } from './batch.ts'
import {
  ATTRIBUTE,
  BATCH,
  BATCH_HEADER_BYTES,
  BATCH_OVERHEAD_BYTES,
  MAGIC_V2,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE
} from './layout.ts'
import type { NewRecord } from './record.ts'
import { putVarint, putVarlong, varintBytes, varlongBytes } from './varint.ts'

export interface NewBatch {
  /** At least one. */
  readonly records: readonly NewRecord[]
  /** Default 0: the log assigns offsets. */
  readonly baseOffset?: number
  /** Default -1: the leader sets it. */
  readonly leaderEpoch?: number
  readonly compression?: CompressionCodec
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly baseSequence?: number
  readonly transactional?: boolean
  readonly control?: boolean
  /** Gives all records this time in place of their own. */
  readonly logAppendTime?: number
  /** When compaction may remove the batch, which is an end marker or holds tombstones only (KIP-534). */
  readonly deleteHorizon?: number
}

/** A whole record batch, ready to append. For records that the broker itself writes, and for tools and tests. */
export function buildRecordBatch(batch: NewBatch): Buffer {
  const { records, compression = CompressionCodec.NONE } = batch
  invariant(records.length > 0, 'a record batch has at least one record')
  const plain = encodeRecords(records, baseTimestampOf(batch))
  if (compression === CompressionCodec.NONE) return finish(plain, batch)
  const compressed = compress(compression, plain.subarray(BATCH_HEADER_BYTES))
  return finish(Buffer.concat([plain.subarray(0, BATCH_HEADER_BYTES), compressed]), batch)
}

/** Room for the header, then the records. */
function encodeRecords(records: readonly NewRecord[], baseTimestamp: number): Buffer {
  const lengths: number[] = []
  let bytes = BATCH_HEADER_BYTES
  for (const [index, record] of records.entries()) {
    const length = recordBytes(record, record.offsetDelta ?? index, record.timestamp - baseTimestamp)
    lengths.push(length)
    bytes += varintBytes(length) + length
  }
  const buffer = Buffer.allocUnsafe(bytes)
  let at: number = BATCH_HEADER_BYTES
  for (const [index, record] of records.entries()) {
    at = putVarint(buffer, at, lengths[index]!)
    at = putRecord(buffer, at, record, {
      offset: record.offsetDelta ?? index,
      timestamp: record.timestamp - baseTimestamp
    })
  }
  invariant(at === bytes, 'records take the bytes that were counted', { at, bytes })
  return buffer
}

function recordBytes({ key, value, headers = [] }: NewRecord, offsetDelta: number, timestampDelta: number): number {
  let bytes = 1 + varlongBytes(timestampDelta) + varintBytes(offsetDelta) + sizedBytes(key) + sizedBytes(value)
  bytes += varintBytes(headers.length)
  for (const header of headers) {
    const keyBytes = Buffer.byteLength(header.key)
    bytes += varintBytes(keyBytes) + keyBytes + sizedBytes(header.value)
  }
  return bytes
}

const sizedBytes = (value: Uint8Array | null): number => (value === null ? 1 : varintBytes(value.length) + value.length)

function putRecord(
  buffer: Buffer,
  start: number,
  { key, value, headers = [] }: NewRecord,
  delta: { readonly offset: number; readonly timestamp: number }
): number {
  buffer[start] = 0
  let at = putVarlong(buffer, start + 1, delta.timestamp)
  at = putVarint(buffer, at, delta.offset)
  at = putBytes(buffer, at, key)
  at = putBytes(buffer, at, value)
  at = putVarint(buffer, at, headers.length)
  for (const header of headers) {
    at = putBytes(buffer, at, Buffer.from(header.key))
    at = putBytes(buffer, at, header.value)
  }
  return at
}

function putBytes(buffer: Buffer, at: number, value: Uint8Array | null): number {
  if (value === null) return putVarint(buffer, at, -1)
  const start = putVarint(buffer, at, value.length)
  buffer.set(value, start)
  return start + value.length
}

/** What the timestamps of the records are told by. A delete horizon takes its place. */
const baseTimestampOf = ({ records, deleteHorizon }: NewBatch): number => deleteHorizon ?? records[0]!.timestamp

/** Fills in the header. */
function finish(buffer: Buffer, batch: NewBatch): Buffer {
  const { records, producerId = NO_PRODUCER_ID, producerEpoch = NO_PRODUCER_EPOCH } = batch
  setBaseOffset(buffer, 0, batch.baseOffset ?? 0)
  buffer.writeInt32BE(buffer.length - BATCH_OVERHEAD_BYTES, BATCH.LENGTH)
  setLeaderEpoch(buffer, 0, batch.leaderEpoch ?? -1)
  buffer.writeInt8(MAGIC_V2, BATCH.MAGIC)
  buffer.writeInt16BE(attributesFor(batch), BATCH.ATTRIBUTES)
  buffer.writeInt32BE(records.at(-1)!.offsetDelta ?? records.length - 1, BATCH.LAST_OFFSET_DELTA)
  buffer.writeBigInt64BE(BigInt(baseTimestampOf(batch)), BATCH.BASE_TIMESTAMP)
  buffer.writeBigInt64BE(BigInt(batch.logAppendTime ?? latest(records)), BATCH.MAX_TIMESTAMP)
  buffer.writeBigInt64BE(BigInt(producerId), BATCH.PRODUCER_ID)
  buffer.writeInt16BE(producerEpoch, BATCH.PRODUCER_EPOCH)
  buffer.writeInt32BE(batch.baseSequence ?? NO_SEQUENCE, BATCH.BASE_SEQUENCE)
  buffer.writeInt32BE(records.length, BATCH.COUNT)
  buffer.writeUInt32BE(computeCrc(buffer), BATCH.CRC)
  return buffer
}

function attributesFor({
  compression = CompressionCodec.NONE,
  transactional,
  control,
  logAppendTime,
  deleteHorizon
}: NewBatch): number {
  return (
    compression |
    (transactional ? ATTRIBUTE.TRANSACTIONAL : 0) |
    (control ? ATTRIBUTE.CONTROL : 0) |
    (logAppendTime === undefined ? 0 : ATTRIBUTE.LOG_APPEND_TIME) |
    (deleteHorizon === undefined ? 0 : ATTRIBUTE.DELETE_HORIZON)
  )
}

function latest(records: readonly NewRecord[]): number {
  let timestamp = records[0]!.timestamp
  for (const record of records) timestamp = Math.max(timestamp, record.timestamp)
  return timestamp
}
