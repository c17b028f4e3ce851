// What the start of a process costs: `gregor --version`, and `gregor server FILE` for one broker with an empty disk, until its
// first log line and until it serves clients. Processor time (of all threads, user and system) says more than the clock where
// other work shares the machine. Prints the median and the range.
//   node scripts/measure-start.mjs [--rounds 15] [--bin packages/server/bin/gregor.cjs] [--port 31092]
// GREGOR_BUNDLE=off measures the files of the packages in place of the merged one.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { brokerProperties, layOutCluster } from '../packages/server/dist/index.js'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    bin: { type: 'string', default: fileURLToPath(new URL('../packages/server/bin/gregor.cjs', import.meta.url)) },
    port: { type: 'string', default: '31092' }
  }
})
const rounds = Number(options.rounds)
const port = Number(options.port)
const folder = await mkdtemp(join(tmpdir(), 'gregor-start-'))
const probe = join(folder, 'probe.cjs')

/** Runs inside the measured process, before anything of it: notes when which mark was reached, and tells file 3 of it. */
const probeText = `
const fs = require('node:fs')
const { writeSync } = fs
const marks = {}
const mark = (name) => {
  if (name in marks) return
  const { user, system } = process.cpuUsage()
  marks[name] = { cpuMs: (user + system) / 1000, wallMs: performance.now() }
}
fs.writeSync = (file, text, ...rest) => {
  if (file === 1) mark('first line')
  if (file === 1 && String(text).includes('serving clients')) {
    mark('serving')
    process.nextTick(() => process.kill(process.pid, 'SIGTERM'))
  }
  return writeSync(file, text, ...rest)
}
process.on('exit', () => {
  mark('end')
  writeSync(3, JSON.stringify(marks))
})
`

try {
  await writeFile(probe, probeText)
  const version = []
  const server = []
  for (let round = 0; round < rounds; round++) {
    version.push(await measure(['--version']))
    const layout = layOutCluster({
      host: '127.0.0.1',
      folder: join(folder, String(round)),
      count: 1,
      ports: { kafka: port, rpc: port + 1, admin: port + 2 }
    })
    const file = join(folder, `${round}.properties`)
    await writeFile(file, brokerProperties(layout, layout.brokers[0]))
    server.push(await measure(['server', file]))
  }
  console.log(`Node ${process.version}, ${rounds} rounds, median (least to most), ms`)
  report('gregor --version', version, 'end')
  report('gregor server, first line', server, 'first line')
  report('gregor server, serving', server, 'serving')
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measure(args) {
  const child = spawn(process.execPath, ['--require', probe, resolve(options.bin), ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    env: { ...process.env, GREGOR_LOG_FORMAT: 'json' }
  })
  const [said, marks, [code]] = await Promise.all([text(child.stdout), text(child.stdio[3]), once(child, 'exit')])
  if (code !== 0) throw new Error(`gregor ${args.join(' ')} ended with ${code}: ${said}`)
  return JSON.parse(marks)
}

function report(what, measured, mark) {
  const of = (key) => {
    const sorted = measured.map((marks) => marks[mark][key]).sort((one, other) => one - other)
    const [least, median, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map(Math.round)
    return `${median} (${least} to ${most})`
  }
  console.log(`${what.padEnd(26)}  processor ${of('cpuMs').padEnd(22)}  clock ${of('wallMs')}`)
}
