import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portProblem } from '@gregor/server'
import { type RunResult, run } from '../support/run.ts'
import { repository } from '../support/sources.ts'
import { until } from '../support/until.ts'

/** Ports as pages name them, by their first; pages use up to four in a row. */
const shown = { kafka: 9092, rpc: 19_092, admin: 9644 } as const
const portsOfAPage = 4
const startMs = 180_000
const commandMs = 240_000

/** A reader's terminals: what one block exports the next one has; all in a folder that looks like a clone. */
export interface Session {
  /** The text of a page, with the ports of this session. */
  localized(text: string): string
  /** Runs a block to its end. */
  run(text: string): Promise<RunResult>
  /** Runs a program of a page in JavaScript. */
  runScript(text: string): Promise<RunResult>
  /** Starts a block that goes on, and waits until it has printed `text`. */
  start(block: string, text: string): Promise<void>
  /** Ctrl-C in every terminal, the last one first; resolves when all is gone, with the folder. */
  close(): Promise<void>
}

export async function openSession(): Promise<Session> {
  const folder = await mkdtemp(join(tmpdir(), 'gregor-docs-'))
  for (const name of ['package.json', 'node_modules', 'scripts', 'packages', 'deploy', 'docker-compose.yml']) {
    await symlink(join(repository, name), join(folder, name))
  }
  const first = { kafka: await freeRow(), rpc: await freeRow(), admin: await freeRow() }
  const ports = new Map<string, number>()
  for (const kind of ['kafka', 'rpc', 'admin'] as const) {
    for (let index = 0; index < portsOfAPage; index++) ports.set(String(shown[kind] + index), first[kind] + index)
  }
  const environment = {
    GREGOR_PORT: String(first.kafka),
    GREGOR_RPC_PORT: String(first.rpc),
    GREGOR_ADMIN_PORT: String(first.admin),
    GREGOR_BOOTSTRAP: `127.0.0.1:${first.kafka}`
  }
  const state = join(folder, '.exported')
  await writeFile(state, '')
  const open: ChildProcess[] = []

  /** In the folder, with what earlier blocks exported; exports are kept, and the first command that fails ends it. */
  const script = (text: string) =>
    `cd ${folder}\n. ${state}\ntrap 'export -p >${state}' EXIT\nset -e\n${session.localized(text)}\n`

  const session: Session = {
    localized: (text) => text.replaceAll(/\b\d{4,5}\b/g, (number) => String(ports.get(number) ?? number)),
    run: (text) => run('bash', ['-c', script(text)], { environment, timeoutMs: commandMs }),
    async runScript(text) {
      const file = join(repository, '.tmp', `docs-${process.pid}.mjs`)
      await writeFile(file, session.localized(text))
      try {
        return await run(process.execPath, [file], { timeoutMs: commandMs })
      } finally {
        await rm(file)
      }
    },
    async start(block, text) {
      // A process group of its own: Ctrl-C at a terminal goes to all of it.
      const child = spawn('bash', ['-c', script(block)], {
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...environment }
      })
      open.push(child)
      let printed = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk))
      }
      await until(`"${block}" prints "${text}"`, () => printed.includes(text) || child.exitCode !== null, startMs)
      if (!printed.includes(text)) throw new Error(`"${block}" ended with ${child.exitCode}:\n${printed}`)
    },
    async close() {
      for (const child of open.toReversed()) await interrupt(child)
      await rm(folder, { recursive: true, force: true })
    }
  }
  return session
}

async function interrupt(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  process.kill(-child.pid!, 'SIGINT')
  const patience = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), 40_000)
  await closed
  clearTimeout(patience)
}

/** The first of some ports in a row that were free just now. */
async function freeRow(): Promise<number> {
  for (let tries = 0; tries < 1_000; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const row = Array.from({ length: portsOfAPage }, (_, index) => port + index)
    const problems = await Promise.all(row.map((each) => portProblem('127.0.0.1', each)))
    if (problems.every((problem) => problem === undefined)) return port
  }
  throw new Error('no ports are free')
}
