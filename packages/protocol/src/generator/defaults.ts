import { invariant } from '@gregor/base'
import { INT64_MAX } from '../wire/int64.ts'
import type { ScalarType } from '../schema/schema.ts'
import type { MessagePlan, PlannedField, PlannedStruct } from './plan.ts'

/** The constant that holds the struct's defaults. */
export const defaultConstant = (struct: PlannedStruct): string => `DEFAULT_${struct.name}`

/** The value that stands for an absent field, as an expression. */
export function defaultOf(plan: MessagePlan, field: PlannedField): string {
  const fallback = field.options.default
  if (fallback === null) return 'null'
  switch (field.type.kind) {
    case 'array':
      invariant(fallback === undefined, 'arrays default to empty or null', { field: field.path })
      return '[]'
    case 'struct':
      invariant(fallback === undefined, 'structs default to their defaults or null', { field: field.path })
      return defaultConstant(plan.planOf(field.type.struct))
    case 'scalar':
      return fallback === undefined ? zeroOf(field.type.scalar) : literal(fallback)
  }
}

function zeroOf(type: ScalarType): string {
  switch (type) {
    case 'bool':
      return 'false'
    case 'string':
      return "''"
    case 'uuid':
      return 'ZERO_TOPIC_ID'
    case 'bytes':
    case 'records':
      return 'NO_BYTES'
    default:
      return '0'
  }
}

function literal(value: number | boolean | string): string {
  if (value === INT64_MAX) return 'INT64_MAX'
  return typeof value === 'string' ? `'${value}'` : String(value)
}

/** A condition that holds when the variable differs from the default of its field. */
export function differsFromDefault(plan: MessagePlan, field: PlannedField, variable: string): string {
  if (field.options.default === null) return `${variable} !== null`
  const bytesLike = field.type.kind === 'scalar' && ['bytes', 'records'].includes(field.type.scalar)
  const test = (() => {
    if (field.type.kind === 'struct') return `!isDefault${plan.planOf(field.type.struct).name}(${variable})`
    if (field.type.kind === 'array' || bytesLike) return `${variable}.length !== 0`
    return `${variable} !== ${defaultOf(plan, field)}`
  })()
  const comparesNull = field.nullable !== undefined && (field.type.kind !== 'scalar' || bytesLike)
  return comparesNull ? `(${variable} === null || ${test})` : test
}

/** The structs whose defaults the generated code needs: those that a field can default to, and what they hold. */
export function defaultedStructs(plan: MessagePlan): PlannedStruct[] {
  const found = new Set<PlannedStruct>()
  const visit = (struct: PlannedStruct): void => {
    for (const field of struct.fields) {
      if (field.type.kind === 'struct' && field.options.default === undefined) visit(plan.planOf(field.type.struct))
    }
    found.add(struct)
  }
  for (const struct of plan.structs) {
    for (const field of struct.fields) {
      const absentSometimes =
        field.options.tag !== undefined ||
        field.presence.min > struct.reach.min ||
        field.presence.max < struct.reach.max
      if (field.type.kind === 'struct' && field.options.default === undefined && absentSometimes) {
        visit(plan.planOf(field.type.struct))
      }
    }
  }
  return [...found]
}
