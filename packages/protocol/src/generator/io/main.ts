import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateFiles } from '../files.ts'

/**
 * Writes src/messages from src/schema. With --check it writes nothing and exits with 1 when the two disagree.
 * Runs from the folder of the package, as npm scripts do.
 */
const folder = join(process.cwd(), 'src', 'messages')

const files = generateFiles()
await mkdir(folder, { recursive: true })
const present = await readdir(folder)
const stale = present.filter((name) => !files.has(name))

if (process.argv.includes('--check')) await check()
else await write()

async function write(): Promise<void> {
  for (const name of stale) await rm(join(folder, name))
  for (const [name, text] of files) await writeFile(join(folder, name), text)
  console.log(`${files.size} files written to ${folder}`)
}

async function check(): Promise<void> {
  const wrong = [...stale]
  for (const [name, text] of files) {
    if (!present.includes(name) || (await readFile(join(folder, name), 'utf8')) !== text) wrong.push(name)
  }
  if (wrong.length === 0) return
  console.error(`src/messages is not what src/schema generates; run npm run generate: ${wrong.sort().join(', ')}`)
  process.exitCode = 1
}
