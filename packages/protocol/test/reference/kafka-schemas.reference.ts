import { beforeAll, describe, expect, test } from '@jest/globals'
import { apiSchemas, dataSchemas } from '../../src/schema/all.ts'
import type { Field } from '../../src/schema/schema.ts'
import { parseVersions } from '../../src/schema/versions.ts'
import { ownFacts, referenceFacts } from './facts.ts'
import { readReference, type ReferenceMessage } from './reference.ts'

/**
 * Compares every schema with Kafka's, which must have been unpacked into the folder that GREGOR_KAFKA_MESSAGES names.
 * `npm run -w @gregor/protocol test:reference` runs this; `npm test` does not, since it needs more than Node.
 */
let reference: Map<string, ReferenceMessage>

beforeAll(() => {
  const folder = process.env['GREGOR_KAFKA_MESSAGES']
  if (!folder) throw new Error("GREGOR_KAFKA_MESSAGES must name the folder of Kafka's message schemas")
  reference = readReference(folder)
})

/** Keys 52 to 82 that brokers and controllers of Kafka use among themselves; ours speak gRPC. */
const INTERNAL_KEYS = [52, 53, 54, 56, 58, 59, 62, 63, 67, 70, 73, 82]

function expectSame(name: string, own: { versions: string; flexible: string; fields: readonly Field[] }): void {
  const message = reference.get(name)
  if (!message) throw new Error(`the reference has no ${name}`)
  const stable = stableVersions(message)
  const range = parseVersions(own.versions as '0')
  expect({ versions: range, flexible: own.flexible, fields: ownFacts(own.fields, range) }).toEqual({
    versions: stable,
    flexible: message.flexibleVersions,
    fields: referenceFacts(message.fields, message, stable)
  })
}

function stableVersions(message: ReferenceMessage): { min: number; max: number } {
  const { min, max } = parseVersions(message.validVersions as '0')
  // Only the request says so, for both.
  const request = reference.get(message.name.replace(/Response$/, 'Request'))
  return { min, max: request?.latestVersionUnstable ? max - 1 : max }
}

describe.each(apiSchemas)('$name', (schema) => {
  const { name, key, versions, flexible } = schema

  test('key and fields of the request are those of Kafka', () => {
    expect(reference.get(`${name}Request`)?.apiKey).toBe(key)
    expectSame(`${name}Request`, { versions, flexible, fields: schema.request })
  })

  test('fields of the response are those of Kafka', () => {
    expect(reference.get(`${name}Response`)?.apiKey).toBe(key)
    expectSame(`${name}Response`, { versions, flexible, fields: schema.response })
  })
})

test.each(dataSchemas)('$name is that of Kafka', (schema) => expectSame(schema.name, schema))

test('every live key that clients may use has a schema', () => {
  const live = [...reference.values()].filter(
    ({ type, validVersions }) => type === 'request' && validVersions !== 'none'
  )
  const keys = live.map(({ apiKey }) => apiKey!).filter((key) => !INTERNAL_KEYS.includes(key))
  expect(apiSchemas.map(({ key }) => key)).toEqual(keys.sort((left, right) => left - right))
})
