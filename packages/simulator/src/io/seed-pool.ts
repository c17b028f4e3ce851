import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { SeedResult, SeedTask } from './seed-messages.ts'

/** A seed that takes longer is stuck. */
const seedMsMax = 120_000
const worker = fileURLToPath(new URL('./seed-worker.js', import.meta.url))
/** Runs leave short-lived objects by the million: a larger nursery spares a tenth of the time. */
const execArgv = ['--max-semi-space-size=64', '--single-threaded-gc']

/** Runs the seeds that `next` gives, until it gives none, in `jobs` processes. */
export async function runSeeds(options: {
  readonly jobs: number
  readonly next: () => number | undefined
  readonly onResult: (result: SeedResult) => void
}): Promise<void> {
  await Promise.all(Array.from({ length: options.jobs }, () => runOne(options)))
}

async function runOne({
  next,
  onResult
}: {
  readonly next: () => number | undefined
  readonly onResult: (result: SeedResult) => void
}): Promise<void> {
  let child = fork(worker, { execArgv })
  for (let seed = next(); seed !== undefined; seed = next()) {
    const result = await ask(child, seed)
    onResult(result)
    if (child.exitCode !== null || child.signalCode !== null || child.killed) child = fork(worker, { execArgv })
  }
  child.kill('SIGKILL')
}

/** A worker that ends or hangs gives a failure too. */
function ask(child: ChildProcess, seed: number): Promise<SeedResult> {
  return new Promise((resolve) => {
    const end = (result: SeedResult): void => {
      clearTimeout(timer)
      child.off('message', end)
      child.off('exit', onExit)
      resolve(result)
    }
    const failed = (invariant: string, message: string): SeedResult => {
      const failure = { invariant, message }
      return { seed, failure, traceHash: '', simulatedMs: 0, events: 0, faults: {}, counts: {} }
    }
    const onExit = (code: number | null): void => end(failed('crash', `the worker ended with code ${code}`))
    const timer = setTimeout(() => {
      child.off('exit', onExit)
      child.kill('SIGKILL')
      end(failed('hang', `no end after ${seedMsMax / 1_000} s`))
    }, seedMsMax)
    child.once('message', end)
    child.once('exit', onExit)
    const task: SeedTask = { seed }
    child.send(task)
  })
}
