import { buildRecordBatch, NO_PRODUCER_ID } from '../../packages/protocol/dist/index.js'

/** A batch of about `batchBytes`, as a producer fills one with records of `recordBytes`; at least one record. */
export function batchOf(recordBytes, batchBytes = 16_384) {
  const count = Math.max(1, Math.floor((batchBytes - 61) / (recordBytes + 9)))
  return { records: batchOfCount(recordBytes, count), count }
}

/** A batch of `count` records of `recordBytes`. */
export function batchOfCount(recordBytes, count) {
  const value = Buffer.from(Array.from({ length: recordBytes }, (_, index) => (index * 31 + 7) & 255))
  const timestamp = Date.now()
  const records = Array.from({ length: count }, () => ({ key: null, value, timestamp, headers: [] }))
  return buildRecordBatch({ records, producerId: NO_PRODUCER_ID })
}
