import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Ticks a second of the times in /proc, on every machine that Node runs on. */
const TICKS_PER_SECOND = 100

/**
 * What a process takes, without asking it: seconds of processor time since it began, and bytes of memory. To scrape a broker with
 * thousands of partitions would be work that it does for nobody else.
 */
export async function processUsage(pid) {
  return process.platform === 'linux' ? usageByProc(pid) : usageByPs(pid)
}

async function usageByProc(pid) {
  const [stat, status] = await Promise.all(['stat', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')))
  // The name of the process, in brackets, may hold spaces; the third field of the file is the first after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    residentBytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * 1024
  }
}

/** `time` is [days-][hours:]minutes:seconds. */
async function usageByPs(pid) {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=,time=', '-p', String(pid)])
  const [kibibytes, time] = stdout.trim().split(/\s+/)
  const [seconds, minutes, hours = 0, days = 0] = time.split(/[-:]/).toReversed().map(Number)
  return {
    cpuSeconds: ((days * 24 + hours) * 60 + minutes) * 60 + seconds,
    residentBytes: Number(kibibytes) * 1024
  }
}
