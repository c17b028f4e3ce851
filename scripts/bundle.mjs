// Merges the compiled files of the `gregor` command into one per command, in packages/server/dist/bundle: Node spends
// about a millisecond on each file that it loads. Code of others stays outside, names stay as they are, and source maps
// lead to the TypeScript (`node --enable-source-maps`). packages/server/bin/gregor.cjs decides whether it is used.
import { existsSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const { freshBundle } = createRequire(import.meta.url)('../packages/server/bin/fresh-bundle.cjs')
const root = fileURLToPath(new URL('..', import.meta.url))
const server = join(root, 'packages', 'server')
const folder = join(server, 'dist', 'bundle')
if (freshBundle(server) !== undefined) process.exit(0)

const startedAt = new Date()
const staging = `${folder}-${process.pid}`
const bundle = await rolldown({
  cwd: root,
  input: { cli: join(server, 'dist', 'cli.js') },
  platform: 'node',
  plugins: [
    { name: 'what-stays-outside', resolveId: outside },
    { name: 'maps-of-the-compiler', load: withMap }
  ]
})
await bundle.write({
  dir: staging,
  format: 'cjs',
  strict: true,
  sourcemap: true,
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  // What a broker and the commands for operators share, and those commands: else it becomes dozens of files.
  codeSplitting: {
    groups: [
      { name: 'core', test: /packages\/(?:base|protocol|log)\/dist\// },
      { name: 'operator', test: /packages\/cli\/dist\/(?!tree\/|index\.js)/ }
    ]
  }
})
await bundle.close()
// As old as what it was made of: a build that ran meanwhile is newer.
utimesSync(join(staging, 'cli.cjs'), startedAt, startedAt)
// Brokers may start meanwhile: the new one takes the place of the old one at once.
const old = `${staging}-old`
if (existsSync(folder)) renameSync(folder, old)
renameSync(staging, folder)
rmSync(old, { recursive: true, force: true })

/** Imports that stay imports: packages of others, and `gregor dev`, which starts processes from a place beside its files. */
function outside(id, importer) {
  if (importer === undefined || id.startsWith('@gregor/') || id === 'raft-ts') return null
  if (isBuiltin(id)) return { id, external: true }
  if (id.startsWith('.')) {
    const path = resolve(dirname(importer), id)
    return path.startsWith(join(server, 'dist', 'dev')) ? { id: relative(folder, path), external: true } : null
  }
  const here = createRequire(join(folder, 'cli.cjs')).resolve(id)
  const there = createRequire(importer).resolve(id)
  if (here !== there) throw new Error(`${id} is ${here} for the bundle but ${there} for ${importer}: let them agree`)
  return { id, external: true }
}

/** A compiled file with its map, so that maps lead back to the sources and not to what the compiler wrote. */
function withMap(id) {
  if (!id.startsWith(join(root, 'packages'))) return null
  return { code: readFileSync(id, 'utf8'), map: JSON.parse(readFileSync(`${id}.map`, 'utf8')) }
}
