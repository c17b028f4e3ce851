import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A process of the example, which answers one line for each that it is given. */
export class ExampleMember {
  readonly id: number
  leader = 0
  private readonly process: ChildProcess
  private readonly exited: Promise<unknown>
  private readonly asked: ((answer: string) => void)[] = []
  private changed: () => void = () => undefined
  private errors = ''

  constructor(id: number, args: readonly string[]) {
    this.id = id
    this.process = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.exited = once(this.process, 'exit')
    this.process.stderr?.on('data', (text) => (this.errors += String(text)))
    if (this.process.stdout !== null) createInterface(this.process.stdout).on('line', (line) => this.heard(line))
  }

  private heard(line: string): void {
    if (line.startsWith('#')) {
      this.leader = Number(/member (\d+) leads/.exec(line)?.[1] ?? 0)
      this.changed()
    } else {
      this.asked.shift()?.(line)
    }
  }

  /** Resolves with the answer; rejects when the process ends without. */
  ask(line: string): Promise<string> {
    this.process.stdin?.write(`${line}\n`)
    return this.orExit(new Promise((resolve) => this.asked.push(resolve)))
  }

  /** Resolves when it knows a leader that is as wanted. */
  async follows(wanted: (leader: number) => boolean): Promise<number> {
    while (this.leader === 0 || !wanted(this.leader)) {
      await this.orExit(
        new Promise<void>((resolve) => {
          this.changed = resolve
        })
      )
    }
    return this.leader
  }

  private orExit<Value>(wanted: Promise<Value>): Promise<Value> {
    const failed = this.exited.then(() => Promise.reject(new Error(`member ${this.id} ended: ${this.errors}`)))
    return Promise.race([wanted, failed])
  }

  /** kill -9. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL')
    await this.exited
  }
}
