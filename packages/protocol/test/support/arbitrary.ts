import { ZERO_TOPIC_ID } from '@gregor/base'
import * as fc from 'fast-check'
import { INT64_MAX, INT64_MIN } from '../../src/wire/int64.ts'
import type { Field, ScalarType, Struct } from '../../src/schema/schema.ts'
import { parseVersions, type Versions } from '../../src/schema/versions.ts'

/** Messages of a version, drawn from the schema and not from the code that was generated from it. */
export function messageArbitrary(fields: readonly Field[], version: number): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, fieldArbitrary(field, version)])))
}

const within = (versions: Versions | undefined, version: number): boolean => {
  if (versions === undefined) return false
  const { min, max } = parseVersions(versions)
  return version >= min && version <= max
}

function fieldArbitrary(field: Field, version: number): fc.Arbitrary<unknown> {
  if (!within(field.versions, version)) return fc.constant(defaultOf(field))
  const value = valueArbitrary(field, version)
  return within(field.options.nullable, version) ? fc.option(value, { freq: 4 }) : value
}

function valueArbitrary({ type }: Field, version: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'scalar':
      return scalarArbitrary(type.scalar)
    case 'struct':
      return messageArbitrary(type.struct.fields, version)
    case 'array':
      return fc.array(elementArbitrary(type.element, version), { maxLength: 3 })
  }
}

const elementArbitrary = (element: ScalarType | Struct, version: number): fc.Arbitrary<unknown> =>
  typeof element === 'string' ? scalarArbitrary(element) : messageArbitrary(element.fields, version)

function scalarArbitrary(type: ScalarType): fc.Arbitrary<unknown> {
  switch (type) {
    case 'bool':
      return fc.boolean()
    case 'int8':
      return fc.integer({ min: -0x80, max: 0x7f })
    case 'int16':
      return fc.integer({ min: -0x8000, max: 0x7fff })
    case 'uint16':
      return fc.integer({ min: 0, max: 0xffff })
    case 'int32':
      return fc.integer()
    case 'int64':
      return fc.oneof(fc.maxSafeInteger(), fc.constantFrom(INT64_MAX, INT64_MIN, -1, 2 ** 32, -(2 ** 32)))
    case 'float64':
      return fc.double({ noNaN: true })
    case 'string':
      return fc.string({ unit: 'binary', maxLength: 8 })
    case 'uuid':
      return fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url'))
    case 'bytes':
    case 'records':
      return fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes))
  }
}

/** What a decoder must give for a field that its version lacks. */
export function defaultOf({ type, options }: Field): unknown {
  if (options.default !== undefined) return options.default
  if (type.kind === 'array') return []
  if (type.kind === 'struct') {
    return Object.fromEntries(type.struct.fields.map((field) => [field.name, defaultOf(field)]))
  }
  switch (type.scalar) {
    case 'bool':
      return false
    case 'string':
      return ''
    case 'uuid':
      return ZERO_TOPIC_ID
    case 'bytes':
    case 'records':
      return Buffer.alloc(0)
    default:
      return 0
  }
}
