import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { compile, packageFolder, run } from './support/repository.ts'

interface PackedFile {
  readonly path: string
}

/** What someone writes who uses the library, with no types around but those of the language. */
const consumer = `import { MemoryLog, RaftNode, votersOnly, type Entry, type ProposeResult, type Ready } from 'raft-ts'

const log = new MemoryLog({ confState: votersOnly([1]) })
const node = new RaftNode({ id: 1, log, random: () => 0 })
const applied: Entry[] = []

function work(): void {
  while (node.hasReady()) {
    const ready: Ready = node.takeReady()
    log.persist(ready)
    node.persisted({ ready: ready.number })
    applied.push(...ready.committedEntries)
    const last = ready.committedEntries.at(-1)
    if (last !== undefined) node.applied(last.index)
  }
}

node.campaign()
work()
const proposed: ProposeResult = node.propose([Uint8Array.of(7)])
if (!proposed.ok) throw new Error(proposed.reason)
work()
export const result = applied.map(({ kind, data }) => [kind, ...data].join(' ')).join(', ')
`

describe('the package as it would be published', () => {
  let folder: string
  let packed: readonly string[]
  let installed: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'raft-ts-package-'))
    const source = join(folder, 'source')
    await mkdir(source)
    for (const name of await readdir(packageFolder)) {
      if (!['dist', 'node_modules'].includes(name)) {
        await cp(join(packageFolder, name), join(source, name), { recursive: true })
      }
    }
    const dist = join(source, 'dist')
    compile(['-p', packageFolder, '--outDir', dist, '--tsBuildInfoFile', join(dist, '.tsbuildinfo')], packageFolder)

    const cache = `--cache=${join(folder, 'cache')}`
    const printed = run('npm', ['pack', '--json', '--ignore-scripts', '--offline', cache], source)
    const [{ filename, files }] = JSON.parse(printed) as [{ filename: string; files: readonly PackedFile[] }]
    packed = files.map(({ path }) => path)
    installed = join(folder, 'project/node_modules/raft-ts')
    await mkdir(installed, { recursive: true })
    run('tar', ['-xzf', join(source, filename), '--strip-components=1', '-C', installed], source)
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('holds the library with its types and sources, what to read, and nothing else', async () => {
    const names = (await readdir(join(packageFolder, 'src'))).map((file) => file.replace(/\.ts$/, ''))
    const compiled = ['.d.ts', '.d.ts.map', '.js', '.js.map']
    expect(packed.toSorted()).toEqual(
      [
        'LICENSE',
        'README.md',
        'package.json',
        ...names.map((name) => `src/${name}.ts`),
        ...names.flatMap((name) => compiled.map((ending) => `dist/${name}${ending}`))
      ].toSorted()
    )
  })

  test('depends on nothing, and runs nothing when it is installed', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
    expect(Object.keys(manifest as object).filter((key) => /dependencies|scripts|bin/i.test(key))).toEqual([])
    expect(manifest).toMatchObject({ name: 'raft-ts', license: 'Apache-2.0', type: 'module', sideEffects: false })
    for (const file of packed.filter((path) => path.endsWith('.js'))) {
      const code = await readFile(join(installed, file), 'utf8')
      const imported = [...code.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, name = '']) => name)
      expect(imported.filter((name) => !name.startsWith('./') || !name.endsWith('.js'))).toEqual([])
    }
  })

  test('works and has its types in a project that has nothing else', async () => {
    const project = join(folder, 'project')
    await writeFile(join(project, 'package.json'), '{ "type": "module" }')
    await writeFile(join(project, 'consumer.ts'), consumer)
    const language = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2023',
      '--lib',
      'es2023',
      '--types',
      ''
    ]
    compile([...language, '--module', 'nodenext', '--skipLibCheck', 'false', 'consumer.ts'], project)
    const script = "const { result } = await import('./consumer.js'); console.log(result)"
    expect(run(process.execPath, ['--input-type=module', '-e', script], project)).toBe('empty, normal 7\n')
  })

  test('does not let anyone in by the side door', () => {
    const script = "await import('raft-ts/dist/core.js').catch(({ code }) => console.log(code))"
    const printed = run(process.execPath, ['--input-type=module', '-e', script], join(folder, 'project'))
    expect(printed).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n')
  })
})
