import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A program that runs beside the test, and speaks in lines. */
export interface Program {
  /** What it has printed. */
  readonly lines: readonly string[]
  /** What it has complained of. */
  readonly errors: readonly string[]
  readonly running: boolean
  /** Writes a line to its input. */
  tell(line: string): void
  /** kill -9, by its id; resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves with its exit code, null when it was killed. */
  readonly ended: Promise<number | null>
}

/** Whoever starts it ends it. */
export function startProgram(command: string, args: readonly string[]): Program {
  const child = spawn(command, args, { stdio: 'pipe' })
  const lines: string[] = []
  const errors: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line))
  child.stdin.on('error', () => {})
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    lines,
    errors,
    get running() {
      return child.exitCode === null && child.signalCode === null
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    ended
  }
}
