import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { assignmentOf } from '../../../src/group/consumer/assignment.ts'
import { groupRecordCodec } from '../../../src/group/record-codec.ts'
import type { GroupRecord } from '../../../src/group/records.ts'

const topicId = 'HSd-btj-QLSEUFdwz1FYBQ'
const topicHex = '1d277e6ed8fe40b484505770cf515805'

function hex(record: GroupRecord): { readonly key: string; readonly value: string | null } {
  const { key, value } = groupRecordCodec.encode(record)
  return { key: key.toString('hex'), value: value?.toString('hex') ?? null }
}

const spaced = (text: string): string => text.replaceAll(' ', '')

describe('records of consumer groups, byte for byte', () => {
  test('the group: epoch, and the hash as tagged field 0', () => {
    expect(hex({ type: 'consumer-group', group: 'g', value: { epoch: 7, metadataHash: 5 } })).toEqual({
      key: spaced('0003 000167'),
      value: spaced('0000 00000007 01 00 08 0000000000000005')
    })
    expect(hex({ type: 'consumer-group', group: 'g', value: { epoch: 7, metadataHash: 0 } }).value).toBe(
      spaced('0000 00000007 00')
    )
  })

  test('a member', () => {
    const value = {
      instanceId: null,
      rackId: 'r',
      clientId: 'c',
      clientHost: '/h',
      subscribedTopicNames: ['t'],
      subscribedTopicRegex: null,
      rebalanceTimeoutMs: 16,
      serverAssignor: 'u',
      classicMemberMetadata: null
    }
    expect(hex({ type: 'consumer-member', group: 'g', member: 'm', value })).toEqual({
      key: spaced('0005 000167 00016d'),
      value: spaced('0000 00 0272 0263 032f68 02 0274 00 00000010 0275 00')
    })
  })

  test('the target assignment and what a member has', () => {
    const partitions = assignmentOf([{ topicId, partitions: [2, 1, 2] }])
    expect(hex({ type: 'consumer-target-epoch', group: 'g', value: 3 })).toEqual({
      key: spaced('0006 000167'),
      value: spaced('0000 00000003 00')
    })
    expect(hex({ type: 'consumer-target', group: 'g', member: 'm', value: partitions })).toEqual({
      key: spaced('0007 000167 00016d'),
      value: spaced(`0000 02 ${topicHex} 03 00000001 00000002 00 00`)
    })
    const value = {
      memberEpoch: 3,
      previousMemberEpoch: 2,
      state: 1,
      assigned: partitions,
      pendingRevocation: assignmentOf([])
    }
    expect(hex({ type: 'consumer-current', group: 'g', member: 'm', value })).toEqual({
      key: spaced('0008 000167 00016d'),
      value: spaced(`0000 00000003 00000002 01 02 ${topicHex} 03 00000001 00000002 00 01 00`)
    })
  })

  test('a regular expression', () => {
    const value = { topics: ['t'], version: 1, timestamp: 2 }
    expect(hex({ type: 'consumer-regex', group: 'g', regex: 't.*', value })).toEqual({
      key: spaced('0010 000167 0003742e2a'),
      value: spaced('0000 02 0274 0000000000000001 0000000000000002 00')
    })
  })

  test('tombstones have no value', () => {
    expect(hex({ type: 'consumer-group', group: 'g', value: null }).value).toBeNull()
    expect(hex({ type: 'consumer-target-epoch', group: 'g', value: null }).value).toBeNull()
    expect(hex({ type: 'consumer-current', group: 'g', member: 'm', value: null }).value).toBeNull()
  })
})

test('of a hash with 64 bits, which Kafka writes, only the epoch is taken', () => {
  const { key, value } = groupRecordCodec.encode({
    type: 'consumer-group',
    group: 'g',
    value: { epoch: 9, metadataHash: 1 }
  })
  value!.writeBigInt64BE(-3_456_789_012_345_678_901n, value!.length - 8)
  expect(groupRecordCodec.decode(key, value)).toEqual({
    type: 'consumer-group',
    group: 'g',
    value: { epoch: 9, metadataHash: undefined }
  })
})

const assignment = fc
  .array(fc.record({ topicId: fc.constantFrom(topicId, 'AAAAAAAAAAAAAAAAAAAAAQ'), partitions: fc.array(fc.nat(99)) }))
  .map(assignmentOf)
const member = fc.record({
  instanceId: fc.option(fc.string()),
  rackId: fc.option(fc.string()),
  clientId: fc.string(),
  clientHost: fc.string(),
  subscribedTopicNames: fc.array(fc.string()),
  subscribedTopicRegex: fc.option(fc.string()),
  rebalanceTimeoutMs: fc.integer({ min: -1, max: 9999 }),
  serverAssignor: fc.option(fc.string()),
  classicMemberMetadata: fc.option(
    fc.record({
      sessionTimeoutMs: fc.nat(),
      supportedProtocols: fc.array(
        fc.record({ name: fc.string(), metadata: fc.uint8Array().map((bytes) => Buffer.from(bytes)) })
      )
    })
  )
})
const current = fc.record({
  memberEpoch: fc.integer({ min: -2, max: 99 }),
  previousMemberEpoch: fc.integer({ min: -2, max: 99 }),
  state: fc.integer({ min: 0, max: 2 }),
  assigned: assignment,
  pendingRevocation: assignment
})
const names = { group: fc.string(), member: fc.string() }
const record: fc.Arbitrary<GroupRecord> = fc.oneof(
  fc.record({ type: fc.constant('consumer-member' as const), ...names, value: fc.option(member) }),
  fc.record({ type: fc.constant('consumer-target' as const), ...names, value: fc.option(assignment) }),
  fc.record({ type: fc.constant('consumer-current' as const), ...names, value: fc.option(current) }),
  fc.record({
    type: fc.constant('consumer-group' as const),
    group: fc.string(),
    value: fc.option(fc.record({ epoch: fc.nat(), metadataHash: fc.maxSafeNat() }))
  })
)

test('whatever is stored is read again', () => {
  fc.assert(
    fc.property(record, (stored) => {
      const { key, value } = groupRecordCodec.encode(stored)
      expect(groupRecordCodec.decode(key, value)).toEqual(stored)
    })
  )
})
