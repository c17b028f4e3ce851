import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** How a broker process ended. */
export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A `gregor server` process that this process started. */
export interface BrokerProcess {
  readonly pid: number
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<ProcessEnd>
  readonly running: boolean
  signal(signal: NodeJS.Signals): void
}

const bin = fileURLToPath(new URL('../../../bin/gregor.cjs', import.meta.url))

/**
 * Starts `gregor server FILE` in a process group of its own, so that a Ctrl-C at the terminal reaches only the parent,
 * which then stops the brokers in its own order. Every line it prints goes to `onLine`.
 */
export function spawnBroker(options: {
  readonly propertiesFile: string
  readonly onLine: (line: string) => void
  readonly environment?: Readonly<Record<string, string>>
}): BrokerProcess {
  const child: ChildProcess = spawn(process.execPath, [bin, 'server', options.propertiesFile], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment }
  })
  for (const stream of [child.stdout!, child.stderr!]) createInterface({ input: stream }).on('line', options.onLine)
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null
  }))
  return {
    pid: child.pid!,
    ended,
    get running() {
      return child.exitCode === null && child.signalCode === null
    },
    signal: (signal) => void child.kill(signal)
  }
}
