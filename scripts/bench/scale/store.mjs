import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filesOf } from './page.mjs'

const RESULTS = 'plots/scale.json'

/** The stored figures by the name of the experiment; none when there is no file. */
export async function readResults(folder) {
  const text = await textOf(join(folder, RESULTS))
  return text === undefined ? {} : JSON.parse(text)
}

export async function writeResults(folder, results) {
  await mkdir(join(folder, 'plots'), { recursive: true })
  await writeFile(join(folder, RESULTS), `${JSON.stringify(results, undefined, 1)}\n`)
}

/** Writes the page and the plots of the stored figures, and removes plots of what is no more. */
export async function render(folder) {
  await mkdir(join(folder, 'plots'), { recursive: true })
  const files = filesOf(await readResults(folder))
  for (const [path, text] of files) await writeFile(join(folder, path), text)
  for (const path of await plotsIn(folder)) if (!files.has(path)) await rm(join(folder, path))
}

/** The paths of files that are missing, are too many, or differ from what the stored figures make. */
export async function differences(folder) {
  const files = filesOf(await readResults(folder))
  const wrong = (await plotsIn(folder)).filter((path) => !files.has(path))
  for (const [path, text] of files) if ((await textOf(join(folder, path))) !== text) wrong.push(path)
  return wrong
}

async function plotsIn(folder) {
  const names = await readdir(join(folder, 'plots')).catch(() => [])
  return names.filter((name) => name.endsWith('.svg')).map((name) => `plots/${name}`)
}

async function textOf(path) {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
