import type { ScalarType, Struct } from '../schema/schema.ts'
import { covers } from '../schema/versions.ts'
import { flexibility, indent, inRange } from './conditions.ts'
import { defaultOf } from './defaults.ts'
import type { MessagePlan, PlannedField, PlannedStruct } from './plan.ts'
import { elementBytesMin } from './sizes.ts'
import { typeOf } from './types.ts'

/** `decodeX(reader, version)`. */
export function emitDecoder(plan: MessagePlan, struct: PlannedStruct): string {
  const isRoot = plan.roots.includes(struct)
  const flexible = flexibility(plan.flexibleFrom, struct.reach)
  const body: string[] = []
  if (isRoot) body.push(`checkVersion('${struct.name}', version, ${plan.versions.min}, ${plan.versions.max})`)
  if (flexible === 'sometimes') body.push(`const flexible = version >= ${plan.flexibleFrom}`)
  const tagged = struct.fields.filter((field) => field.options.tag !== undefined)
  for (const field of struct.fields) {
    if (field.options.tag === undefined) body.push(decodeField(plan, struct, field))
    else body.push(`let ${field.variable}: ${localType(plan, field)} = ${defaultOf(plan, field)}`)
  }
  if (flexible !== 'never') body.push(decodeTagged(plan, struct, tagged, flexible === 'sometimes'))
  const members = struct.fields.map(({ name, variable }) => (name === variable ? name : `${name}: ${variable}`))
  body.push(`return { ${members.join(', ')} }`)
  const parameters = `reader: Reader, ${usesVersion(body) ? 'version' : '_version'}: number`
  return `export function decode${struct.name}(${parameters}): ${struct.name} {\n${indent(body.join('\n'))}\n}\n`
}

const usesVersion = (body: readonly string[]): boolean => /\bversion\b/.test(body.join('\n'))

const localType = (plan: MessagePlan, field: PlannedField): string =>
  typeOf(plan, field, false).replace(/^readonly /, '')

/** A field at a fixed place. */
function decodeField(plan: MessagePlan, struct: PlannedStruct, field: PlannedField): string {
  const condition = inRange(field.presence, struct.reach)
  const { variable } = field
  if (field.type.kind !== 'array') {
    const value = decodeValue(plan, struct, field)
    if (condition === undefined) return `const ${variable} = ${value}`
    return `const ${variable}: ${typeOf(plan, field, false)} = ${condition} ? ${value} : ${defaultOf(plan, field)}`
  }
  if (field.nullable === undefined && field.options.default !== null) {
    const loop = decodeArray(plan, struct, field)
    return `const ${variable}: ${localType(plan, field)} = []\n${condition === undefined ? loop : `if (${condition}) ${loop}`}`
  }
  const body = decodeArray(plan, struct, field)
  const declaration = `let ${variable}: ${localType(plan, field)} = ${defaultOf(plan, field)}`
  return `${declaration}\n${condition === undefined ? body : `if (${condition}) ${body}`}`
}

/** An expression that reads a scalar or a struct. */
function decodeValue(plan: MessagePlan, struct: PlannedStruct, field: PlannedField): string {
  const whenNullable = (nullable: string, plain: string): string => {
    if (field.nullable === undefined) return plain
    const condition = inRange(field.nullable, field.presence)
    return condition === undefined ? nullable : `(${condition} ? ${nullable} : ${plain})`
  }
  if (field.type.kind === 'struct') {
    const plain = `decode${plan.planOf(field.type.struct).name}(reader, version)`
    return whenNullable(`(reader.structPresent() ? ${plain} : null)`, plain)
  }
  if (field.type.kind === 'array') throw new Error('arrays are statements')
  const { scalar } = field.type
  const compactible = field.options.flexible !== 'none'
  return whenNullable(
    decodeScalar(plan, struct, scalar, true, compactible, field),
    decodeScalar(plan, struct, scalar, false, compactible, field)
  )
}

function decodeScalar(
  plan: MessagePlan,
  struct: PlannedStruct,
  scalar: ScalarType,
  nullable: boolean,
  compactible: boolean,
  field: PlannedField
): string {
  if (scalar !== 'string' && scalar !== 'bytes' && scalar !== 'records') return `reader.${scalar}()`
  const noun = scalar === 'string' ? 'String' : 'Bytes'
  const plain = nullable ? `reader.nullable${noun}()` : `reader.${noun.toLowerCase()}()`
  const compact = nullable ? `reader.compactNullable${noun}()` : `reader.compact${noun}()`
  return compactible ? pick(plan, struct, field, compact, plain) : plain
}

/** The compact or the classic form, chosen now where the versions of the field settle it. */
function pick(plan: MessagePlan, struct: PlannedStruct, field: PlannedField, compact: string, plain: string): string {
  if (flexibility(plan.flexibleFrom, struct.reach) !== 'sometimes') {
    return flexibility(plan.flexibleFrom, struct.reach) === 'always' ? compact : plain
  }
  const settled = flexibility(plan.flexibleFrom, field.presence)
  if (settled === 'sometimes') return `(flexible ? ${compact} : ${plain})`
  return settled === 'always' ? compact : plain
}

/** Statements that fill the variable of an array; a single block or loop. */
function decodeArray(plan: MessagePlan, struct: PlannedStruct, field: PlannedField): string {
  const { variable, type, nullable } = field
  if (type.kind !== 'array') throw new Error('not an array')
  const element = decodeElement(plan, struct, field, type.element)
  const bytes = elementBytesMin(plan, type.element, field.presence)
  const count = (orNull: boolean): string => {
    const name = orNull ? 'NullableArrayCount' : 'ArrayCount'
    const plain = orNull ? 'nullableArrayCount' : 'arrayCount'
    return pick(plan, struct, field, `reader.compact${name}(${bytes.flexible})`, `reader.${plain}(${bytes.classic})`)
  }
  if (nullable === undefined && field.options.default !== null) {
    return `for (let left = ${count(false)}; left > 0; left--) ${variable}.push(${element})`
  }
  const everywhere = nullable !== undefined && covers(nullable, field.presence)
  const asked = everywhere
    ? count(true)
    : nullable === undefined
      ? count(false)
      : `${inRange(nullable, field.presence)!} ? ${count(true)} : ${count(false)}`
  return `{
  const count = ${asked}
  if (count < 0) ${variable} = null
  else {
    ${variable} = []
    for (let left = count; left > 0; left--) ${variable}.push(${element})
  }
}`
}

function decodeElement(
  plan: MessagePlan,
  struct: PlannedStruct,
  field: PlannedField,
  element: ScalarType | Struct
): string {
  if (typeof element !== 'string') return `decode${plan.planOf(element).name}(reader, version)`
  if (element !== 'string') return `reader.${element}()`
  return pick(plan, struct, field, 'reader.compactString()', 'reader.string()')
}

/** The tagged fields at the end of a struct of a flexible version. */
function decodeTagged(
  plan: MessagePlan,
  struct: PlannedStruct,
  tagged: readonly PlannedField[],
  conditional: boolean
): string {
  const prefix = conditional ? 'if (flexible) ' : ''
  if (tagged.length === 0) return `${prefix}reader.skipTaggedFields()`
  const cases = tagged.map((field) => {
    const value =
      field.type.kind === 'array'
        ? `${field.nullable ? '' : `${field.variable} = []\n`}${decodeArray(plan, struct, field)}`
        : `${field.variable} = ${decodeValue(plan, struct, field)}`
    const condition = inRange(field.presence, {
      min: Math.max(plan.flexibleFrom, struct.reach.min),
      max: struct.reach.max
    })
    const guard = condition === undefined ? '' : `if (!(${condition})) {\n  reader.skipTaggedField(end)\n  break\n}\n`
    return `case ${field.options.tag}: {\n${indent(`${guard}${value}\nreader.finishTaggedField(end)\nbreak`)}\n}`
  })
  const loop = `for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
  tag = reader.tag(tag)
  const end = reader.taggedFieldEnd()
  switch (tag) {
${indent(cases.join('\n'), 4)}
    default:
      reader.skipTaggedField(end)
  }
}`
  return prefix + loop
}
