import { apiSchemas, dataSchemas } from '../schema/all.ts'
import type { ApiSchema } from '../schema/schema.ts'
import { banner, emitFile, kebab } from './file.ts'
import { planMessage } from './plan.ts'

/** All generated files: name in src/messages, and text. */
export function generateFiles(): Map<string, string> {
  const files = new Map<string, string>()
  for (const schema of [...apiSchemas, ...dataSchemas]) files.set(`${kebab(schema.name)}.ts`, emitFile(schema))
  files.set('api-table.ts', emitTable(apiSchemas))
  return files
}

function emitTable(schemas: readonly ApiSchema[]): string {
  const rows = schemas.map((schema) => {
    const { versions, flexibleFrom } = planMessage(schema)
    const range = `{ min: ${versions.min}, max: ${versions.max} }`
    return `  { key: ${schema.key}, name: '${schema.name}', versions: ${range}, flexibleFrom: ${flexibleFrom} }`
  })
  return `${banner('src/schema/messages')}/** The API keys that have a schema, in order. */
export const API_TABLE = [
${rows.join(',\n')}
] as const
`
}
