// Three broker processes, clients of every kind, faults of every kind: what clients are told must all be true.
import { expect, test } from '@jest/globals'
import { reportLines } from './run/report.ts'
import { startProcessSite } from './faults/process-site.ts'
import { runConsistency, smallSettings } from './run/run.ts'

/** How long faults strike, in minutes. */
const minutes = Number(process.env['CONSISTENCY_MINUTES'] ?? 3)
/** Draws the faults and all that clients do; not the timing of processes. */
const seed = Number(process.env['CONSISTENCY_SEED'] ?? Math.floor(Math.random() * 1_000_000))

test(
  `clients see nothing that cannot be, over ${minutes} minutes of faults`,
  async () => {
    const print = (line: string): void => void process.stdout.write(`${line}\n`)
    print(`CONSISTENCY_SEED=${seed} CONSISTENCY_MINUTES=${minutes}`)
    const report = await runConsistency(await startProcessSite(smallSettings), { seed, minutes, print })
    for (const line of reportLines(report)) print(line)
    expect(report.anomalies.slice(0, 10)).toEqual([])
    expect(report.strikes.length).toBeGreaterThan(0)
    expect(report.history.sends.filter(({ ack }) => ack !== undefined).length).toBeGreaterThan(100)
    const { transactions } = report.history
    expect(transactions.filter(({ outcome }) => outcome === 'committed').length).toBeGreaterThan(20)
    expect(transactions.filter(({ outcome }) => outcome === 'aborted').length).toBeGreaterThan(5)
  },
  (minutes + 10) * 60_000
)
