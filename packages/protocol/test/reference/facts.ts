import type { Field, FieldType, ScalarType, Struct } from '../../src/schema/schema.ts'
import { INT64_MAX } from '../../src/wire/int64.ts'
import { intersect, parseVersions, type VersionRange, type Versions } from '../../src/schema/versions.ts'
import type { ReferenceField, ReferenceMessage } from './reference.ts'

/**
 * What both sides must agree on, of one field: each is brought into this form, then they are compared. Versions are
 * cut to those of the message, as '3-7'; wider ones say nothing.
 */
export interface FieldFacts {
  readonly name: string
  readonly type: string
  readonly versions: string
  readonly nullable: string
  readonly tag: number | undefined
  readonly default: string
  readonly ignorable: boolean
  readonly flexible: string
  readonly fields: readonly FieldFacts[]
}

const cut = (text: string | undefined, range: VersionRange): string => {
  if (text === undefined || text === 'none') return 'none'
  const common = intersect(parseVersions(text as Versions), range)
  return common ? `${common.min}-${common.max}` : 'none'
}

const reachOf = (text: string, range: VersionRange): VersionRange => intersect(parseVersions(text as Versions), range)!

/** The facts of our schema. */
export function ownFacts(fields: readonly Field[], range: VersionRange): FieldFacts[] {
  return fields.map(({ name, type, versions, options }) => {
    const reach = reachOf(versions, range)
    const struct = structOf(type)
    return {
      name,
      type: typeName(type),
      versions: cut(versions, range),
      nullable: cut(options.nullable, reach),
      tag: options.tag,
      default: String(options.default ?? (options.default === null ? 'null' : zero(typeName(type)))),
      ignorable: options.ignorable ?? false,
      flexible: options.flexible ?? 'as the message',
      fields: struct ? ownFacts(struct.fields, reach) : []
    }
  })
}

const structOf = (type: FieldType): Struct | undefined => {
  if (type.kind === 'struct') return type.struct
  return type.kind === 'array' && typeof type.element !== 'string' ? type.element : undefined
}

function typeName(type: FieldType): string {
  const name = (of: ScalarType | Struct): string => (typeof of === 'string' ? of : of.name)
  if (type.kind === 'array') return `[]${name(type.element)}`
  return type.kind === 'struct' ? type.struct.name : type.scalar
}

/** The facts of the reference; fields that only other versions have are left out. */
export function referenceFacts(
  fields: readonly ReferenceField[],
  message: ReferenceMessage,
  range: VersionRange
): FieldFacts[] {
  const present = fields.filter((field) => cut(field.versions, range) !== 'none')
  return present.map((field) => {
    const reach = reachOf(field.versions, range)
    const common = message.commonStructs?.find(({ name }) => name === field.type.replace('[]', ''))
    return {
      name: field.name[0]!.toLowerCase() + field.name.slice(1),
      type: field.type,
      versions: cut(field.versions, range),
      nullable: cut(field.nullableVersions, reach),
      tag: taggedIn(field, reach) ? field.tag : undefined,
      default: referenceDefault(field),
      ignorable: field.ignorable ?? false,
      flexible: field.flexibleVersions ?? 'as the message',
      fields: referenceFacts(field.fields ?? common?.fields ?? [], message, reach)
    }
  })
}

/** A field is tagged in all its versions or in none: what our form of schema can say. */
function taggedIn(field: ReferenceField, reach: VersionRange): boolean {
  const tagged = cut(field.taggedVersions, reach)
  if (tagged !== 'none' && tagged !== cut(field.versions, reach)) throw new Error(`${field.name} is tagged in part`)
  return tagged !== 'none'
}

function referenceDefault(field: ReferenceField): string {
  if (field.default === undefined) return zero(field.type)
  const text = String(field.default)
  if (field.type === 'bool') return text.toLowerCase()
  if (text === '9223372036854775807') return String(INT64_MAX)
  return text.startsWith('0x') ? String(Number(text)) : text
}

function zero(type: string): string {
  if (/^(u?int|float)\d+$/.test(type)) return '0'
  if (type === 'bool') return 'false'
  return type === 'string' ? '' : 'all defaults'
}
