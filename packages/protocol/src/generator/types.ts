import type { ScalarType } from '../schema/schema.ts'
import type { VersionRange } from '../schema/versions.ts'
import { structOf, type MessagePlan, type PlannedField, type PlannedStruct } from './plan.ts'

const SCALARS: Readonly<Record<ScalarType, string>> = {
  bool: 'boolean',
  int8: 'number',
  int16: 'number',
  uint16: 'number',
  int32: 'number',
  int64: 'number',
  float64: 'number',
  string: 'string',
  uuid: 'string',
  bytes: 'Buffer',
  records: 'Buffer'
}

/** TypeScript's type of a field: as decoded, or as an encoder takes it. */
export function typeOf(plan: MessagePlan, field: PlannedField, input: boolean): string {
  const orNull = field.nullable || field.options.default === null ? ' | null' : ''
  return bareType(plan, field, input) + orNull
}

function bareType(plan: MessagePlan, field: PlannedField, input: boolean): string {
  const { type } = field
  const struct = structOf(type)
  const suffix = input ? 'Input' : ''
  if (type.kind === 'scalar') return SCALARS[type.scalar]
  const element = struct ? plan.planOf(struct).name + suffix : SCALARS[(type as { element: ScalarType }).element]
  return type.kind === 'array' ? `readonly ${element}[]` : element
}

/** The interface of a decoded struct, and that of what an encoder takes for it. */
export function emitTypes(plan: MessagePlan, struct: PlannedStruct): string {
  const { name, fields } = struct
  const decoded = fields.map(
    (field) => `${comment(field, struct.reach)}  readonly ${field.name}: ${typeOf(plan, field, false)}\n`
  )
  const output = `export interface ${name} {\n${decoded.join('')}}\n`
  if (!inputDiffers(plan, struct)) return `${output}\nexport type ${name}Input = ${name}\n`
  const inputs = fields.map((field) => {
    const type = typeOf(plan, field, true)
    return field.optional ? `  readonly ${field.name}?: ${type} | undefined\n` : `  readonly ${field.name}: ${type}\n`
  })
  return `${output}\nexport interface ${name}Input {\n${inputs.join('')}}\n`
}

function inputDiffers(plan: MessagePlan, struct: PlannedStruct): boolean {
  return struct.fields.some((field) => {
    const child = structOf(field.type)
    return field.optional || (child !== undefined && inputDiffers(plan, plan.planOf(child)))
  })
}

function comment(field: PlannedField, reach: VersionRange): string {
  const { min, max } = field.presence
  const versions = min === max ? `v${min}` : max === reach.max ? `v${min}+` : `v${min}-${max}`
  const notes = [
    ...(min === reach.min && max === reach.max ? [] : [versions]),
    ...(field.options.tag === undefined ? [] : [`tag ${field.options.tag}`])
  ]
  return notes.length === 0 ? '' : `  /** ${notes.join(', ')} */\n`
}
