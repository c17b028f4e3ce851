import { invariant } from '@gregor/base'
import type { Field, FieldOptions, FieldType, MessageSchema, Struct } from '../schema/schema.ts'
import { intersect, parseVersions, type VersionRange } from '../schema/versions.ts'

/** A field as the emitters need it: version texts resolved against the versions that can reach the struct. */
export interface PlannedField {
  readonly name: string
  /** Name of the local variable that holds the field; differs from `name` where that is taken. */
  readonly variable: string
  /** The field in error messages. */
  readonly path: string
  readonly type: FieldType
  readonly options: FieldOptions
  /** Versions that have the field; lies within the reach of its struct. */
  readonly presence: VersionRange
  /** Versions in which it may be null; undefined when there are none. */
  readonly nullable: VersionRange | undefined
  /** Whether an encoder's input may leave it out. */
  readonly optional: boolean
}

export interface PlannedStruct {
  readonly schema: Struct
  /** Name of the interface. */
  readonly name: string
  /** Versions in which the struct can occur. */
  readonly reach: VersionRange
  readonly fields: readonly PlannedField[]
}

/** One generated file. */
export interface MessagePlan {
  readonly schema: MessageSchema
  readonly versions: VersionRange
  /** Infinity when no version is flexible. */
  readonly flexibleFrom: number
  /** Request and response, or the one struct of a data message. */
  readonly roots: readonly PlannedStruct[]
  /** All structs, roots included, each before those that it holds. */
  readonly structs: readonly PlannedStruct[]
  /** The plan of a struct of the schema. */
  planOf(struct: Struct): PlannedStruct
}

/** Names that the generated functions use for other things, and words that no variable may have. */
const TAKEN = new Set(['version', 'reader', 'writer', 'message', 'flexible', 'left', 'count', 'tag', 'end', 'start'])
const RESERVED = new Set(['default', 'delete', 'new', 'function', 'class', 'in', 'enum', 'export', 'void'])

export function planMessage(schema: MessageSchema): MessagePlan {
  const versions = parseVersions(schema.versions)
  const roots = rootsOf(schema)
  const reaches = new Map<Struct, VersionRange>()
  for (const root of roots) addReach(root, versions, reaches)
  const names = nameStructs(roots)
  const plans = new Map<Struct, PlannedStruct>()
  for (const [struct, reach] of reaches) plans.set(struct, planStruct(struct, names.get(struct)!, reach))
  const planOf = (struct: Struct): PlannedStruct => {
    const plan = plans.get(struct)
    invariant(plan, 'struct is not part of the message', { struct: struct.name, message: schema.name })
    return plan
  }
  const flexibleFrom = schema.flexible === 'none' ? Number.POSITIVE_INFINITY : parseVersions(schema.flexible).min
  return { schema, versions, flexibleFrom, roots: roots.map(planOf), structs: [...plans.values()], planOf }
}

function rootsOf(schema: MessageSchema): Struct[] {
  if (schema.kind === 'data') return [{ name: schema.name, fields: schema.fields }]
  return [
    { name: `${schema.name}Request`, fields: schema.request },
    { name: `${schema.name}Response`, fields: schema.response }
  ]
}

/** The struct that a field holds, itself or as elements. */
export function structOf(type: FieldType): Struct | undefined {
  if (type.kind === 'struct') return type.struct
  return type.kind === 'array' && typeof type.element !== 'string' ? type.element : undefined
}

function addReach(struct: Struct, reach: VersionRange, reaches: Map<Struct, VersionRange>): void {
  const known = reaches.get(struct)
  const hull = known ? { min: Math.min(known.min, reach.min), max: Math.max(known.max, reach.max) } : reach
  reaches.set(struct, hull)
  for (const field of struct.fields) {
    const child = structOf(field.type)
    const presence = intersect(parseVersions(field.versions), hull)
    if (child && presence) addReach(child, presence, reaches)
  }
}

/** Interfaces have the names of their structs; where request and response use one name for two, both get a prefix. */
function nameStructs(roots: readonly Struct[]): Map<Struct, string> {
  const owners = new Map<Struct, string>()
  const byName = new Map<string, Set<Struct>>()
  const visit = (struct: Struct, root: Struct): void => {
    if (!owners.has(struct)) owners.set(struct, root.name)
    byName.set(struct.name, (byName.get(struct.name) ?? new Set()).add(struct))
    for (const field of struct.fields) {
      const child = structOf(field.type)
      if (child) visit(child, root)
    }
  }
  for (const root of roots) visit(root, root)
  const names = new Map<Struct, string>()
  for (const [struct, owner] of owners) {
    names.set(struct, byName.get(struct.name)!.size > 1 ? `${owner}${struct.name}` : struct.name)
  }
  invariant(new Set(names.values()).size === names.size, 'interfaces have names of their own', { names: [...names] })
  return names
}

function planStruct(struct: Struct, name: string, reach: VersionRange): PlannedStruct {
  const fields = struct.fields.map((field) => {
    const presence = intersect(parseVersions(field.versions), reach)
    invariant(presence, 'each field is in some version of its message', { struct: name, field: field.name })
    return planField(field, `${name}.${field.name}`, presence, reach)
  })
  return { schema: struct, name, reach, fields }
}

function planField(field: Field, path: string, presence: VersionRange, reach: VersionRange): PlannedField {
  const { name, type, options } = field
  const nullable = options.nullable === undefined ? undefined : intersect(parseVersions(options.nullable), presence)
  invariant(!options.nullable === !nullable, 'a field that may be null is so in a version that has it', { field: path })
  const variable = TAKEN.has(name) || RESERVED.has(name) ? `${name}Field` : name
  return { name, variable, path, type, options, presence, nullable, optional: isOptional(field, presence, reach) }
}

/**
 * Encoders may be spared a field that is tagged, has a default of its own, is the throttle time, or is missing from
 * some versions; but one that the newest version has and older ones may drop is always asked for.
 */
function isOptional(field: Field, presence: VersionRange, reach: VersionRange): boolean {
  const { tag, default: fallback, ignorable } = field.options
  if (tag !== undefined || fallback !== undefined || field.name === 'throttleTimeMs') return true
  const inAllVersions = presence.min === reach.min && presence.max === reach.max
  const inNewestVersion = presence.max === reach.max
  return !inAllVersions && !(inNewestVersion && ignorable === true)
}
