import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { ZERO_TOPIC_ID } from '@gregor/base'
import { groupRecordCodec } from '../../src/group/record-codec.ts'
import type { CommittedOffset, GroupRecord } from '../../src/group/records.ts'

const offset: CommittedOffset = {
  offset: 42,
  leaderEpoch: 7,
  metadata: 'm',
  commitTimestampMs: 1_700_000_000_000,
  expireTimestampMs: -1,
  topicId: ZERO_TOPIC_ID
}

const key = { group: 'g', topic: 't1', partition: 5 }

/** Fields apart, for the reader. */
const spaced = (fields: string): string => fields.replaceAll(' ', '')

function hex(record: GroupRecord): { key: string; value: string | null } {
  const { key, value } = groupRecordCodec.encode(record)
  return { key: key.toString('hex'), value: value?.toString('hex') ?? null }
}

describe('records of __consumer_offsets', () => {
  test('an offset is stored as Kafka stores it: key type 1, value version 3', () => {
    expect(hex({ type: 'offset', key, value: offset })).toEqual({
      key: spaced('0001 000167 00027431 00000005'),
      value: spaced('0003 000000000000002a 00000007 00016d 0000018bcfe56800')
    })
  })

  test('an offset with a topic id is stored in version 4, one with an expiry time in version 1', () => {
    const topicId = 'HSd-btj-QLSEUFdwz1FYBQ'
    expect(hex({ type: 'offset', key, value: { ...offset, topicId } }).value).toBe(
      spaced('0004 000000000000002a 00000007 026d 0000018bcfe56800 010010 1d277e6ed8fe40b484505770cf515805')
    )
    expect(hex({ type: 'offset', key, value: { ...offset, expireTimestampMs: 1 } }).value).toBe(
      spaced('0001 000000000000002a 00016d 0000018bcfe56800 0000000000000001')
    )
  })

  test('a group is stored with key type 2 and value version 3', () => {
    const value = {
      protocolType: 'c',
      generation: 9,
      protocol: 'r',
      leader: 'l',
      currentStateTimestamp: 1,
      members: [
        {
          memberId: 'l',
          groupInstanceId: null,
          clientId: 'i',
          clientHost: '/',
          rebalanceTimeout: 2,
          sessionTimeout: 3,
          subscription: Buffer.from('s'),
          assignment: Buffer.from('a')
        }
      ]
    }
    expect(hex({ type: 'group', group: 'g', value })).toEqual({
      key: spaced('0002 000167'),
      value: spaced(
        '0003 000163 00000009 000172 00016c 0000000000000001 00000001 ' +
          '00016c ffff 000169 00012f 00000002 00000003 0000000173 0000000161'
      )
    })
  })

  test('a tombstone has no value', () => {
    expect(hex({ type: 'offset', key, value: null }).value).toBeNull()
    expect(hex({ type: 'group', group: 'g', value: null }).value).toBeNull()
  })

  test('whatever is stored is read again', () => {
    const value = fc.record({
      offset: fc.nat(),
      leaderEpoch: fc.integer({ min: -1, max: 9 }),
      metadata: fc.string({ maxLength: 50 }),
      commitTimestampMs: fc.nat(),
      expireTimestampMs: fc.constant(-1),
      topicId: fc.constantFrom(ZERO_TOPIC_ID, 'HSd-btj-QLSEUFdwz1FYBQ')
    })
    const keys = fc.record({ group: fc.string(), topic: fc.string(), partition: fc.nat() })
    fc.assert(
      fc.property(keys, fc.option(value), (key, value) => {
        const record: GroupRecord = { type: 'offset', key, value }
        const encoded = groupRecordCodec.encode(record)
        expect(groupRecordCodec.decode(encoded.key, encoded.value)).toEqual(record)
      })
    )
  })

  test('the key of old offsets is read, keys of groups of other kinds are passed over', () => {
    const encoded = groupRecordCodec.encode({ type: 'offset', key, value: offset })
    const legacy = Buffer.from(encoded.key)
    legacy.writeInt16BE(0)
    expect(groupRecordCodec.decode(legacy, encoded.value)).toEqual({ type: 'offset', key, value: offset })
    for (const type of [4, 9, 15, 17]) {
      legacy.writeInt16BE(type)
      expect(groupRecordCodec.decode(legacy, encoded.value)).toBeUndefined()
    }
  })

  test('bytes that are no record throw', () => {
    expect(() => groupRecordCodec.decode(Buffer.from([0, 1, 0]), null)).toThrow()
    const { key: good } = groupRecordCodec.encode({ type: 'offset', key, value: offset })
    expect(() => groupRecordCodec.decode(good, Buffer.from([0, 99]))).toThrow()
  })
})
