import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { asError } from '@gregor/base'
import { parseBootstrap } from '../client/address.ts'
import { Cluster } from '../client/cluster.ts'
import { CommandError, ExitCode } from '../faults.ts'
import type { Report } from '../report.ts'
import type { Session } from '../session.ts'
import { tcpDial } from './dial.ts'
import { httpDate } from './http-date.ts'
import { httpGet } from './http-get.ts'
import { linesOf } from './lines.ts'
import { meterFits, ProgressMeter } from './progress-meter.ts'

/** Options that every command on a cluster has. */
export interface ClusterOptions {
  readonly bootstrap: string
  readonly timeout: number
  readonly json?: boolean
}

/** Runs a command on a cluster and prints what it reports. Resolves with the exit code; never rejects for what a user can meet. */
export async function runOnCluster(
  options: ClusterOptions,
  command: (session: Session) => Promise<Report | void>
): Promise<ExitCode> {
  return run(options, async () => {
    const stopping = stopSignal()
    const meter = meterFits() ? new ProgressMeter(process.stderr, () => performance.now()) : undefined
    const cluster = new Cluster({ bootstrap: parseBootstrap(options.bootstrap), dial: tcpDial(options.timeout * 1000) })
    try {
      return await command({
        cluster,
        clock: { wallMs: () => Date.now(), monotonicMs: () => performance.now() },
        pause: (delayMs, until = stopping) => wait(delayMs, undefined, { signal: until }).catch(() => {}),
        newId: () => randomBytes(16).toString('base64url'),
        stopping,
        print: (line) => print(line, stopping),
        remark: (line) => {
          meter?.clear()
          console.error(line)
        },
        progress: (done, total) => meter?.show(done, total),
        httpDate,
        httpGet,
        lines: () => linesOf(process.stdin),
        terminal: process.stdout.isTTY
      })
    } finally {
      meter?.clear()
      cluster.close()
    }
  })
}

/** Runs a command that needs no cluster. */
export async function run(
  options: { readonly json?: boolean },
  command: () => Promise<Report | void>
): Promise<ExitCode> {
  try {
    const report = await command()
    if (report === undefined) return ExitCode.ok
    await print(options.json === true ? JSON.stringify(report.json, undefined, 2) : report.text)
    return report.healthy === false ? ExitCode.failed : ExitCode.ok
  } catch (error) {
    if (error instanceof CommandError) {
      console.error(`gregor: ${error.message}`)
      return error.exitCode
    }
    if (process.env['GREGOR_TRACE'] !== undefined) throw error
    console.error(`gregor: ${asError(error).message} (not foreseen: GREGOR_TRACE=1 shows where)`)
    return ExitCode.failed
  }
}

async function print(line: string, stopping?: AbortSignal): Promise<void> {
  if (process.stdout.write(`${line}\n`) || stopping?.aborted === true) return
  const waiting = new AbortController()
  const { signal } = waiting
  try {
    await Promise.race([
      once(process.stdout, 'drain', { signal }),
      once(process.stdout, 'close', { signal }),
      ...(stopping === undefined ? [] : [once(stopping, 'abort', { signal })])
    ])
  } finally {
    waiting.abort()
  }
}

/** npm, timeout and the like hand on what the terminal has sent already: so soon it is the same wish again. */
const sameWishMs = 1000

/**
 * Aborts at the first SIGINT or SIGTERM, and when nobody reads the output any longer (`gregor consume … | head`). The next
 * signal ends the process at once.
 */
function stopSignal(): AbortSignal {
  const stop = new AbortController()
  let askedMs: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      askedMs ??= performance.now()
      stop.abort()
      if (performance.now() - askedMs <= sameWishMs) return
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    })
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    stop.abort()
  })
  return stop.signal
}
