import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { runSeed } from '../run/run-seed.ts'
import { consoleLogger } from './console-logger.ts'
import { runSeeds } from './seed-pool.ts'
import { Tally } from './tally.ts'

const usage = `npm run simulate -- --seed N [--log] [--trace]       one seed, told in full
npm run simulate -- [--first N] --seeds M             seeds N … N + M - 1
npm run simulate -- [--first N] --minutes M           seeds from N on, for M minutes
   --jobs N   processes (default 2)    --stop   ends at the first failure`

/** Between two signs of life of a long range. */
const seedsPerWord = 1_000

/** The command line of the simulator. Resolves with the exit code. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      first: { type: 'string', default: '1' },
      seeds: { type: 'string' },
      minutes: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      log: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      stop: { type: 'boolean', default: false }
    }
  })
  const { seed, first, seeds, minutes, jobs, stop } = values
  if (seed !== undefined) return one(whole('seed', seed), values)
  if (seeds === undefined && minutes === undefined) {
    console.error(usage)
    return 2
  }
  const count = seeds === undefined ? Number.POSITIVE_INFINITY : whole('seeds', seeds)
  const forMs = minutes === undefined ? Number.POSITIVE_INFINITY : whole('minutes', minutes) * 60_000
  return many({ first: whole('first', first), count, forMs, jobs: whole('jobs', jobs), stop })
}

async function one(seed: number, options: { readonly log: boolean; readonly trace: boolean }): Promise<number> {
  const report = await runSeed(seed, {
    ...(options.log ? { logger: (nowMs: () => number) => consoleLogger(nowMs) } : {}),
    ...(options.trace ? { onTrace: (line: string) => void process.stdout.write(line) } : {})
  })
  if (report.failure !== undefined) console.log(report.notes.join('\n'))
  const counts = [...report.faults, ...report.counts].map(([name, count]) => `${name} ${count}`).join(', ')
  console.log(
    `seed ${seed} on ${commit()}: ${(report.simulatedMs / 1_000).toFixed(1)} s simulated, ${report.events} events`
  )
  console.log(`trace ${report.traceHash}; ${counts}`)
  console.log(report.failure === undefined ? 'clean' : `FAILED ${report.failure.message}`)
  return report.failure === undefined ? 0 : 1
}

async function many(options: {
  readonly first: number
  readonly count: number
  readonly forMs: number
  readonly jobs: number
  readonly stop: boolean
}): Promise<number> {
  const { first, count, forMs, jobs, stop } = options
  const tally = new Tally()
  const startMs = performance.now()
  let given = 0
  await runSeeds({
    jobs,
    next: () => {
      const over = given >= count || performance.now() - startMs > forMs || (stop && tally.failures > 0)
      return over ? undefined : first + given++
    },
    onResult: (result) => {
      tally.add(result)
      if (tally.seeds % seedsPerWord === 0) console.error(`${tally.seeds} seeds, ${tally.failures} failed so far`)
      if (result.failure === undefined) return
      console.log(`seed ${result.seed} on ${commit()} FAILED ${result.failure.message.slice(0, 400)}`)
      console.log(`  again: npm run simulate -- --seed ${result.seed}`)
    }
  })
  console.log(tally.text(performance.now() - startMs, jobs))
  return tally.failures === 0 ? 0 : 1
}

function whole(name: string, text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text)
  throw new Error(`--${name} is ${text}: give a whole number`)
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore']
    }).trim()
  } catch {
    return 'an unknown commit'
  }
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    console.error(usage)
    process.exitCode = 2
  }
)
