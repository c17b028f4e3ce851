// `npm run image`: stages a production install outside of Docker and builds the image gregor:local (or the tag given as
// the first argument) from it. GREGOR_BASE_IMAGE names another base image. With --stage it stops before Docker.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stage = join(root, 'deploy', 'docker', 'stage')
const options = process.argv.slice(2)
const tag = options.find((option) => !option.startsWith('--')) ?? 'gregor:local'

function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

rmSync(stage, { recursive: true, force: true })
mkdirSync(stage, { recursive: true })
for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(root, file), join(stage, file))
for (const name of readdirSync(join(root, 'packages'))) {
  for (const part of ['package.json', 'dist', 'bin']) {
    const from = join(root, 'packages', name, part)
    const skip = /\.(?:d\.ts|map|tsbuildinfo)$/
    if (existsSync(from))
      cpSync(from, join(stage, 'packages', name, part), { recursive: true, filter: (path) => !skip.test(path) })
  }
}
run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], stage)
if (options.includes('--stage')) process.exit(0)
const base = process.env.GREGOR_BASE_IMAGE
run(
  'docker',
  [
    'build',
    '-t',
    tag,
    ...(base === undefined ? [] : ['--build-arg', `BASE=${base}`]),
    '-f',
    'deploy/docker/Dockerfile',
    '.'
  ],
  root
)
