import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { CompressionCodec } from '../../src/compression/codec.ts'
import { prepareZstd } from '../../src/compression/zstd.ts'
import { hasDeleteHorizon, hasValidCrc, isControl, readBatchHeader } from '../../src/records/batch.ts'
import { buildRecordBatch } from '../../src/records/build.ts'
import { recordsOf } from '../../src/records/read.ts'

await prepareZstd()

const bytes = fc.option(fc.uint8Array({ maxLength: 40 }).map((value) => Buffer.from(value)))
const record = fc.record({
  key: bytes,
  value: bytes,
  headers: fc.array(fc.record({ key: fc.string({ maxLength: 5 }), value: bytes }), { maxLength: 3 }),
  timestamp: fc.integer({ min: -1, max: 2 ** 45 })
})

describe('building a record batch', () => {
  test.each(Object.entries(CompressionCodec))('with %s: records come back as they went', (_name, compression) => {
    const property = fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), fc.nat(), (records, baseOffset) => {
      const batch = buildRecordBatch({ records, compression, baseOffset })
      expect(hasValidCrc(batch)).toBe(true)
      const back = [...recordsOf(batch, { decompressedBytesMax: 1e6 })]
      expect(back).toEqual(records.map((each, index) => ({ ...each, offset: baseOffset + index })))
    })
    fc.assert(property, { numRuns: 50 })
  })

  test('fills in the header', () => {
    const batch = buildRecordBatch({
      records: [
        { key: null, value: null, timestamp: 2000 },
        { key: null, value: null, timestamp: 1000, offsetDelta: 5 }
      ],
      baseOffset: 2 ** 40,
      leaderEpoch: 7,
      producerId: 2 ** 41,
      producerEpoch: 3,
      baseSequence: 11,
      transactional: true,
      compression: CompressionCodec.LZ4
    })
    expect(readBatchHeader(batch)).toEqual({
      position: 0,
      sizeBytes: batch.length,
      baseOffset: 2 ** 40,
      lastOffset: 2 ** 40 + 5,
      leaderEpoch: 7,
      attributes: 0x13,
      baseTimestamp: 2000,
      maxTimestamp: 2000,
      producerId: 2 ** 41,
      producerEpoch: 3,
      baseSequence: 11,
      count: 2
    })
  })

  test('a delete horizon is where the base timestamp was, and the records keep their time', () => {
    const records = [1000, 3000].map((timestamp) => ({ key: null, value: Buffer.from('x'), timestamp }))
    const batch = buildRecordBatch({ records, control: true, transactional: true, deleteHorizon: 9_000_000 })
    const header = readBatchHeader(batch)
    expect(header).toMatchObject({ baseTimestamp: 9_000_000, maxTimestamp: 3000 })
    expect([hasDeleteHorizon(header.attributes), isControl(header.attributes)]).toEqual([true, true])
    const back = [...recordsOf(batch, { decompressedBytesMax: 1000 })]
    expect(back.map(({ timestamp }) => timestamp)).toEqual([1000, 3000])
  })

  test('a batch of the append time gives that time to all its records', () => {
    const records = [
      { key: null, value: null, timestamp: 1 },
      { key: null, value: null, timestamp: 2 }
    ]
    const batch = buildRecordBatch({ records, logAppendTime: 99 })
    expect([...recordsOf(batch, { decompressedBytesMax: 100 })].map(({ timestamp }) => timestamp)).toEqual([99, 99])
  })
})
