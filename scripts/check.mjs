// `npm run check`: everything that can be said of the code without running it. One line a check; the last line counts.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name) => `node_modules/.bin/${name}`
const generate = (name) => ['run', '--silent', `generate:${name}`, '--', '--check']
const checks = [
  { what: 'types, of the code and of its tests', command: bin('tsc'), args: ['-b'] },
  { what: 'lint, type-aware', command: bin('oxlint'), args: ['--type-aware', '--deny-warnings'] },
  { what: 'format', command: bin('oxfmt'), args: ['--check', '.'] },
  { what: 'generated codecs are up to date', command: 'npm', args: generate('protocol') },
  { what: 'generated RPC code is up to date', command: 'npm', args: generate('rpc') },
  { what: 'reference pages are up to date', command: 'node', args: ['scripts/generate-docs.mjs', '--check'] },
  { what: 'dashboards are up to date', command: 'node', args: ['scripts/generate-dashboards.mjs', '--check'] },
  {
    what: 'plots of how it scales are those of the stored figures',
    command: 'node',
    args: ['scripts/bench-scale.mjs', '--check']
  }
]

let failed = 0
for (const { what, command, args } of checks) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 })
  console.log(`${result.status === 0 ? 'ok    ' : 'FAILED'}  ${what}`)
  if (result.status === 0) continue
  failed++
  console.log(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`)
}
console.log(`${checks.length - failed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
