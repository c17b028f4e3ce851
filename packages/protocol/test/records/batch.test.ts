import { describe, expect, test } from '@jest/globals'
import {
  baseOffsetOf,
  batchesOf,
  hasLogAppendTime,
  hasValidCrc,
  hasWholeBatch,
  lastOffsetOf,
  leaderEpochOf,
  maxTimestampOf,
  attributesOf,
  setBaseOffset,
  setLeaderEpoch,
  setLogAppendTime
} from '../../src/records/batch.ts'
import { buildRecordBatch } from '../../src/records/build.ts'

const batchAt = (baseOffset: number, count = 2): Buffer =>
  buildRecordBatch({
    baseOffset,
    records: Array.from({ length: count }, (_value, index) => ({
      key: null,
      value: Buffer.from(`value ${index}`),
      timestamp: 1_700_000_000_000 + index
    }))
  })

describe('a batch in a buffer', () => {
  test('takes a new base offset and leader epoch in place, its CRC untouched', () => {
    const buffer = Buffer.concat([batchAt(0), batchAt(0)])
    const second = batchAt(0).length
    const before = Buffer.from(buffer)
    setBaseOffset(buffer, second, 2 ** 45 + 1)
    setLeaderEpoch(buffer, second, 12)
    expect(baseOffsetOf(buffer, second)).toBe(2 ** 45 + 1)
    expect(lastOffsetOf(buffer, second)).toBe(2 ** 45 + 2)
    expect(leaderEpochOf(buffer, second)).toBe(12)
    expect(hasValidCrc(buffer, second)).toBe(true)
    expect(buffer.subarray(0, second)).toEqual(before.subarray(0, second))
    expect(buffer.subarray(second + 16)).toEqual(before.subarray(second + 16))
  })

  test('takes the time of the append, and a CRC that covers it', () => {
    const buffer = batchAt(0)
    setLogAppendTime(buffer, 0, 1_800_000_000_123)
    expect(maxTimestampOf(buffer)).toBe(1_800_000_000_123)
    expect(hasLogAppendTime(attributesOf(buffer))).toBe(true)
    expect(hasValidCrc(buffer)).toBe(true)
  })

  test('fails its CRC when any byte that it covers changes', () => {
    const buffer = batchAt(0)
    for (let at = 17; at < buffer.length; at++) {
      buffer[at]! ^= 1
      expect(hasValidCrc(buffer)).toBe(false)
      buffer[at]! ^= 1
    }
    expect(hasValidCrc(buffer)).toBe(true)
  })
})

describe('walking batches', () => {
  test('gives their headers in order and stops before one that is cut off', () => {
    const whole = Buffer.concat([batchAt(0), batchAt(2, 1), batchAt(3)])
    const offsets = (records: Buffer): number[] => [...batchesOf(records)].map(({ baseOffset }) => baseOffset)
    expect(offsets(whole)).toEqual([0, 2, 3])
    expect(offsets(whole.subarray(0, -1))).toEqual([0, 2])
    expect(offsets(whole.subarray(0, 30))).toEqual([])
  })

  test.each([0, 48, -1, -2147483648, 2147483647])('stops at a length of %i', (length) => {
    const buffer = batchAt(0)
    buffer.writeInt32BE(length, 8)
    expect(hasWholeBatch(buffer, 0)).toBe(false)
    expect([...batchesOf(buffer)]).toEqual([])
  })
})
