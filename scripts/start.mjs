// `npm start`: a cluster of three brokers on this machine, in the foreground. `gregor dev --help` lists the settings.
import { createRequire } from 'node:module'

process.argv.splice(2, 0, 'dev')
createRequire(import.meta.url)('../packages/server/bin/gregor.cjs')
