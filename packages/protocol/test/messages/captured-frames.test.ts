import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { apiKeyInfo } from '../../src/api-keys.ts'
import {
  decodeRequestBody,
  decodeRequestHeader,
  decodeResponse,
  encodeRequest,
  encodeResponse
} from '../../src/frames.ts'
import { loadApis } from '../support/codecs.ts'

/** Frames recorded between kcat, librdkafka, kafkajs and Kafka's Java clients and a Kafka 4.3 broker. */
interface Captured {
  readonly client: string
  readonly key: number
  readonly version: number
  readonly request: string
  readonly response: string
}

const captured = (
  JSON.parse(readFileSync(new URL('../fixtures/frames.json', import.meta.url), 'utf8')) as Captured[]
).map((frame) => ({ ...frame, name: apiKeyInfo(frame.key)!.name }))

const apis = await loadApis()
const whole = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).subarray(4).toString('base64')

describe('frames from the wire', () => {
  test.each(captured)('$name v$version of $client is read and written again byte for byte', (frame) => {
    const { key, version } = frame
    const api = apis.get(key)!
    const request = Buffer.from(frame.request, 'base64')
    const header = decodeRequestHeader(request)
    expect(header).toMatchObject({ apiKey: key, apiVersion: version })
    const message = decodeRequestBody(api, request, header)
    const { correlationId, clientId } = header
    expect(whole(encodeRequest(api, { correlationId, clientId, version, message }))).toBe(frame.request)

    const response = decodeResponse(api, Buffer.from(frame.response, 'base64'), version)
    expect(response.correlationId).toBe(correlationId)
    expect(whole(encodeResponse(api, { correlationId, version, message: response.message }))).toBe(frame.response)
  })
})
