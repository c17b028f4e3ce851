import type { MessageSchema } from '../schema/schema.ts'
import { indent } from './conditions.ts'
import { emitDecoder } from './decoder.ts'
import { defaultConstant, defaultedStructs, defaultOf, differsFromDefault } from './defaults.ts'
import { emitEncoder } from './encoder.ts'
import { planMessage, type MessagePlan, type PlannedStruct } from './plan.ts'
import { emitTypes } from './types.ts'

/** 'ListOffsets' -> 'list-offsets'. */
export const kebab = (name: string): string => name.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase()

export const banner = (source: string): string =>
  `// Generated from ${source} by \`npm run generate\`; edit that and generate again.\n\n`

/** The whole text of one generated file. */
export function emitFile(schema: MessageSchema): string {
  const plan = planMessage(schema)
  const defaulted = defaultedStructs(plan)
  const parts = [
    ...plan.structs.map((struct) => emitTypes(plan, struct)),
    ...defaulted.map((struct) => emitDefault(plan, struct)),
    ...plan.structs.flatMap((struct) => [emitDecoder(plan, struct), emitEncoder(plan, struct)]),
    emitDescription(plan)
  ]
  const code = parts.join('\n')
  return `${banner(`src/schema/messages/${kebab(schema.name)}.ts`)}${emitImports(code)}\n${code}`
}

/** The struct with all defaults, and the test whether a struct is that. */
function emitDefault(plan: MessagePlan, struct: PlannedStruct): string {
  const { name, fields } = struct
  const members = fields.map((field) => `  ${field.name}: ${defaultOf(plan, field)}`)
  const tests = fields.map((field) => {
    const value = field.optional ? `(message.${field.name} ?? ${defaultOf(plan, field)})` : `message.${field.name}`
    return `!(${differsFromDefault(plan, field, value)})`
  })
  return `const ${defaultConstant(struct)}: ${name} = {
${members.join(',\n')}
}

function isDefault${name}(message: ${name}Input): boolean {
  return ${tests.join(' && ')}
}
`
}

function emitDescription({ schema, versions, flexibleFrom }: MessagePlan): string {
  const range = `{ min: ${versions.min}, max: ${versions.max} }`
  const { name } = schema
  if (schema.kind === 'data') return `export const ${name}Versions = ${range} as const\n`
  const types = ['Request', 'RequestInput', 'Response', 'ResponseInput'].map((suffix) => name + suffix).join(', ')
  const members = [
    `key: ${schema.key}`,
    `name: '${name}'`,
    `versions: ${range}`,
    `flexibleFrom: ${flexibleFrom}`,
    ...['Request', 'Response'].flatMap((kind) => [
      `decode${kind}: decode${name}${kind}`,
      `encode${kind}: encode${name}${kind}`
    ])
  ]
  return `export const ${name}Api: Api<${types}> = {\n${indent(members.join(',\n'))}\n}\n`
}

const IMPORTS: readonly { readonly from: string; readonly names: readonly string[]; readonly types?: boolean }[] = [
  { from: '@gregor/base', names: ['ZERO_TOPIC_ID'] },
  { from: '../api.ts', names: ['Api'], types: true },
  { from: '../wire/checks.ts', names: ['checkVersion', 'NO_BYTES', 'notInVersion', 'nullNotAllowed'] },
  { from: '../wire/int64.ts', names: ['INT64_MAX'] },
  { from: '../wire/reader.ts', names: ['Reader'], types: true },
  { from: '../wire/writer.ts', names: ['Writer'], types: true }
]

function emitImports(code: string): string {
  return IMPORTS.map(({ from, names, types }) => {
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(code))
    const source = `'${from}'`
    return used.length === 0 ? '' : `import ${types ? 'type ' : ''}{ ${used.join(', ')} } from ${source}\n`
  }).join('')
}
