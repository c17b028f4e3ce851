import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const bin = join(repository, 'packages', 'server', 'bin', 'gregor.cjs')
const folder = mkdtempSync(join(tmpdir(), 'gregor-bin-'))
const probe = join(folder, 'probe.cjs')

/** Runs before the command and tells file 3, at its end, which files it loaded with `require` (packages of others: all). */
const probeText = `process.on('exit', () => require('node:fs').writeSync(3, JSON.stringify(Object.keys(require.cache))))`

interface Run {
  readonly code: number | null
  readonly output: string
  /** Files of this repository, from its root. */
  readonly own: readonly string[]
  /** Files of packages of others, after the last `node_modules/`. */
  readonly others: readonly string[]
}

function gregor(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const { status, output } = spawnSync(process.execPath, ['--require', probe, bin, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, ...environment }
  })
  const files = (JSON.parse(output[3] ?? '[]') as string[]).filter((file) => file !== probe)
  const isOwn = (file: string): boolean => !file.includes('/node_modules/')
  return {
    code: status,
    output: `${output[1]}${output[2]}`,
    own: files.filter(isOwn).map((file) => relative(repository, file)),
    others: files.filter((file) => !isOwn(file)).map((file) => file.replace(/^.*\/node_modules\//, ''))
  }
}

const packagesOf = ({ others }: Run): string[] =>
  [...new Set(others.map((file) => /^(?:@[^/]+\/)?[^/]+/.exec(file)![0]))].sort()

const loader = ['packages/server/bin/gregor.cjs', 'packages/server/bin/fresh-bundle.cjs']
const bundle = (name: string): string => `packages/server/dist/bundle/${name}.cjs`

beforeAll(() => {
  writeFileSync(probe, probeText)
  const { status, stderr } = spawnSync(process.execPath, [join(repository, 'scripts', 'bundle.mjs')], {
    encoding: 'utf8'
  })
  if (status !== 0) throw new Error(`scripts/bundle.mjs failed; is everything built? ${stderr}`)
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what the gregor command loads', () => {
  test.each(['--version', '--help'])('%s: the command line and nothing of a broker', (option) => {
    const run = gregor([option])
    expect(run.code).toBe(0)
    expect(run.own.toSorted()).toEqual([...loader, bundle('cli')].toSorted())
    expect(packagesOf(run)).toEqual(['commander'])
  })

  test('--version without the bundle: nothing of a broker either', () => {
    const run = gregor(['--version'], { GREGOR_BUNDLE: 'off' })
    expect(run.output).toBe('0.1.0\n')
    expect(run.own).toEqual(loader)
    expect(packagesOf(run)).toEqual(['commander'])
  })

  test('a command on a cluster: none of the packages that only a broker needs', () => {
    const run = gregor(['brokers', '--bootstrap', '127.0.0.1:1'])
    expect(run.code).toBe(1)
    expect(run.output).toContain('nothing listens at 127.0.0.1:1')
    expect(run.own.toSorted()).toEqual(
      [...loader, ...['cli', 'core', 'operator', 'rolldown-runtime'].map(bundle)].toSorted()
    )
    expect(packagesOf(run).filter((name) => ['@grpc/grpc-js', 'level', 'pino', 'protobufjs'].includes(name))).toEqual(
      []
    )
  })

  test.each(['on', 'off'])(
    'a server, bundle %s: of protobufjs the reader, no colours for logs, few files',
    (setting) => {
      // All its code is loaded before it looks for the file.
      const run = gregor(['server', join(folder, 'absent.properties')], { GREGOR_BUNDLE: setting })
      expect(run.code).toBe(1)
      expect(run.output).toContain('there is no such file')
      expect(run.own).toEqual(setting === 'on' ? expect.arrayContaining([bundle('server-command')]) : loader)
      expect(packagesOf(run)).toEqual(expect.arrayContaining(['@grpc/grpc-js', 'level', 'pino', 'protobufjs']))
      expect(packagesOf(run)).not.toContain('pino-pretty')
      const reflection = /^protobufjs\/src\/(?:parse|root|namespace|type|reflect\w*|tokenize)\.js$/
      expect(run.others.filter((file) => reflection.test(file))).toEqual([])
      // 236 when this was written: each costs about half a millisecond, at every start.
      expect(run.others.length).toBeLessThan(260)
      expect(run.own.length).toBeLessThan(7)
    }
  )
})
