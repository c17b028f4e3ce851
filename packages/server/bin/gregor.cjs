#!/usr/bin/env node
// The `gregor` command. It loads one file that `npm run build` merged out of those of all packages: that takes a third of
// the time of some 480 files. It loads the files themselves when the merged one is older than they are or is not
// there, or with GREGOR_BUNDLE=off.
'use strict'

const { accessSync, constants, existsSync, mkdirSync } = require('node:fs')
const nodeModule = require('node:module')
const { homedir } = require('node:os')
const path = require('node:path')
const { freshBundle } = require('./fresh-bundle.cjs')

/** After that long a process has compiled what serving needs: worth keeping, for it may be killed before it ends. */
const flushCompileCacheMs = 10_000

keepCompiledCode()
const bundle = process.env.GREGOR_BUNDLE === 'off' ? undefined : freshBundle(path.join(__dirname, '..'))
if (bundle === undefined) void import('../dist/cli.js').then(({ main }) => main(process.argv))
else void require(bundle).main(process.argv)

/**
 * Node 22.1 and newer keep what they compiled, for the next start, in a folder of this user: who may write there decides
 * what runs here, so it is none that others share. A folder that cannot be written does no harm; Node's own
 * NODE_COMPILE_CACHE names another one, NODE_DISABLE_COMPILE_CACHE=1 keeps nothing.
 */
function keepCompiledCode() {
  if (nodeModule.enableCompileCache === undefined) return
  const folder = cacheFolder()
  if (folder === undefined) return
  nodeModule.enableCompileCache(folder)
  setTimeout(() => nodeModule.flushCompileCache?.(), flushCompileCacheMs).unref()
}

/** A folder that is there and can be written: Node 24 tries for ever to make one where none can be made (in /proc). */
function cacheFolder() {
  try {
    let folder = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache')
    if (!path.isAbsolute(folder)) return undefined
    for (const name of ['.', 'gregor', 'compiled']) {
      folder = path.join(folder, name)
      if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
    }
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    // Read-only, or the user of a container, who has neither a name nor a home.
    return undefined
  }
}
