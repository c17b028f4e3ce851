// `npm run bench:scale`: curves of what our own cluster does as something grows: records, clients, partitions, replicas, load, logs.
// Some ten minutes on two cores. Writes docs/plots/scale.json (the figures), docs/plots/*.svg (a plot for each experiment) and
// docs/scale.md (both, as a page). Figures of experiments that were not run stay.
//   npm run bench:scale -- [--only record-size,producers …] [--seconds 4] [--idle-seconds 10] [--points 2] [--out FOLDER]
//   --points N     only the first N points of each curve, to try whether it works
//   --out FOLDER   writes there in place of docs
//   --render-only  makes page and plots anew from the stored figures
//   --check        only compares page and plots with the stored figures, and exits 1 when one differs
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { experiments } from './bench/scale/experiments.mjs'
import { differences, readResults, render, writeResults } from './bench/scale/store.mjs'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '4' },
    'idle-seconds': { type: 'string', default: '10' },
    points: { type: 'string', default: 'Infinity' },
    out: { type: 'string', default: fileURLToPath(new URL('../docs', import.meta.url)) },
    'render-only': { type: 'boolean', default: false },
    check: { type: 'boolean', default: false }
  }
})
const folder = resolve(values.out)

if (values.check) {
  const wrong = await differences(folder)
  for (const path of wrong) {
    console.error(`${path} is not what plots/scale.json says: run npm run bench:scale -- --render-only`)
  }
  process.exitCode = wrong.length === 0 ? 0 : 1
} else if (values['render-only']) await render(folder)
else await measure()

async function measure() {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupted.abort())
  const options = {
    seconds: positive('seconds'),
    idleSeconds: positive('idle-seconds'),
    pointsMax: positive('points'),
    onPoint: (point) => console.log(`  ${JSON.stringify(point)}`),
    signal: interrupted.signal
  }
  const { runExperiment } = await import('./bench/scale/run.mjs')
  for (const experiment of chosen()) {
    console.log(experiment.name)
    const start = performance.now()
    const result = await runExperiment(experiment, options)
    const took = `${((performance.now() - start) / 1000).toFixed(0)} s`
    console.log(
      result.incomplete === undefined ? `  done after ${took}` : `  FAILED after ${took}: ${result.incomplete}`
    )
    if (result.incomplete !== undefined) process.exitCode = 1
    if (interrupted.signal.aborted) return
    if (result.points.length === 0) continue
    await writeResults(folder, { ...(await readResults(folder)), [experiment.name]: result })
    await render(folder)
  }
}

function chosen() {
  if (values.only === undefined) return experiments
  const names = values.only.split(',')
  const known = experiments.map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}: ${known.join(', ')} are`)
  return experiments.filter(({ name }) => names.includes(name))
}

function positive(option) {
  const value = Number(values[option])
  if (!(value > 0)) throw new Error(`--${option} is ${values[option]}, and must be a number above 0`)
  return value
}
