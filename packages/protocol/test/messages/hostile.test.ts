import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { API_KEYS } from '../../src/api-keys.ts'
import { decodeRequestBody, decodeRequestHeader } from '../../src/frames.ts'
import { CreateTopicsApi } from '../../src/messages/create-topics.ts'
import { FetchApi } from '../../src/messages/fetch.ts'
import { MetadataApi } from '../../src/messages/metadata.ts'
import { apiSchemas } from '../../src/schema/all.ts'
import { ProtocolError } from '../../src/wire/protocol-error.ts'
import { Reader } from '../../src/wire/reader.ts'
import { Writer } from '../../src/wire/writer.ts'
import { messageArbitrary } from '../support/arbitrary.ts'
import { type AnyApi, loadApis } from '../support/codecs.ts'

const apis = await loadApis()

/** Requests of a key, valid and always the same. */
function samples(key: number, version: number, count: number): Buffer[] {
  const schema = apiSchemas.find((candidate) => candidate.key === key)!
  const messages = fc.sample(messageArbitrary(schema.request, version), { seed: 1 + version, numRuns: count })
  return messages.map((message) => {
    const writer = new Writer()
    apis.get(key)!.encodeRequest(writer, message, version)
    return writer.toBuffer()
  })
}

/** Decodes; a ProtocolError is fine and comes back, anything else fails the test. */
function attempt(api: AnyApi, bytes: Buffer, version: number): ProtocolError | undefined {
  try {
    api.decodeRequest(new Reader(bytes), version)
    return undefined
  } catch (error) {
    if (error instanceof ProtocolError) return error
    throw error
  }
}

describe.each(API_KEYS)('$name', ({ key, versions }) => {
  const api = apis.get(key)!

  test('a request cut off at any byte is refused', () => {
    for (let version = versions.min; version <= versions.max; version++) {
      for (const bytes of samples(key, version, 2)) {
        for (let length = 0; length < bytes.length; length++) {
          expect(attempt(api, bytes.subarray(0, length), version)).toBeInstanceOf(ProtocolError)
        }
      }
    }
  })

  test('a request with bytes changed at random is read or refused, and nothing else', () => {
    const version = versions.max
    const requests = samples(key, version, 5)
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) })
    const property = fc.property(
      fc.constantFrom(...requests),
      fc.array(change, { maxLength: 6 }),
      (request, changes) => {
        const bytes = Buffer.from(request)
        for (const { at, to } of changes) bytes[at % Math.max(bytes.length, 1)] = to
        attempt(api, bytes, version)
      }
    )
    fc.assert(property, { numRuns: 60 })
  })

  test('random bytes are read or refused, and nothing else', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      attempt(api, Buffer.from(bytes), versions.max)
    })
    fc.assert(property, { numRuns: 60 })
  })
})

describe('claims beyond the bytes that are there', () => {
  /** A Metadata request header of the flexible kind, then `rest`. */
  const flexibleHeader = (...rest: number[]): Buffer => Buffer.from([0, 3, 0, 12, 0, 0, 0, 1, 0xff, 0xff, ...rest])

  test('20 million tagged fields in a header are refused before they are read (CVE-2026-111115)', () => {
    expect(() => decodeRequestHeader(flexibleHeader(0x80, 0xda, 0xc4, 0x09))).toThrow(/20000000 tagged fields/)
  })

  test('tagged fields beyond the bytes that remain are refused', () => {
    expect(() => decodeRequestHeader(flexibleHeader(3, 0, 0))).toThrow(/3 tagged fields in 2 bytes/)
  })

  test('a tagged field that claims more bytes than remain is refused', () => {
    expect(() => decodeRequestHeader(flexibleHeader(1, 0, 0xff, 0x7f))).toThrow(/tagged field of 16383 bytes/)
  })

  test.each([
    ['twice the same tag', [2, 5, 0, 5, 0]],
    ['tags that descend', [2, 5, 0, 4, 0]]
  ])('%s is refused (KIP-482)', (_what, bytes) => {
    expect(() => decodeRequestHeader(flexibleHeader(...bytes))).toThrow(/tags must ascend/)
  })

  test('a client id longer than the frame is refused', () => {
    expect(() => decodeRequestHeader(Buffer.from([0, 3, 0, 1, 0, 0, 0, 1, 0x7f, 0xff]))).toThrow(ProtocolError)
  })

  test('an array count beyond what the remaining bytes could hold is refused (CVE-2026-111108)', () => {
    const metadataV1 = Buffer.from([0x00, 0x00, 0x00, 0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    expect(() => MetadataApi.decodeRequest(new Reader(metadataV1), 1)).toThrow(/8 elements in the 10 bytes/)
  })

  test.each([
    ['2^31 - 1', [0x7f, 0xff, 0xff, 0xff]],
    ['-2', [0xff, 0xff, 0xff, 0xfe]],
    ['-2^31', [0x80, 0x00, 0x00, 0x00]]
  ])('an array count of %s is refused', (_what, bytes) => {
    expect(() => MetadataApi.decodeRequest(new Reader(Buffer.from(bytes)), 1)).toThrow(ProtocolError)
  })

  test('more elements than the message may have are refused though their bytes are there', () => {
    const million = Buffer.alloc(4 + 2 * 1_000_001)
    million.writeInt32BE(1_000_001)
    expect(() => MetadataApi.decodeRequest(new Reader(million), 1)).toThrow(/1000000 are allowed/)
  })

  test('nested arrays share one bound, which the caller may lower for strangers', () => {
    const topic = { name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }
    const writer = new Writer()
    const topics = Array.from({ length: 6 }, () => ({ ...topic, configs: [{ name: 'a', value: 'b' }] }))
    CreateTopicsApi.encodeRequest(writer, { topics, timeoutMs: 1 }, 7)
    const bytes = writer.toBuffer()
    expect(CreateTopicsApi.decodeRequest(new Reader(bytes, { elementsMax: 12 }), 7).topics).toHaveLength(6)
    expect(() => CreateTopicsApi.decodeRequest(new Reader(bytes, { elementsMax: 11 }), 7)).toThrow(/elements/)
  })

  test('a tagged field whose content is not of its size is refused', () => {
    const writer = new Writer()
    FetchApi.encodeRequest(
      writer,
      { clusterId: 'abc', maxWaitMs: 1, minBytes: 1, topics: [], forgottenTopicsData: [] },
      12
    )
    const bytes = writer.toBuffer()
    const at = bytes.indexOf('abc') - 2
    bytes[at] = bytes[at]! - 1
    expect(() => FetchApi.decodeRequest(new Reader(bytes), 12)).toThrow(ProtocolError)
  })

  test('a varint of more than 32 bits, or longer than five bytes, is refused', () => {
    for (const bytes of [
      [0xff, 0xff, 0xff, 0xff, 0x1f],
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x00]
    ]) {
      expect(() => new Reader(Buffer.from(bytes)).uvarint()).toThrow(ProtocolError)
    }
  })

  test('text that is not UTF-8 is read with replacement characters', () => {
    const header = Buffer.from([0, 3, 0, 1, 0, 0, 0, 1, 0, 2, 0xc3, 0x28])
    expect(decodeRequestHeader(header).clientId).toBe('\uFFFD(')
  })

  test('an int64 that a double cannot hold is refused, never rounded', () => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(2n ** 53n + 1n)
    expect(() => new Reader(bytes).int64()).toThrow(/beyond 2\^53/)
  })

  test('a body of a version that the schema lacks is refused as UNSUPPORTED_VERSION', () => {
    const header = { apiVersion: 99, bodyOffset: 0 }
    expect(() => decodeRequestBody(MetadataApi, Buffer.alloc(20), header)).toThrow(/versions 0 to 13, not 99/)
  })
})
