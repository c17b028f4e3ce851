import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

const { freshBundle } = createRequire(import.meta.url)('../../bin/fresh-bundle.cjs') as {
  freshBundle: (server: string) => string | undefined
}

let packages: string
const bundle = () => join(packages, 'server', 'dist', 'bundle', 'cli.cjs')
const found = () => freshBundle(join(packages, 'server'))

function write(path: string, atSeconds: number): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '')
  utimesSync(path, atSeconds, atSeconds)
}
const compiled = (name: string, atSeconds: number) => write(join(packages, name, 'dist', '.tsbuildinfo'), atSeconds)

beforeEach(() => {
  packages = mkdtempSync(join(tmpdir(), 'gregor-bundle-'))
  mkdirSync(join(packages, 'server'))
})
afterEach(() => rmSync(packages, { recursive: true, force: true }))

describe('the bundle', () => {
  test('is not used when there is none', () => {
    compiled('log', 1000)
    expect(found()).toBeUndefined()
  })

  test('is used when every package was compiled before it', () => {
    compiled('log', 1000)
    compiled('server', 1001)
    write(bundle(), 1002)
    expect(found()).toBe(bundle())
  })

  test.each(['log', 'server'])('is not used when %s was compiled after it, or at the same time', (name) => {
    compiled('log', 1000)
    write(bundle(), 1002)
    compiled(name, 1003)
    expect(found()).toBeUndefined()
    compiled(name, 1002)
    expect(found()).toBeUndefined()
  })

  test('is used in an install that cannot be compiled again', () => {
    write(bundle(), 1002)
    expect(found()).toBe(bundle())
  })
})
