import { buildRecordBatch, NO_PRODUCER_ID } from '../../packages/protocol/dist/index.js'

/** A batch of about `batchBytes`, as a producer fills one with records of `recordBytes`. */
export function batchOf(recordBytes, batchBytes = 16_384) {
  const count = Math.max(1, Math.floor((batchBytes - 61) / (recordBytes + 9)))
  const value = Buffer.from(Array.from({ length: recordBytes }, (_, index) => (index * 31 + 7) & 255))
  const timestamp = Date.now()
  const records = Array.from({ length: count }, () => ({ key: null, value, timestamp, headers: [] }))
  return { records: buildRecordBatch({ records, producerId: NO_PRODUCER_ID }), count }
}
