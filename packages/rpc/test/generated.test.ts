import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import protobuf from 'protobufjs'
import * as controller from '../src/generated/controller.ts'
import * as metadata from '../src/generated/metadata.ts'
import * as raft from '../src/generated/raft.ts'
import * as replication from '../src/generated/replication.ts'
import type { Codec } from '../src/index.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const modules = { controller, metadata, raft, replication }

test('the generated code is what generate.mjs makes of proto/', () => {
  const { status, stderr } = spawnSync(process.execPath, [here('../generate.mjs'), '--check'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

/** Values of a message as protobufjs's reflection describes it: an implementation that shares nothing with ours. */
function messages(type: protobuf.Type, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const oneofs = new Map(type.oneofsArray.map((oneof) => [oneof.name, oneof.fieldsArray.map((field) => field.name)]))
  const fields = Object.fromEntries(type.fieldsArray.map((field) => [field.name, values(field.resolve(), depth)]))
  const choice = fc.record(Object.fromEntries([...oneofs].map(([name, of]) => [name, fc.constantFrom('', ...of)])))
  return fc.tuple(fc.record(fields, { requiredKeys: [] }), choice).map(([message, chosen]) => {
    const dropped = [...oneofs].flatMap(([name, of]) => of.filter((field) => field !== chosen[name]))
    return Object.fromEntries(Object.entries(message).filter(([name]) => !dropped.includes(name)))
  })
}

function values(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const one = oneValue(field, depth)
  return field.repeated ? fc.array(one, { maxLength: 3 }) : one
}

function oneValue(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  if (field.resolvedType instanceof protobuf.Type) return messages(field.resolvedType, depth + 1)
  if (field.resolvedType instanceof protobuf.Enum) return fc.constantFrom(...Object.values(field.resolvedType.values))
  switch (field.type) {
    case 'uint32':
      return fc.nat({ max: 2 ** 32 - 1 })
    case 'int32':
    case 'sint32':
      return fc.integer()
    case 'sint64':
      return fc.maxSafeInteger()
    case 'bool':
      return fc.boolean()
    case 'string':
      return fc.string({ maxLength: 200 })
    default:
      return fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))
  }
}

/** All fields, with the defaults of those that are not set, in the form in which our decoder gives them. */
function completed(type: protobuf.Type, message: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(type.fieldsArray.map((field) => [field.name, complete(field, message[field.name])]))
}

function complete(field: protobuf.Field, value: unknown): unknown {
  const nested = field.resolvedType instanceof protobuf.Type ? field.resolvedType : undefined
  const one = (element: unknown): unknown =>
    nested === undefined ? element : completed(nested, element as Record<string, unknown>)
  if (field.repeated) return ((value ?? []) as unknown[]).map((element) => one(element))
  if (value !== undefined) return one(value)
  if (nested !== undefined || field.partOf !== null) return undefined
  if (field.type === 'bytes') return Buffer.alloc(0)
  if (field.type === 'string') return ''
  return field.type === 'bool' ? false : 0
}

describe.each(Object.entries(modules))('proto/%s.proto: every message', (name, module) => {
  const root = new protobuf.Root().loadSync(here(`../../../proto/${name}.proto`))
  const types = root.lookup(`gregor.${name}`) as protobuf.Namespace
  const cases = types.nestedArray
    .filter((one) => one instanceof protobuf.Type)
    .map((type) => ({ name: type.name, type }))

  test.each(cases)('$name is read by protobufjs as we write it, and by us as protobufjs writes it', ({ type }) => {
    type.resolveAll()
    const ours = (module as unknown as Record<string, Codec<object, object>>)[type.name]!
    fc.assert(
      fc.property(messages(type), (message) => {
        const written = ours.encode(message)
        expect(ours.decode(written)).toEqual(completed(type, message))
        expect(ours.decode(type.encode(type.create(message)).finish())).toEqual(completed(type, message))
        const read = type.toObject(type.decode(written), { longs: Number, defaults: false, arrays: true })
        expect(ours.decode(ours.encode(read))).toEqual(completed(type, message))
      }),
      { numRuns: 50 }
    )
  })
})

test('fields that this version does not know are skipped', () => {
  // PingResponse { node_id: 7, 50: "new", 51: fixed64, 52: 300 }
  const newer = Buffer.from([
    8, 7, 0x92, 0x03, 3, 110, 101, 119, 0x99, 0x03, 1, 2, 3, 4, 5, 6, 7, 8, 0xa0, 0x03, 0xac, 0x02
  ])
  expect(controller.PingResponse.decode(newer)).toEqual({ nodeId: 7, incarnationId: '' })
})

test('records are a view on the received message', () => {
  const received = replication.LeaderMessage.encode({ push: [{ records: Buffer.from('batch') }] })
  const records = replication.LeaderMessage.decode(received).push[0]!.records!
  expect(records.buffer).toBe(received.buffer)
  expect(records.toString()).toBe('batch')
})

test('of two members of a oneof the last one counts', () => {
  const both = Buffer.concat([replication.Push.encode({ resetTo: 5 }), replication.Push.encode({ errorCode: 6 })])
  expect(replication.Push.decode(both)).toMatchObject({ resetTo: undefined, errorCode: 6 })
})

test('a nested message that claims more bytes than there are is an error', () => {
  expect(() => replication.LeaderMessage.decode(Buffer.from([0x0a, 0xff, 0xff, 0x03, 0x08]))).toThrow(RangeError)
})
