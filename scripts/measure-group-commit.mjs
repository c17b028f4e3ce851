// What it costs to make batches of many partitions durable: `node scripts/measure-group-commit.mjs [--partitions 1,10,100]`.
// In each round every partition gets one batch, and the round ends when all are durable: once with a sync of each partition's own
// file, once with one sync of the journal. Files are written behind the journal; that they come to is part of the time per round
// when rounds follow each other without a pause.
import { parseArgs } from 'node:util'
import { LeaderEpoch } from '../packages/base/dist/index.js'
import { buildRecordBatch } from '../packages/protocol/dist/index.js'
import { openLogs } from './bench/logs.mjs'

const { values: options } = parseArgs({
  options: {
    partitions: { type: 'string', default: '1,2,4,8,16,100,1000,5000' },
    'batch-bytes': { type: 'string', default: '1024' },
    'seconds-per-case': { type: 'string', default: '4' }
  }
})
const batchBytes = Number(options['batch-bytes'])
const secondsPerCase = Number(options['seconds-per-case'])

for (const partitions of options.partitions.split(',').map(Number)) {
  const files = await measure(partitions, Infinity)
  const journal = await measure(partitions, 1)
  const ratio = (files.medianMs / journal.medianMs).toFixed(1)
  console.log(
    `${partitions} partitions: ${told(files)} by files, ${told(journal)} by the journal: ${ratio} times as fast`
  )
}

function told({ medianMs, worstMs, cpuMs }) {
  return `${medianMs.toFixed(2)} ms (99 %: ${worstMs.toFixed(1)}, CPU ${cpuMs.toFixed(2)})`
}

async function measure(partitions, journalLogsMin) {
  const { logs, close } = await openLogs(partitions, { openFilesMax: 20_000, journalLogsMin })
  try {
    await round(logs)
    const times = []
    const cpu = process.cpuUsage()
    for (const endMs = performance.now() + secondsPerCase * 1000; performance.now() < endMs || times.length < 5;) {
      const startMs = performance.now()
      await round(logs)
      times.push(performance.now() - startMs)
    }
    const { user, system } = process.cpuUsage(cpu)
    times.sort((left, right) => left - right)
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]
    return { medianMs: at(0.5), worstMs: at(0.99), cpuMs: (user + system) / 1000 / times.length }
  } finally {
    await close()
  }
}

function round(logs) {
  return Promise.all(
    logs.map(
      (log) =>
        new Promise((resolve, reject) => {
          const goal = log.logEndOffset + 1
          log.onFlushed(() => {
            if (log.failure !== undefined) reject(log.failure)
            else if (log.flushedOffset >= goal) resolve()
          })
          const appended = log.appendAsLeader(batch(), { leaderEpoch: LeaderEpoch(0), origin: 'client' })
          if (!appended.ok) reject(new Error(appended.error.message))
        })
    )
  )
}

function batch() {
  return buildRecordBatch({ records: [{ key: null, value: Buffer.alloc(batchBytes), timestamp: Date.now() }] })
}
