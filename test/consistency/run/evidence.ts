import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { TestCluster } from '../../support/cluster.ts'
import { repository } from '../../support/sources.ts'
import { type RunReport, reportLines } from './report.ts'

/** Writes down report, history (one entry a line) and the brokers' logs of a bad run; resolves with the folder. */
export async function keepEvidence(report: RunReport, output: TestCluster['output']): Promise<string> {
  const folder = join(repository, '.tmp', 'consistency', `seed-${report.seed}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'report.txt'), `${reportLines(report).join('\n')}\n`)
  await writeFile(join(folder, 'brokers.log'), output.map(({ broker, line }) => `${broker} | ${line}\n`).join(''))
  const file = createWriteStream(join(folder, 'history.jsonl'))
  for (const [list, entries] of Object.entries(report.history)) {
    for (const entry of entries) file.write(`${JSON.stringify({ list, entry })}\n`)
  }
  file.end()
  await finished(file)
  return folder
}
