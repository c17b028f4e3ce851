'use strict'

const { readdirSync, statSync } = require('node:fs')
const path = require('node:path')

/**
 * The file that scripts/bundle.mjs merged out of the compiled packages, or undefined when it is not there or one of the
 * packages was compiled after it. `server` is the folder of the package `server`; the others lie beside it.
 * An install without the compiler's notes (the image) cannot be compiled again, so that its bundle is always fresh.
 */
exports.freshBundle = function freshBundle(server) {
  const bundle = path.join(server, 'dist', 'bundle', 'cli.cjs')
  const bundledMs = modifiedMs(bundle)
  if (bundledMs === undefined) return undefined
  const packages = path.join(server, '..')
  const compiled = readdirSync(packages).map(
    (name) => modifiedMs(path.join(packages, name, 'dist', '.tsbuildinfo')) ?? 0
  )
  return Math.max(...compiled) < bundledMs ? bundle : undefined
}

function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs
}
