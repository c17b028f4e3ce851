import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { CompressionCodec } from '../../src/compression/codec.ts'
import { prepareZstd } from '../../src/compression/zstd.ts'
import { ErrorCode } from '../../src/errors.ts'
import { decodeGroupMetadataKey } from '../../src/messages/group-metadata-key.ts'
import { decodeGroupMetadataValue, encodeGroupMetadataValue } from '../../src/messages/group-metadata-value.ts'
import { decodeOffsetCommitKey } from '../../src/messages/offset-commit-key.ts'
import { decodeOffsetCommitValue, encodeOffsetCommitValue } from '../../src/messages/offset-commit-value.ts'
import { batchesOf, compressionOf, computeCrc, hasValidCrc } from '../../src/records/batch.ts'
import { buildRecordBatch } from '../../src/records/build.ts'
import { BATCH } from '../../src/records/layout.ts'
import { recordsOf } from '../../src/records/read.ts'
import type { KafkaRecord } from '../../src/records/record.ts'
import { decodeVersioned, encodeVersioned, versionedPrefix } from '../../src/versioned.ts'
import { ProtocolError } from '../../src/wire/protocol-error.ts'

await prepareZstd()

/** A segment file that a Kafka 4.3 broker wrote. */
const segment = (name: string): Buffer => readFileSync(new URL(`../fixtures/segments/${name}.log`, import.meta.url))

function readSegment(name: string): KafkaRecord[] {
  const log = segment(name)
  return [...batchesOf(log)].flatMap(({ position }) => {
    expect(hasValidCrc(log, position)).toBe(true)
    return [...recordsOf(log, { at: position, decompressedBytesMax: 1e6 })]
  })
}

describe('batches that clients wrote', () => {
  const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

  test.each(codecs)('the Java producer with %s', (codec) => {
    const records = readSegment(`java-${codec}`)
    expect(records.map(({ offset }) => offset)).toEqual(Array.from({ length: 60 }, (_value, index) => index))
    expect(records[41]).toMatchObject({
      key: Buffer.from('key42'),
      value: Buffer.from('value value 42'),
      headers: [{ key: 'h', value: Buffer.from('v') }]
    })
    const [first] = batchesOf(segment(`java-${codec}`))
    expect(compressionOf(first!.attributes)).toBe(codecs.indexOf(codec))
  })

  test.each(codecs)('librdkafka with %s', (codec) => {
    const records = readSegment(`librdkafka-${codec}`)
    expect(records).toHaveLength(40)
    expect(records[9]).toMatchObject({
      offset: 9,
      key: Buffer.from('key'),
      value: Buffer.from('value-10-10-10'),
      headers: [{ key: 'h1', value: Buffer.from('v1') }]
    })
  })

  test('__consumer_offsets: offsets and classic groups come out and go back byte for byte', () => {
    const seen = { offsets: 0, groups: 0 }
    for (const { key, value } of readSegment('consumer-offsets')) {
      if (key === null || value === null) continue
      const version = versionedPrefix(value)
      if (versionedPrefix(key) === 1) {
        seen.offsets++
        expect(decodeVersioned(decodeOffsetCommitKey, key, { version: 0 }).topic).toMatch(/^(kc-gzip|py1|kj|jt-.*|tx)$/)
        const commit = decodeVersioned(decodeOffsetCommitValue, value)
        expect(encodeVersioned(encodeOffsetCommitValue, commit, { version })).toEqual(value)
      } else if (versionedPrefix(key) === 2) {
        seen.groups++
        expect(decodeVersioned(decodeGroupMetadataKey, key, { version: 0 }).group).not.toBe('')
        const group = decodeVersioned(decodeGroupMetadataValue, value)
        expect(['consumer', '']).toContain(group.protocolType)
        expect(encodeVersioned(encodeGroupMetadataValue, group, { version })).toEqual(value)
      }
    }
    expect(seen.offsets).toBeGreaterThan(0)
    expect(seen.groups).toBeGreaterThan(0)
  })
})

describe('a batch that is not sound', () => {
  const records = [{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: 1 }]
  const read = (batch: Buffer): KafkaRecord[] => [...recordsOf(batch, { decompressedBytesMax: 10_000 })]
  const corrupt = expect.objectContaining({ code: ErrorCode.CORRUPT_MESSAGE })

  test('is refused when it has fewer records than it says', () => {
    const batch = buildRecordBatch({ records })
    batch.writeInt32BE(2_000_000_000, BATCH.COUNT)
    expect(() => read(batch)).toThrow(corrupt)
  })

  test('is refused when it has more', () => {
    const batch = buildRecordBatch({ records: [...records, ...records] })
    batch.writeInt32BE(1, BATCH.COUNT)
    expect(() => read(batch)).toThrow(/bytes follow the last record/)
  })

  test('is refused when it decompresses to more than is allowed', () => {
    const large = [{ key: null, value: Buffer.alloc(20_000), timestamp: 1 }]
    for (const compression of Object.values(CompressionCodec)) {
      const batch = buildRecordBatch({ records: large, compression })
      expect(() => read(batch)).toThrow(expect.objectContaining({ code: ErrorCode.MESSAGE_TOO_LARGE }))
    }
  })

  test('gives records or a ProtocolError, whichever bytes were changed', () => {
    const batches = Object.values(CompressionCodec).map((compression) =>
      buildRecordBatch({ records: Array.from({ length: 5 }, () => records[0]!), compression })
    )
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) })
    const property = fc.property(fc.constantFrom(...batches), fc.array(change, { maxLength: 4 }), (batch, changes) => {
      const bytes = Buffer.from(batch)
      for (const { at, to } of changes) bytes[BATCH.ATTRIBUTES + (at % (bytes.length - BATCH.ATTRIBUTES))] = to
      bytes.writeUInt32BE(computeCrc(bytes), BATCH.CRC)
      try {
        read(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    })
    fc.assert(property, { numRuns: 500 })
  })
})
