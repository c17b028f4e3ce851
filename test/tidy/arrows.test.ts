import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { repository, sourceFiles } from '../support/sources.ts'

/**
 * The layers, lowest first: a package imports only from packages above it in this list. Think hard about the layering
 * before changing it, and say why in docs/adr.
 */
const layers = [
  'raft-ts',
  'base',
  'protocol',
  'rpc',
  'log',
  'metadata',
  'controller',
  'replication',
  'coordinator',
  'broker',
  'cli',
  'server',
  'simulator'
]

const packageName = (folder: string) => (folder === 'raft-ts' ? folder : `@gregor/${folder}`)
const files = sourceFiles()
const statement =
  /^(?:import|export)\s+(?:type\s+)?(?:\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+(?:,\s*\{[^}]*\})?)\s+from\s+'([^']+)'/gm
const call = /\bimport\(\s*'([^']+)'\s*\)/g
const imports = files.flatMap((file) =>
  [...file.text.matchAll(statement), ...file.text.matchAll(call)].map((match) => ({ ...file, target: match[1]! }))
)

describe('package arrows', () => {
  test('every package is in the list of layers', () => {
    expect([...new Set(files.map((file) => file.package))].sort()).toEqual([...layers].sort())
  })

  test('an import points only upwards', () => {
    const wrong = imports.filter(({ package: from, target }) => {
      const to = layers.findIndex(
        (layer) => target === packageName(layer) || target.startsWith(`${packageName(layer)}/`)
      )
      return to >= layers.indexOf(from)
    })
    expect(wrong.map(({ path, target }) => `${path} imports ${target}`)).toEqual([])
  })

  test('an imported package is declared as a dependency, and a declared one is imported', () => {
    const wrong = layers.flatMap((layer) => {
      const manifest = JSON.parse(readFileSync(join(repository, 'packages', layer, 'package.json'), 'utf8'))
      const declared = new Set(Object.keys(manifest.dependencies ?? {}))
      const used = new Set(
        imports
          .filter(
            ({ package: from, target }) => from === layer && !target.startsWith('.') && !target.startsWith('node:')
          )
          .map(({ target }) => /^(@[^/]+\/[^/]+|[^/]+)/.exec(target)![0])
      )
      const missing = [...used].filter((name) => !declared.has(name)).map((name) => `${layer} does not declare ${name}`)
      const idle = [...declared].filter((name) => !used.has(name)).map((name) => `${layer} does not use ${name}`)
      return [...missing, ...idle]
    })
    expect(wrong).toEqual([])
  })

  test('raft-ts has no dependencies at all', () => {
    const outside = imports.filter(({ package: from, target }) => from === 'raft-ts' && !target.startsWith('.'))
    expect(outside.map(({ path, target }) => `${path} imports ${target}`)).toEqual([])
  })
})
