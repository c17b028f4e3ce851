// `npm run bench`: what the paths of records cost, without any tool from elsewhere. Two parts:
//   micro  the steps for themselves, in microseconds
//   macro  three brokers under clients that cost next to nothing: records a second, broker processor time a record
// and what moved since the stored baseline. Figures of different machines, or of a busy one, cannot be compared: the baseline tells
// its own.
//   npm run bench -- [micro|macro] [--seconds 10] [--save] [--profile FOLDER]
//   --save           makes what was measured the baseline (scripts/bench/baseline.json)
//   --profile FOLDER has the brokers of macro write CPU profiles (node --cpu-prof), which speedscope or a browser's developer
//                    tools show as flame graphs
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { machine } from './bench/machine.mjs'
import { runMacro } from './bench/macro.mjs'
import { runMicro } from './bench/micro.mjs'

const baselineFile = new URL('bench/baseline.json', import.meta.url)
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    save: { type: 'boolean', default: false },
    profile: { type: 'string' }
  }
})
const parts = positionals.length > 0 ? positionals : ['micro', 'macro']
const unknown = parts.filter((part) => part !== 'micro' && part !== 'macro')
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}: micro and macro are`)
const profileFolder = values.profile === undefined ? undefined : resolve(values.profile)
if (profileFolder !== undefined) await mkdir(profileFolder, { recursive: true })

const baseline = JSON.parse(await readFile(baselineFile, 'utf8').catch(() => '{}'))
const measured = { machine: machine() }
if (parts.includes('micro')) measured.micro = await runMicro()
if (parts.includes('macro')) measured.macro = await runMacro({ seconds: Number(values.seconds), profileFolder })

report('micro, microseconds a call', flatten(measured.micro), flatten(baseline.micro))
report('macro', flatten(measured.macro), flatten(baseline.macro))
console.log(`now:      ${JSON.stringify(measured.machine)}\nbaseline: ${JSON.stringify(baseline.machine ?? null)}`)
if (profileFolder !== undefined) console.log(`CPU profiles: ${profileFolder}`)
if (values.save) await writeFile(baselineFile, `${JSON.stringify({ ...baseline, ...measured }, undefined, 2)}\n`)

/** One line for each figure: now, then the baseline and how many times that. */
function report(title, now, before) {
  const names = Object.keys(now)
  if (names.length === 0) return
  console.log(`${title}\n${' '.repeat(62)}${'now'.padStart(10)}${'baseline'.padStart(10)}${'ratio'.padStart(8)}`)
  for (const name of names) {
    const known = before[name]
    const ratio = known === undefined ? '' : (now[name] / known).toFixed(2)
    const columns = [String(now[name]).padStart(10), String(known ?? '').padStart(10), ratio.padStart(8)]
    console.log(`  ${name.padEnd(60)}${columns.join('')}`)
  }
}

function flatten(results = {}) {
  const flat = {}
  for (const [name, value] of Object.entries(results)) {
    if (typeof value === 'number') flat[name] = value
    else for (const [figure, number] of Object.entries(value)) flat[`${name}: ${figure}`] = number
  }
  return flat
}
