import type { ScalarType, Struct } from '../schema/schema.ts'
import { flexibility, indent, inRange } from './conditions.ts'
import { defaultOf, differsFromDefault } from './defaults.ts'
import type { MessagePlan, PlannedField, PlannedStruct } from './plan.ts'

/** `encodeX(writer, message, version)`. */
export function emitEncoder(plan: MessagePlan, struct: PlannedStruct): string {
  const isRoot = plan.roots.includes(struct)
  const flexible = flexibility(plan.flexibleFrom, struct.reach)
  const body: string[] = []
  if (isRoot) body.push(`checkVersion('${struct.name}', version, ${plan.versions.min}, ${plan.versions.max})`)
  if (flexible === 'sometimes') body.push(`const flexible = version >= ${plan.flexibleFrom}`)
  const tagged = struct.fields.filter((field) => field.options.tag !== undefined)
  for (const field of struct.fields) {
    body.push(`const ${field.variable} = ${inputValue(plan, field)}`)
    if (field.options.tag === undefined) body.push(encodeField(plan, struct, field))
    else body.push(...refuseWhereAbsent(plan, struct, field))
  }
  if (flexible !== 'never') body.push(encodeTagged(plan, struct, tagged, flexible === 'sometimes'))
  const text = body.join('\n')
  const message = /\bmessage\b/.test(text) ? 'message' : '_message'
  const version = /\bversion\b/.test(text) ? 'version' : '_version'
  const parameters = `writer: Writer, ${message}: ${struct.name}Input, ${version}: number`
  return `export function encode${struct.name}(${parameters}): void {\n${indent(text)}\n}\n`
}

/** The value of a field, its default when the input leaves it out. */
function inputValue(plan: MessagePlan, field: PlannedField): string {
  const value = `message.${field.name}`
  if (!field.optional) return value
  const fallback = defaultOf(plan, field)
  return field.nullable && fallback !== 'null'
    ? `${value} === undefined ? ${fallback} : ${value}`
    : `${value} ?? ${fallback}`
}

function refuseWhereAbsent(plan: MessagePlan, struct: PlannedStruct, field: PlannedField): string[] {
  const condition = inRange(field.presence, struct.reach)
  if (condition === undefined || field.options.ignorable === true) return []
  const set = differsFromDefault(plan, field, field.variable)
  return [`if (!(${condition}) && ${set}) notInVersion('${field.path}', version)`]
}

/** A field at a fixed place. */
function encodeField(plan: MessagePlan, struct: PlannedStruct, field: PlannedField): string {
  const statements = encodeValue(plan, struct, field)
  const condition = inRange(field.presence, struct.reach)
  if (condition === undefined) return statements
  const otherwise =
    field.options.ignorable === true
      ? ''
      : ` else if (${differsFromDefault(plan, field, field.variable)}) notInVersion('${field.path}', version)`
  return `if (${condition}) {\n${indent(statements)}\n}${otherwise}`
}

function encodeValue(plan: MessagePlan, struct: PlannedStruct, field: PlannedField): string {
  const guard = nullGuard(field)
  const value = (() => {
    switch (field.type.kind) {
      case 'scalar':
        return encodeScalar(plan, struct, field, field.type.scalar)
      case 'struct':
        return encodeStruct(plan, field, field.type.struct)
      case 'array':
        return encodeArray(plan, struct, field, field.type.element)
    }
  })()
  return guard + value
}

/** Refuses null in versions that have the field but no null for it. */
function nullGuard(field: PlannedField): string {
  const refuse = `nullNotAllowed('${field.path}', version)`
  if (field.nullable === undefined) {
    return field.options.default === null ? `if (${field.variable} === null) ${refuse}\n` : ''
  }
  const condition = inRange(field.nullable, field.presence)
  return condition === undefined ? '' : `if (${field.variable} === null && !(${condition})) ${refuse}\n`
}

function encodeScalar(plan: MessagePlan, struct: PlannedStruct, field: PlannedField, scalar: ScalarType): string {
  const { variable } = field
  if (scalar !== 'string' && scalar !== 'bytes' && scalar !== 'records') return `writer.${scalar}(${variable})`
  const noun = scalar === 'string' ? 'String' : scalar === 'bytes' ? 'Bytes' : 'Records'
  const plain = field.nullable ? `writer.nullable${noun}(${variable})` : `writer.${scalar}(${variable})`
  const compact = field.nullable ? `writer.compactNullable${noun}(${variable})` : `writer.compact${noun}(${variable})`
  return field.options.flexible === 'none' ? plain : pick(plan, struct, field, compact, plain)
}

function encodeStruct(plan: MessagePlan, field: PlannedField, struct: Struct): string {
  const call = `encode${plan.planOf(struct).name}(writer, ${field.variable}, version)`
  if (!field.nullable) return call
  const present = `writer.int8(1)\n${call}`
  const condition = inRange(field.nullable, field.presence)
  const marker = condition === undefined ? present : `if (${condition}) writer.int8(1)\n${call}`
  return `if (${field.variable} === null) writer.int8(-1)\nelse {\n${indent(marker)}\n}`
}

function encodeArray(
  plan: MessagePlan,
  struct: PlannedStruct,
  field: PlannedField,
  element: ScalarType | Struct
): string {
  const { variable } = field
  const mayBeNull = field.nullable !== undefined
  const length = mayBeNull ? `${variable} === null ? -1 : ${variable}.length` : `${variable}.length`
  const count = pick(plan, struct, field, `writer.compactArrayCount(${length})`, `writer.arrayCount(${length})`)
  const each =
    typeof element === 'string'
      ? encodeElement(plan, struct, field, element)
      : `encode${plan.planOf(element).name}(writer, element, version)`
  const loop = `for (const element of ${variable}) ${each}`
  return `${count}\n${mayBeNull ? `if (${variable} !== null) ` : ''}${loop}`
}

function encodeElement(plan: MessagePlan, struct: PlannedStruct, field: PlannedField, element: ScalarType): string {
  if (element !== 'string') return `writer.${element}(element)`
  const text = pick(plan, struct, field, 'writer.compactString(element)', 'writer.string(element)')
  return text.includes('\n') ? `{\n${indent(text)}\n}` : text
}

/** A statement in compact or classic form, chosen now where the versions of the field settle it. */
function pick(plan: MessagePlan, struct: PlannedStruct, field: PlannedField, compact: string, plain: string): string {
  const ofStruct = flexibility(plan.flexibleFrom, struct.reach)
  const settled = ofStruct === 'sometimes' ? flexibility(plan.flexibleFrom, field.presence) : ofStruct
  if (settled === 'sometimes') return `if (flexible) ${compact}\nelse ${plain}`
  return settled === 'always' ? compact : plain
}

/** The tagged fields at the end of a struct of a flexible version: those that differ from their defaults. */
function encodeTagged(
  plan: MessagePlan,
  struct: PlannedStruct,
  tagged: readonly PlannedField[],
  conditional: boolean
): string {
  const prefix = conditional ? 'if (flexible) ' : ''
  if (tagged.length === 0) return `${prefix}writer.uvarint(0)`
  const inTagOrder = [...tagged].sort((left, right) => left.options.tag! - right.options.tag!)
  const flexibleReach = { min: Math.max(plan.flexibleFrom, struct.reach.min), max: struct.reach.max }
  const has = (field: PlannedField): string => `has${field.name[0]!.toUpperCase()}${field.name.slice(1)}`
  const tests = inTagOrder.map((field) => {
    const condition = inRange(field.presence, flexibleReach)
    const set = differsFromDefault(plan, field, field.variable)
    return `const ${has(field)} = ${condition === undefined ? set : `${condition} && ${set}`}`
  })
  const sum = inTagOrder.map((field) => `(${has(field)} ? 1 : 0)`).join(' + ')
  const writes = inTagOrder.map((field) => {
    const value = encodeValue(plan, struct, field)
    return `if (${has(field)}) {
  const start = writer.beginTaggedField(${field.options.tag})
${indent(value)}
  writer.finishTaggedField(start)
}`
  })
  return `${prefix}{\n${indent([...tests, `writer.uvarint(${sum})`, ...writes].join('\n'))}\n}`
}
