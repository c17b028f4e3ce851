import { fstatSync } from 'node:fs'
import type { WriteStream } from 'node:tty'
import { progressLine } from '../format/progress.ts'

/** Work that is over sooner needs no meter. */
const QUIET_MS = 1000
const REDRAW_MS = 200
const CLEAR_LINE = '\r\u001B[K'

/** One line at the foot of a terminal that says how far the work is; gone as soon as anything else is said, and at the end. */
export class ProgressMeter {
  readonly #output: Pick<WriteStream, 'write'>
  readonly #nowMs: () => number
  #startedMs: number | undefined
  #drawnMs = -Infinity
  #shown = false

  constructor(output: Pick<WriteStream, 'write'>, nowMs: () => number) {
    this.#output = output
    this.#nowMs = nowMs
  }

  /** So much is done; `total` is undefined when nobody knows it. */
  show(done: number, total: number | undefined): void {
    const nowMs = this.#nowMs()
    this.#startedMs ??= nowMs
    const elapsedMs = nowMs - this.#startedMs
    if (elapsedMs < QUIET_MS || nowMs - this.#drawnMs < REDRAW_MS) return
    this.#drawnMs = nowMs
    this.#shown = true
    this.#output.write(`${CLEAR_LINE}${progressLine({ done, total, elapsedMs })}`)
  }

  clear(): void {
    if (!this.#shown) return
    this.#shown = false
    this.#output.write(CLEAR_LINE)
  }
}

/**
 * Whether a meter on stderr disturbs nobody: a person looks at it, and neither does the person type records there, nor does
 * another program of a pipe write to the same terminal.
 */
export function meterFits(): boolean {
  if (!process.stderr.isTTY) return false
  return process.stdout.isTTY ? !process.stdin.isTTY : isFile(1)
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile()
  } catch {
    return false
  }
}
