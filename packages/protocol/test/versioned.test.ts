import { describe, expect, test } from '@jest/globals'
import {
  decodeConsumerProtocolSubscription,
  encodeConsumerProtocolSubscription
} from '../src/messages/consumer-protocol-subscription.ts'
import { decodeGroupMetadataKey, encodeGroupMetadataKey } from '../src/messages/group-metadata-key.ts'
import { decodeVersioned, encodeVersioned, versionedPrefix } from '../src/versioned.ts'
import { ProtocolError } from '../src/wire/protocol-error.ts'

describe('messages that begin with their version', () => {
  const subscription = { topics: ['a'], userData: null, ownedPartitions: [], generationId: 3, rackId: null }

  test('come back as they went', () => {
    const data = encodeVersioned(encodeConsumerProtocolSubscription, subscription, { version: 3 })
    expect(versionedPrefix(data)).toBe(3)
    expect(decodeVersioned(decodeConsumerProtocolSubscription, data)).toEqual(subscription)
  })

  test('are read as the newest version known when they are newer', () => {
    const data = encodeVersioned(encodeConsumerProtocolSubscription, subscription, { version: 3, prefix: 9 })
    const newer = Buffer.concat([data, Buffer.from('what version 9 adds')])
    expect(decodeVersioned(decodeConsumerProtocolSubscription, newer, { versionMax: 3 })).toEqual(subscription)
    expect(() => decodeVersioned(decodeConsumerProtocolSubscription, newer)).toThrow(/not 9/)
  })

  test('carry the type of the record in place of the version in keys of __consumer_offsets', () => {
    const data = encodeVersioned(encodeGroupMetadataKey, { group: 'g' }, { version: 0, prefix: 2 })
    expect([...data]).toEqual([0, 2, 0, 1, 0x67])
    expect(decodeVersioned(decodeGroupMetadataKey, data, { version: 0 })).toEqual({ group: 'g' })
  })

  test('are refused when they are shorter than their version', () => {
    expect(() => versionedPrefix(Buffer.of(0))).toThrow(ProtocolError)
  })
})
