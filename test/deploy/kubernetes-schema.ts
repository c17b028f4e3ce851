import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../support/run.ts'
import { repository } from '../support/sources.ts'

/** What every document of Kubernetes says of itself. */
export interface TypedDocument {
  readonly apiVersion: string
  readonly kind: string
}

type Model = new (data: unknown) => { validate(): void }

const models = join(repository, 'node_modules/kubernetes-models')
const compiler = join(repository, 'node_modules/.bin/tsc')

/**
 * What Kubernetes would refuse in each of the documents, by its own schemas: fields that a kind does not have, fields that are
 * missing, values of a wrong type, form or choice. Empty when all is well.
 *
 * The validators that are made of these schemas let unknown fields pass; the types that are made of them do not. So the compiler
 * looks for those, in the documents as literals.
 */
export async function schemaProblems(documents: readonly TypedDocument[]): Promise<string[][]> {
  const refused = await Promise.all(documents.map(refusal))
  const mistyped = await typeProblems(documents)
  return documents.map((_, at) => [...(refused[at] ?? []), ...(mistyped[at] ?? [])])
}

async function refusal(document: TypedDocument): Promise<string[]> {
  const { apiVersion, kind } = document
  try {
    const module = (await import(join(models, apiVersion, `${kind}.js`))) as Readonly<Record<string, Model>>
    new module[kind]!(document).validate()
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

async function typeProblems(documents: readonly TypedDocument[]): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'gregor-schema-'))
  const fileOf = (at: number): string => join(folder, `${at}.ts`)
  try {
    await Promise.all(documents.map((document, at) => writeFile(fileOf(at), asLiteral(document))))
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler']
    const files = documents.map((_, at) => fileOf(at))
    const { code, stdout } = await run(compiler, [...options, '--ignoreConfig', '--pretty', 'false', ...files])
    const found = Array.from(stdout.matchAll(/(\d+)\.ts\(.*?\): error TS\d+: (.*)/g))
    // Else a compiler that could not work would pass for one that has found nothing.
    if ((code === 0) !== (found.length === 0)) throw new Error(`the compiler ended with ${code}: ${stdout}`)
    return documents.map((_, at) => found.filter(([, file]) => file === String(at)).map(([, , problem]) => problem!))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function asLiteral(document: TypedDocument): string {
  const { apiVersion, kind } = document
  const from = JSON.stringify(join(models, apiVersion, kind))
  return `import type { I${kind} } from ${from}\nexport const document: I${kind} = ${JSON.stringify(document, undefined, 2)}\n`
}
