// Writes docs/reference/*.md from the tables in code; with --check only compares, and exits 1 when a page differs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { referencePages } from '../packages/server/dist/reference/pages.js'

const folder = fileURLToPath(new URL('../docs/reference/', import.meta.url))
const check = process.argv.includes('--check')
mkdirSync(folder, { recursive: true })
let stale = 0
for (const { name, text } of referencePages()) {
  const path = `${folder}${name}`
  if (!check) writeFileSync(path, text)
  else if (read(path) !== text) {
    console.error(`docs/reference/${name} is not what the code says: run npm run generate:docs`)
    stale++
  }
}
process.exit(stale === 0 ? 0 : 1)

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
