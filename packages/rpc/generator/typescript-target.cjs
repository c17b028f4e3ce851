// A target for protobufjs-cli's pbjs: typed TypeScript on src/wire instead of its own JavaScript classes. That gives plain
// readonly objects of one shape, numbers for 64-bit integers, Buffer views for bytes, sizes known before writing, and
// code of a third of the size.
'use strict'

const scalars = {
  uint32: { zero: '0', type: 'number', size: 'sizeUint32', read: 'reader.uint32()', wire: 0 },
  int32: { zero: '0', type: 'number', size: 'sizeInt32', read: 'reader.int32()', wire: 0 },
  sint32: { zero: '0', type: 'number', size: 'sizeSint32', read: 'reader.sint32()', wire: 0 },
  sint64: { zero: '0', type: 'number', size: 'sizeSint64', read: 'readSint64(reader)', wire: 0 },
  bool: { zero: 'false', type: 'boolean', size: undefined, read: 'reader.bool()', wire: 0 },
  string: { zero: "''", type: 'string', size: 'sizeString', read: 'reader.string()', wire: 2 },
  bytes: { zero: 'noBytes', type: 'Buffer', input: 'Uint8Array', size: 'sizeBytes', read: 'readBytes(reader)', wire: 2 }
}

const comment = (text, indent = '') => {
  if (!text) return ''
  const lines = text.trim().split('\n')
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}

const isEnum = (field) => field.resolvedType?.values !== undefined
const isMessage = (field) => field.resolvedType !== null && !isEnum(field)
/** Set or not set is told apart: members of a oneof (also the hidden one of an `optional`), and single messages. */
const hasPresence = (field) => !field.repeated && (field.partOf !== null || isMessage(field))
const scalarOf = (field) => {
  const scalar = isEnum(field) ? scalars.int32 : scalars[field.type]
  if (!scalar || field.map)
    throw new Error(`${field.fullName}: no support for the type ${field.type} yet; add it to ${__filename}`)
  return { write: isEnum(field) ? 'int32' : field.type, ...scalar }
}
const elementType = (field, suffix) => {
  if (isMessage(field)) return `${field.resolvedType.name}${suffix}`
  if (isEnum(field)) return field.resolvedType.name
  const { type, input } = scalarOf(field)
  return suffix ? (input ?? type) : type
}
const packed = (field) => field.repeated && !isMessage(field) && scalarOf(field).wire === 0
const sizeVarint = (value) => (value < 0x80 ? 1 : value < 0x4000 ? 2 : 3)
const tagOf = (field, wire) => (field.id << 3) | wire

function emitTypes(type) {
  const fields = type.fieldsArray
  const full = fields.map((field) => {
    const element = elementType(field, '')
    const typed = field.repeated ? `readonly ${element}[]` : hasPresence(field) ? `${element} | undefined` : element
    return `${comment(field.comment, '  ')}  readonly ${field.name}: ${typed}\n`
  })
  const input = fields.map((field) => {
    const element = elementType(field, 'Input')
    return `  readonly ${field.name}?: ${field.repeated ? `readonly ${element}[]` : element} | undefined\n`
  })
  if (fields.length === 0) {
    return `${comment(type.comment)}export type ${type.name} = Readonly<Record<never, never>>\nexport type ${type.name}Input = ${type.name}\n`
  }
  return (
    `${comment(type.comment)}export interface ${type.name} {\n${full.join('')}}\n` +
    `export interface ${type.name}Input {\n${input.join('')}}\n`
  )
}

function sizeOne(field, value) {
  if (isMessage(field)) return `sizeNested(size${field.resolvedType.name}(${value}))`
  const { size } = scalarOf(field)
  return size === undefined ? '1' : `${size}(${value})`
}

function writeOne(field, value) {
  if (!isMessage(field))
    return `writer.uint32(${tagOf(field, scalarOf(field).wire)}).${scalarOf(field).write}(${value})`
  const name = field.resolvedType.name
  return `writer.uint32(${tagOf(field, 2)}).uint32(size${name}(${value}))\n    write${name}(${value}, writer)`
}

/** The condition under which a single field goes on the wire. */
function isSet(field, value) {
  if (hasPresence(field)) return `${value} !== undefined`
  const { zero } = scalarOf(field)
  return field.type === 'bytes'
    ? `${value} !== undefined && ${value}.length > 0`
    : `${value} !== undefined && ${value} !== ${zero}`
}

function emitSize(field) {
  const value = `message.${field.name}`
  const tag = sizeVarint(tagOf(field, 0))
  if (!field.repeated) return `  if (${isSet(field, value)}) size += ${tag} + ${sizeOne(field, value)}\n`
  if (packed(field)) {
    return `  if (${value} !== undefined && ${value}.length > 0) size += ${tag} + sizeNested(sizePacked(${value}, ${scalarOf(field).size}))\n`
  }
  return `  for (const one of ${value} ?? []) size += ${tag} + ${sizeOne(field, 'one')}\n`
}

function emitWrite(field) {
  const value = `message.${field.name}`
  if (!field.repeated) return `  if (${isSet(field, value)}) {\n    ${writeOne(field, value)}\n  }\n`
  if (packed(field)) {
    const { size, write } = scalarOf(field)
    return (
      `  if (${value} !== undefined && ${value}.length > 0) {\n` +
      `    writer.uint32(${tagOf(field, 2)}).uint32(sizePacked(${value}, ${size}))\n` +
      `    for (const one of ${value}) writer.${write}(one)\n  }\n`
    )
  }
  return `  for (const one of ${value} ?? []) {\n    ${writeOne(field, 'one')}\n  }\n`
}

function emitLocal(field) {
  if (field.repeated) return `  const ${field.name}: ${elementType(field, '')}[] = []\n`
  const element = elementType(field, '')
  if (hasPresence(field)) return `  let ${field.name}: ${element} | undefined\n`
  const { zero, type } = scalarOf(field)
  return `  let ${field.name}${type === 'Buffer' ? ': Buffer' : ''} = ${zero}\n`
}

function emitRead(field) {
  const read = isMessage(field) ? `read${field.resolvedType.name}(reader, readEnd(reader))` : scalarOf(field).read
  const wire = isMessage(field) ? 2 : scalarOf(field).wire
  if (!field.repeated) {
    const siblings = (field.partOf?.fieldsArray ?? []).filter((other) => other !== field)
    const unset =
      siblings.length === 0 ? '' : `        ${siblings.map((other) => `${other.name} = `).join('')}undefined\n`
    return `      case ${tagOf(field, wire)}:\n        ${field.name} = ${read}\n${unset}        break\n`
  }
  const one = `      case ${tagOf(field, wire)}:\n        ${field.name}.push(${read})\n        break\n`
  if (!packed(field)) return one
  const all = `for (const stop = readEnd(reader); reader.pos < stop; ) ${field.name}.push(${read})`
  return `${one}      case ${tagOf(field, 2)}:\n        ${all}\n        break\n`
}

function emitMessage(type) {
  const { name, fieldsArray: fields } = type
  const body = (emit) => fields.map(emit).join('')
  if (fields.length === 0) {
    return (
      `const size${name} = (_message: ${name}Input): number => 0\n` +
      `const write${name} = (_message: ${name}Input, _writer: WireWriter): void => {}\n` +
      `function read${name}(reader: Reader, end: number): ${name} {\n` +
      `  while (reader.pos < end) reader.skipType(reader.tag() & 7)\n  checkEnd(reader, end)\n  return {}\n}\n`
    )
  }
  return (
    `function size${name}(message: ${name}Input): number {\n  let size = 0\n${body(emitSize)}  return size\n}\n` +
    `function write${name}(message: ${name}Input, writer: WireWriter): void {\n${body(emitWrite)}}\n` +
    `function read${name}(reader: Reader, end: number): ${name} {\n${body(emitLocal)}` +
    `  while (reader.pos < end) {\n    const tag = reader.tag()\n    switch (tag) {\n${body(emitRead)}` +
    `      default:\n        reader.skipType(tag & 7)\n    }\n  }\n  checkEnd(reader, end)\n` +
    `  return { ${fields.map((field) => field.name).join(', ')} }\n}\n`
  )
}

const emitCodec = ({ name }) =>
  `export const ${name}: Codec<${name}, ${name}Input> = codec({ size: size${name}, write: write${name}, read: read${name} })\n`

function emitEnum({ name, comment: text, values }) {
  const members = Object.entries(values).map(([key, value]) => `  ${key}: ${value}`)
  return `${comment(text)}export const ${name} = {\n${members.join(',\n')}\n} as const\n/** Any number: a newer peer may know more. */\nexport type ${name} = number\n`
}

function emitService(service) {
  const methods = service.methodsArray.map(
    (method) =>
      `${comment(method.comment, '  ')}  ${method.name[0].toLowerCase()}${method.name.slice(1)}: {\n` +
      `    path: '/${service.fullName.slice(1)}/${method.name}',\n` +
      `    request: ${method.requestType},\n    response: ${method.responseType}\n  }`
  )
  return `${comment(service.comment)}export const ${service.name}Service = {\n${methods.join(',\n')}\n} as const\n`
}

const helpers = {
  codec: ['codec', 'type Codec'],
  'wire-reader': ['checkEnd', 'noBytes', 'readBytes', 'readEnd', 'readSint64'],
  'wire-writer': [
    'sizeBytes',
    'sizeInt32',
    'sizeNested',
    'sizePacked',
    'sizeSint32',
    'sizeSint64',
    'sizeString',
    'sizeUint32',
    'type WireWriter'
  ]
}

function imports(code) {
  const lines = Object.entries(helpers).map(([file, names]) => {
    const used = names.filter((name) => new RegExp(`\\b${name.replace('type ', '')}\\b`).test(code))
    return `import { ${used.join(', ')} } from '../wire/${file}.ts'\n`
  })
  return `import type { Reader } from 'protobufjs/minimal.js'\n${lines.join('')}`
}

module.exports = function typescriptTarget(root, _options, callback) {
  try {
    const namespaces = []
    const visit = (namespace) => {
      const nested = namespace.nestedArray
      if (nested.some((one) => one.fieldsArray || one.methodsArray || one.values)) namespaces.push(namespace)
      else nested.forEach(visit)
    }
    visit(root)
    const members = namespaces.flatMap((namespace) => namespace.nestedArray)
    const types = members.filter((one) => one.fieldsArray !== undefined)
    const code = [
      ...members.filter((one) => one.values !== undefined).map(emitEnum),
      ...types.map((type) => `${emitTypes(type)}${emitMessage(type)}${emitCodec(type)}`),
      ...members.filter((one) => one.methodsArray !== undefined).map(emitService)
    ].join('\n')
    callback(null, `${imports(code)}\n${code}`)
  } catch (error) {
    callback(error)
  }
}
