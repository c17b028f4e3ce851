import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { apiSchemas, dataSchemas } from '../../src/schema/all.ts'
import { parseVersions } from '../../src/schema/versions.ts'
import { kebab } from '../../src/generator/file.ts'
import { Reader } from '../../src/wire/reader.ts'
import { Writer } from '../../src/wire/writer.ts'
import { messageArbitrary } from '../support/arbitrary.ts'
import { loadApis } from '../support/codecs.ts'

type Decode = (reader: Reader, version: number) => unknown
type Encode = (writer: Writer, message: unknown, version: number) => void

const apis = await loadApis()

interface Codec {
  readonly encode: Encode
  readonly decode: Decode
}

function expectRoundTrip(message: unknown, version: number, { encode, decode }: Codec): void {
  const writer = new Writer(16)
  encode(writer, message, version)
  const reader = new Reader(writer.toBuffer())
  expect(decode(reader, version)).toEqual(message)
  expect(reader.remaining).toBe(0)
}

describe.each(apiSchemas)('$name', (schema) => {
  const { min, max } = parseVersions(schema.versions)
  const api = apis.get(schema.key)!
  const request: Codec = {
    encode: (writer, message, version) => api.encodeRequest(writer, message, version),
    decode: (reader, version) => api.decodeRequest(reader, version)
  }
  const response: Codec = {
    encode: (writer, message, version) => api.encodeResponse(writer, message, version),
    decode: (reader, version) => api.decodeResponse(reader, version)
  }

  test('requests of every version come back as they went', () => {
    for (let version = min; version <= max; version++) {
      const check = (message: unknown): void => expectRoundTrip(message, version, request)
      fc.assert(fc.property(messageArbitrary(schema.request, version), check), { numRuns: 15 })
    }
  })

  test('responses of every version come back as they went', () => {
    for (let version = min; version <= max; version++) {
      const check = (message: unknown): void => expectRoundTrip(message, version, response)
      fc.assert(fc.property(messageArbitrary(schema.response, version), check), { numRuns: 15 })
    }
  })
})

describe.each(dataSchemas)('$name', (schema) => {
  test('every version comes back as it went', async () => {
    const { min, max } = parseVersions(schema.versions)
    const module = (await import(`../../src/messages/${kebab(schema.name)}.ts`)) as Record<string, unknown>
    const encode = module[`encode${schema.name}`] as Encode
    const decode = module[`decode${schema.name}`] as Decode
    for (let version = min; version <= max; version++) {
      const check = (message: unknown): void => expectRoundTrip(message, version, { encode, decode })
      fc.assert(fc.property(messageArbitrary(schema.fields, version), check), { numRuns: 30 })
    }
  })
})
