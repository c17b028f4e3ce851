import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { CompressionCodec } from '../../src/compression/codec.ts'
import { prepareZstd } from '../../src/compression/zstd.ts'
import { errorInfo } from '../../src/errors.ts'
import { computeCrc } from '../../src/records/batch.ts'
import { buildRecordBatch, type NewBatch } from '../../src/records/build.ts'
import { BATCH } from '../../src/records/layout.ts'
import { type ProduceLimits, validateProduceBatch } from '../../src/records/validate.ts'

await prepareZstd()

const records = [
  { key: Buffer.from('k'), value: Buffer.from('v'), timestamp: 1_700_000_000_000 },
  { key: null, value: null, timestamp: 1_700_000_000_001 }
]
const limits: ProduceLimits = { batchBytesMax: 1000 }

const build = (batch: Partial<NewBatch> = {}): Buffer => buildRecordBatch({ records, ...batch })

/** A sound batch with one change and a CRC that fits again. */
function changed(change: (batch: Buffer) => void): Buffer {
  const batch = build()
  change(batch)
  batch.writeUInt32BE(computeCrc(batch), BATCH.CRC)
  return batch
}

function outcome(batch: Buffer | null, other: Partial<ProduceLimits> = {}): string {
  const result = validateProduceBatch(batch, { ...limits, ...other })
  return result.ok ? 'accepted' : errorInfo(result.error.code).name
}

describe('what a producer sent for a partition', () => {
  test.each(Object.values(CompressionCodec))('is accepted with compression %i, its header given', (compression) => {
    const result = validateProduceBatch(build({ compression }), limits)
    expect(result).toMatchObject({ ok: true, value: { count: 2, attributes: compression, lastOffset: 1 } })
  })

  test('is accepted from an idempotent and from a transactional producer', () => {
    expect(outcome(build({ producerId: 1, producerEpoch: 0, baseSequence: 0 }))).toBe('accepted')
    expect(outcome(build({ producerId: 1, producerEpoch: 0, baseSequence: 5, transactional: true }))).toBe('accepted')
  })

  const cases: readonly (readonly [string, string, Buffer | null])[] = [
    ['nothing', 'INVALID_RECORD', null],
    ['no bytes', 'INVALID_RECORD', Buffer.alloc(0)],
    ['less than a header', 'CORRUPT_MESSAGE', build().subarray(0, 60)],
    ['a batch that is cut off', 'CORRUPT_MESSAGE', build().subarray(0, -1)],
    ['a negative length', 'CORRUPT_MESSAGE', changedLength(-1)],
    ['a length below that of the header', 'CORRUPT_MESSAGE', changedLength(40)],
    ['a length beyond the bytes', 'CORRUPT_MESSAGE', changedLength(0x7fffffff)],
    ['two batches', 'INVALID_RECORD', Buffer.concat([build(), build()])],
    ['magic 1', 'UNSUPPORTED_FOR_MESSAGE_FORMAT', changed((batch) => batch.writeInt8(1, BATCH.MAGIC))],
    ['a wrong CRC', 'CORRUPT_MESSAGE', wrongCrc()],
    ['no records', 'INVALID_RECORD', changed((batch) => batch.writeInt32BE(0, BATCH.COUNT))],
    ['a negative count', 'INVALID_RECORD', changed((batch) => batch.writeInt32BE(-1, BATCH.COUNT))],
    ['a count that is not the span', 'INVALID_RECORD', changed((batch) => batch.writeInt32BE(3, BATCH.COUNT))],
    ['more records than bytes', 'INVALID_RECORD', changed((batch) => setSpan(batch, 1_000_000))],
    ['control records', 'INVALID_RECORD', build({ control: true })],
    ['a delete horizon', 'INVALID_RECORD', changed((batch) => batch.writeInt16BE(0x40, BATCH.ATTRIBUTES))],
    ['the append time', 'INVALID_TIMESTAMP', build({ logAppendTime: 5 })],
    ['compression 5', 'UNSUPPORTED_COMPRESSION_TYPE', changed((batch) => batch.writeInt16BE(5, BATCH.ATTRIBUTES))],
    ['a transaction without producer', 'INVALID_RECORD', build({ transactional: true })],
    ['a producer without sequence', 'INVALID_RECORD', build({ producerId: 5, producerEpoch: 0 })],
    ['a producer without epoch', 'INVALID_RECORD', build({ producerId: 5, baseSequence: 0 })],
    ['a producer id beyond 2^53', 'INVALID_RECORD', changed((batch) => setInt64(batch, BATCH.PRODUCER_ID, 2n ** 60n))],
    [
      'a timestamp beyond 2^53',
      'INVALID_TIMESTAMP',
      changed((batch) => setInt64(batch, BATCH.BASE_TIMESTAMP, 2n ** 60n))
    ]
  ]

  test.each(cases)('%s is refused with %s', (_what, code, batch) => expect(outcome(batch)).toBe(code))

  test('a batch larger than the topic accepts is refused, one as large is not', () => {
    const batch = build()
    expect(outcome(batch, { batchBytesMax: batch.length })).toBe('accepted')
    expect(outcome(batch, { batchBytesMax: batch.length - 1 })).toBe('MESSAGE_TOO_LARGE')
  })

  test('zstd is refused before version 7 of Produce (KIP-110)', () => {
    const batch = build({ compression: CompressionCodec.ZSTD })
    expect(outcome(batch, { apiVersion: 6 })).toBe('UNSUPPORTED_COMPRESSION_TYPE')
    expect(outcome(batch, { apiVersion: 7 })).toBe('accepted')
  })

  test('whatever bytes it is, the answer is a code and never an exception', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(300), (bytes, at) => {
      outcome(Buffer.from(bytes))
      const batch = build()
      batch.set(bytes.subarray(0, Math.max(0, batch.length - at)), Math.min(at, batch.length))
      outcome(batch)
    })
    fc.assert(property)
  })
})

function changedLength(length: number): Buffer {
  const batch = build()
  batch.writeInt32BE(length, BATCH.LENGTH)
  return batch
}

function wrongCrc(): Buffer {
  const batch = build()
  batch[batch.length - 1]! ^= 1
  return batch
}

function setSpan(batch: Buffer, count: number): void {
  batch.writeInt32BE(count, BATCH.COUNT)
  batch.writeInt32BE(count - 1, BATCH.LAST_OFFSET_DELTA)
}

function setInt64(batch: Buffer, at: number, value: bigint): void {
  batch.writeBigInt64BE(value, at)
}
