import { runSeed } from '../run/run-seed.ts'
import type { SeedTask, SeedResult } from './seed-messages.ts'

/** One in so many seeds runs twice: both must have the same trace. */
const repeatEvery = 50

// The parent is gone.
process.on('disconnect', () => process.exit(1))
process.on('message', (task: SeedTask) => {
  void work(task)
})

async function work({ seed }: SeedTask): Promise<void> {
  const report = await runSeed(seed)
  const again = seed % repeatEvery === 0 ? await runSeed(seed) : undefined
  const repeats = again === undefined || again.traceHash === report.traceHash
  const result: SeedResult = {
    seed,
    failure: repeats
      ? report.failure
      : { invariant: 'D1', message: `two runs differ: trace ${report.traceHash} and ${again.traceHash}` },
    traceHash: report.traceHash,
    simulatedMs: report.simulatedMs,
    events: report.events,
    faults: Object.fromEntries(report.faults),
    counts: Object.fromEntries(report.counts)
  }
  process.send?.(result)
}
