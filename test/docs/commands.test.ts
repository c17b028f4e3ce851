// Every command that a page shows is run, in the order of the page, and prints what the page shows.
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { repository } from '../support/sources.ts'
import { type Block, blocksOf, outputPattern } from './blocks.ts'
import { type Session, openSession } from './session.ts'

/** What `<!-- elsewhere: … -->` means: why this suite does not run such blocks, and what runs or checks them instead. */
const elsewhere: Readonly<Record<string, { readonly why: string; readonly by: string }>> = {
  image: { why: 'installs from a registry, and needs Docker', by: 'test/compose/compose.test.ts' },
  docker: { why: 'needs Docker', by: 'test/compose/compose.test.ts' },
  systemd: { why: 'changes a host that systemd runs', by: 'test/deploy/systemd.test.ts' },
  kubernetes: { why: 'needs a Kubernetes cluster', by: 'test/deploy/kubernetes.test.ts' },
  monitoring: { why: 'needs Docker', by: 'test/observability' },
  simulator: { why: 'takes minutes to an hour', by: '.ci/run' },
  consistency: { why: 'takes minutes to half an hour', by: 'test/consistency/consistency.test.ts' },
  'raft-example': { why: 'talks to a person at three terminals', by: 'packages/raft-ts/test/replicated-map.test.ts' }
}

/** Blocks that are to be read. TypeScript is that of packages/raft-ts, whose tests run it. */
const shown = new Set(['text', 'mermaid', 'yaml', 'ts'])

/** Pages that speak of a cluster that is there already. */
const withCluster = new Set(['docs/operations.md'])

let session: Session | undefined
afterEach(async () => {
  await session?.close()
  session = undefined
}, 120_000)

async function read(page: string): Promise<Block[]> {
  const blocks = blocksOf(await readFile(join(repository, page), 'utf8'))
  return blocks.filter(({ language }) => !shown.has(language))
}

const pages = [
  'README.md',
  ...pagesBelow('docs', (path) => path.endsWith('.md')),
  ...readdirSync(join(repository, 'packages'))
    .map((name) => join('packages', name, 'README.md'))
    .filter((path) => existsSync(join(repository, path)))
]

function pagesBelow(folder: string, isPage: (path: string) => boolean): string[] {
  const paths = readdirSync(join(repository, folder), { recursive: true }) as string[]
  return paths
    .filter(isPage)
    .map((path) => join(folder, path))
    .toSorted()
}

async function runBlock(open: Session, page: string, block: Block): Promise<void> {
  const { text, backgroundUntil, output, exitCode, language, line } = block
  if (backgroundUntil !== undefined) return open.start(text, backgroundUntil)
  const { code, stdout, stderr } = await (language === 'js' ? open.runScript(text) : open.run(text))
  expect({ place: `${page}:${line}`, code, output: code === exitCode ? '' : stdout + stderr }).toEqual({
    place: `${page}:${line}`,
    code: exitCode,
    output: ''
  })
  if (output !== undefined) expect(stdout).toMatch(outputPattern(open.localized(output)))
}

describe('the commands of the pages', () => {
  test('are shells, or JavaScript, and say where else they are run by a word that is known', async () => {
    const used = new Set<string>()
    for (const page of pages) {
      for (const { language, line, elsewhere: where } of await read(page)) {
        expect({ place: `${page}:${line}`, known: ['sh', 'js'].includes(language) }).toMatchObject({ known: true })
        if (where !== undefined) used.add(where)
      }
    }
    expect([...used].toSorted()).toEqual(Object.keys(elsewhere).toSorted())
    for (const { by } of Object.values(elsewhere))
      expect({ by, there: existsSync(join(repository, by)) }).toMatchObject({ there: true })
  })

  test.each(['README.md', 'docs/getting-started.md', 'docs/operations.md'])('%s', async (page) => {
    session = await openSession()
    if (withCluster.has(page)) {
      await session.start('npm start', 'Ctrl-C stops all brokers cleanly')
      await session.run('export PATH=$PWD/node_modules/.bin:$PATH')
    }
    for (const block of await read(page)) {
      if (block.elsewhere === undefined) await runBlock(session, page, block)
    }
  })

  test('are on no other page', async () => {
    const run = new Set(['README.md', 'docs/getting-started.md', 'docs/operations.md'])
    for (const page of pages.filter((name) => !run.has(name))) {
      const here = (await read(page)).filter((block) => block.elsewhere === undefined)
      expect({ page, lines: here.map(({ line }) => line) }).toEqual({ page, lines: [] })
    }
  })
})
