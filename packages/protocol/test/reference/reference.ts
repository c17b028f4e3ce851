import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A field as the reference states it: JSON with comments, in files of one message each. */
export interface ReferenceField {
  readonly name: string
  readonly type: string
  readonly versions: string
  readonly nullableVersions?: string
  readonly taggedVersions?: string
  readonly tag?: number
  readonly default?: string | number | boolean
  readonly ignorable?: boolean
  readonly flexibleVersions?: string
  readonly fields?: readonly ReferenceField[]
}

export interface ReferenceMessage {
  readonly name: string
  readonly apiKey?: number
  readonly type: string
  readonly validVersions: string
  readonly flexibleVersions: string
  readonly latestVersionUnstable?: boolean
  readonly fields: readonly ReferenceField[]
  readonly commonStructs?: readonly { readonly name: string; readonly fields: readonly ReferenceField[] }[]
}

/** All messages in the folder that `messages.sh` filled, by name. */
export function readReference(folder: string): Map<string, ReferenceMessage> {
  const messages = new Map<string, ReferenceMessage>()
  for (const path of jsonFiles(folder)) {
    const text = readFileSync(path, 'utf8').replace(/^\s*\/\/.*$/gm, '')
    messages.set(basename(path, '.json'), JSON.parse(text, withVersions) as ReferenceMessage)
  }
  return messages
}

/** Fields of records that are tagged in all their versions state just these. */
function withVersions(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('taggedVersions' in value) || 'versions' in value) return value
  return { ...value, versions: value.taggedVersions }
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return jsonFiles(path)
    return path.endsWith('.json') && path.includes(join('common', 'message')) ? [path] : []
  })
}
