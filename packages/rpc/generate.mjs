// Compiles proto/*.proto to src/generated/*.ts. With --check: writes nothing, and exits 1 when a file would change.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pbjs from 'protobufjs-cli/pbjs.js'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const protoFolder = here('../../proto')
const generatedFolder = here('src/generated')
const check = process.argv.includes('--check')
const compile = promisify(pbjs.main)

const header = (name) => `// Generated from proto/${name} by \`npm run -w @gregor/rpc generate\`. Do not edit.\n`
const current = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const protos = readdirSync(protoFolder).filter((name) => name.endsWith('.proto'))
const wanted = new Map()
for (const proto of protos) {
  const code = await compile(['-t', here('generator/typescript-target.cjs'), '--alt-comment', join(protoFolder, proto)])
  wanted.set(`${basename(proto, '.proto')}.ts`, header(proto) + code)
}

const stale = readdirSync(generatedFolder).filter((name) => !wanted.has(name))
const changed = [...wanted]
  .filter(([name, code]) => current(join(generatedFolder, name)) !== code)
  .map(([name]) => name)
if (check && stale.length + changed.length > 0) {
  console.error(`src/generated differs from proto/: ${[...changed, ...stale].join(', ')}`)
  console.error('Run `npm run -w @gregor/rpc generate` and commit the result.')
  process.exit(1)
}
if (!check) {
  for (const name of stale) rmSync(join(generatedFolder, name))
  for (const name of changed) writeFileSync(join(generatedFolder, name), wanted.get(name))
}
