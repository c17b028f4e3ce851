// Makes a bare clone ready to run: installs what package-lock.json names when node_modules is not up to date with it,
// and builds. Quick when there is nothing to do. Plain JavaScript, for it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Gregor needs Node 20.19 or newer; this is Node ${process.versions.node}.`)
  process.exit(1)
}

/** Runs a command quietly; on failure prints what it said and ends. */
function run(what, command, args) {
  console.error(`${what} …`)
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 })
  if (result.status === 0) return
  console.error(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`)
  console.error(`${what} failed (${command} ${args.join(' ')}).`)
  process.exit(1)
}

const stamp = join(root, 'node_modules', '.gregor-installed')
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
if (installed !== wanted) {
  run('Installing dependencies', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  writeFileSync(stamp, wanted)
}
run('Building', process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'])
run('Merging', process.execPath, [join(root, 'scripts', 'bundle.mjs')])
