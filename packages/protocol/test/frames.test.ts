import { describe, expect, test } from '@jest/globals'
import { apiKeyInfo } from '../src/api-keys.ts'
import { decodeRequestBody, decodeRequestHeader, decodeResponse, encodeRequest, encodeResponse } from '../src/frames.ts'
import { ApiVersionsApi } from '../src/messages/api-versions.ts'
import { FetchApi } from '../src/messages/fetch.ts'
import { MetadataApi } from '../src/messages/metadata.ts'

const body = (chunks: readonly Buffer[]): Buffer => {
  const frame = Buffer.concat(chunks)
  expect(frame.readInt32BE()).toBe(frame.length - 4)
  return frame.subarray(4)
}

describe('frames', () => {
  test.each([
    [8, 12],
    [9, 13]
  ])('a Metadata request of version %i has a header of %i bytes', (version, bytes) => {
    const frame = body(
      encodeRequest(MetadataApi, { correlationId: 7, clientId: 'me', version, message: { topics: null } })
    )
    const header = decodeRequestHeader(frame)
    expect(header).toEqual({ apiKey: 3, apiVersion: version, correlationId: 7, clientId: 'me', bodyOffset: bytes })
    expect(decodeRequestBody(MetadataApi, frame, header).topics).toBeNull()
  })

  test('a request without a client id has none', () => {
    const message = { clientSoftwareName: '', clientSoftwareVersion: '' }
    const frame = body(encodeRequest(ApiVersionsApi, { correlationId: 1, clientId: null, version: 0, message }))
    expect(decodeRequestHeader(frame).clientId).toBeNull()
  })

  test('the header of an unknown key or version can still be read', () => {
    expect(decodeRequestHeader(Buffer.from([0x7f, 0xff, 0, 0, 0, 0, 0, 9, 0xff, 0xff]))).toMatchObject({
      apiKey: 0x7fff,
      correlationId: 9
    })
    const future = Buffer.from([0, 18, 0x7f, 0xff, 0, 0, 0, 9, 0xff, 0xff, 0, 1, 2])
    expect(decodeRequestHeader(future)).toMatchObject({ apiKey: 18, apiVersion: 0x7fff, bodyOffset: 11 })
  })

  test('ApiVersions is answered with response header 0 in every version (KIP-511)', () => {
    for (const version of [0, 3, 5]) {
      const message = { errorCode: 0, apiKeys: [] }
      const frame = body(encodeResponse(ApiVersionsApi, { correlationId: 0x01020304, version, message }))
      expect([...frame.subarray(0, 6)]).toEqual([1, 2, 3, 4, 0, 0])
      expect(decodeResponse(ApiVersionsApi, frame, version)).toMatchObject({ correlationId: 0x01020304, message })
    }
  })

  test('large records in a response are chunks of their own', () => {
    const records = Buffer.alloc(10_000)
    const partition = { partitionIndex: 0, errorCode: 0, highWatermark: 1, abortedTransactions: null, records }
    const responses = [{ topic: 't', topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partitions: [partition, partition] }]
    const chunks = encodeResponse(FetchApi, { correlationId: 1, version: 12, message: { errorCode: 0, responses } })
    expect(chunks.filter((chunk) => chunk === records)).toHaveLength(2)
    expect(decodeResponse(FetchApi, body(chunks), 12).message.responses[0]!.partitions).toHaveLength(2)
  })

  test('bytes after a response are refused', () => {
    const frame = body(
      encodeResponse(ApiVersionsApi, { correlationId: 1, version: 0, message: { errorCode: 0, apiKeys: [] } })
    )
    expect(() => decodeResponse(ApiVersionsApi, Buffer.concat([frame, Buffer.of(1)]), 0)).toThrow(/1 bytes follow/)
  })

  test('keys that Kafka has removed or keeps to itself are not known', () => {
    expect([4, 7, 52, 56, 62, 82, -1, 999].map(apiKeyInfo)).toEqual(Array(8).fill(undefined))
  })
})
