import { invariant } from '@gregor/base'
import type { ScalarType, Struct } from '../schema/schema.ts'
import { intersect, parseVersions, type VersionRange } from '../schema/versions.ts'
import type { MessagePlan } from './plan.ts'

const FIXED: Readonly<Partial<Record<ScalarType, number>>> = {
  bool: 1,
  int8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  int64: 8,
  float64: 8,
  uuid: 16
}

/** The fewest bytes that an element of an array can take, in flexible and in classic versions. */
export function elementBytesMin(
  plan: MessagePlan,
  element: ScalarType | Struct,
  presence: VersionRange
): { readonly flexible: number; readonly classic: number } {
  const least = { flexible: Number.POSITIVE_INFINITY, classic: Number.POSITIVE_INFINITY }
  for (let version = presence.min; version <= presence.max; version++) {
    const flexible = version >= plan.flexibleFrom
    const bytes = typeof element === 'string' ? scalarBytes(element, flexible) : structBytes(element, version, flexible)
    invariant(bytes > 0, 'elements take bytes: an array of nothing could be of any length', {
      message: plan.schema.name
    })
    const form = flexible ? 'flexible' : 'classic'
    least[form] = Math.min(least[form], bytes)
  }
  return least
}

function scalarBytes(type: ScalarType, flexible: boolean): number {
  return FIXED[type] ?? (flexible ? 1 : type === 'string' ? 2 : 4)
}

function structBytes(struct: Struct, version: number, flexible: boolean): number {
  const only = { min: version, max: version }
  let bytes = flexible ? 1 : 0
  for (const field of struct.fields) {
    if (field.options.tag !== undefined || !intersect(parseVersions(field.versions), only)) continue
    if (field.type.kind === 'scalar') bytes += scalarBytes(field.type.scalar, flexible)
    else if (field.type.kind === 'array') bytes += flexible ? 1 : 4
    else bytes += field.options.nullable === undefined ? structBytes(field.type.struct, version, flexible) : 1
  }
  return bytes
}
