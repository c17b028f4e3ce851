import { buildRecordBatch, type NewBatch } from '@gregor/protocol'

/** One record batch with these values, as a producer without idempotence sends it. */
export function batchOf(values: readonly string[], options: Omit<NewBatch, 'records'> = {}): Buffer {
  const records = values.map((value) => ({ timestamp: 1_700_000_000_000, key: null, value: Buffer.from(value) }))
  return buildRecordBatch({ ...options, records })
}
