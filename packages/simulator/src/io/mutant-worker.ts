import { register } from 'node:module'
import { allMutants } from '../mutants/all-mutants.ts'
import type { MutantNews, MutantOrder } from './mutant-messages.ts'

const order = JSON.parse(process.argv[2] ?? '{}') as MutantOrder
let seed = order.firstSeed

process.on('uncaughtException', (error) => tell(failed(error.name, error.stack ?? error.message)))
try {
  await plantMutant()
  await runSeeds()
} catch (error) {
  tell({ type: 'unusable', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}

/** The code is loaded with the bug in it: once here, so that a mutant that does not fit shows before any seed runs. */
async function plantMutant(): Promise<void> {
  const mutant = allMutants.find(({ name }) => name === order.mutant)
  if (order.mutant === undefined) return
  if (mutant === undefined) throw new Error(`there is no mutant named ${order.mutant}`)
  const url = new URL(`../../../${mutant.package}/dist/${mutant.file}`, import.meta.url).href
  register('./mutant-loader.js', import.meta.url, { data: { mutant, url } })
  await import(url)
}

/** Runs seeds until one fails. */
async function runSeeds(): Promise<void> {
  const { runSeed } = await import('../index.ts')
  for (; seed <= order.lastSeed; seed++) {
    tell({ type: 'begins', seed })
    const { failure } = await runSeed(seed)
    if (failure !== undefined) return tell(failed(failure.invariant, failure.message))
    tell({ type: 'passed', seed })
  }
  process.disconnect()
}

function failed(invariant: string, message: string): MutantNews {
  return { type: 'failed', seed, invariant, message }
}

/** After a failure nothing more is run. */
function tell(news: MutantNews): void {
  const last = news.type === 'failed' || news.type === 'unusable'
  process.send?.(news, () => {
    if (last) process.exit(0)
  })
}
