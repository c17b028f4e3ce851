import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { repository } from '../support/sources.ts'

const below = (folder: string) =>
  (readdirSync(join(repository, folder), { recursive: true }) as string[]).map((path) => join(folder, path))
const readmes = readdirSync(join(repository, 'packages')).map((name) => join('packages', name, 'README.md'))
const pages = ['README.md', ...below('docs'), ...readmes].filter(
  (path) => path.endsWith('.md') && existsSync(join(repository, path))
)

const textOf = (page: string) => readFileSync(join(repository, page), 'utf8').replaceAll(/```[^]*?```/g, '')

/** As GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.*)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
  )
}

/** What is wrong with a link of a page; undefined = nothing, or it leads out of the repository. */
function problem(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(repository, target))) return `${page}: ${link} leads nowhere`
  if (anchor === undefined || anchorsOf(target).includes(anchor)) return undefined
  return `${page}: ${target} has no heading ${anchor}`
}

test('every link of a page leads to a file, and to a heading of it', () => {
  expect(pages).toContain('docs/README.md')
  const problems = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap((match) => problem(page, match[1]!) ?? [])
  )
  expect(problems).toEqual([])
})

test('the index of the docs names every page but those of a folder that it names', () => {
  const index = textOf('docs/README.md')
  const folders = ['docs/reference/', 'docs/adr/', 'docs/runbooks/']
  const missing = pages.filter(
    (page) =>
      page.startsWith('docs/') &&
      page !== 'docs/README.md' &&
      !folders.some((folder) => page.startsWith(folder)) &&
      !index.includes(`(${page.slice('docs/'.length)})`)
  )
  expect(missing).toEqual([])
})
