// A process that says, when asked, what its files and its clock answer stands in for broker 1.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { until } from '../../support/until.ts'
import { type Machine, Machines } from './machine.ts'

const script = `
import fs, { fdatasync } from 'node:fs'
const { O_CREAT, O_RDWR, O_DSYNC } = fs.constants
const answer = (start) => new Promise((resolve) => start((error) => resolve(error?.code ?? 'done')))
const open = (name, flags) => new Promise((resolve) => fs.open(process.env.FOLDER + name, flags | O_CREAT | O_RDWR, 0o644, (_, file) => resolve(file)))
const plain = await open('/plain', 0)
const durable = await open('/durable', O_DSYNC)
const bytes = Buffer.from('x')
async function look() {
  console.log(JSON.stringify({
    write: await answer((done) => fs.write(plain, bytes, 0, 1, 0, done)),
    sync: await answer((done) => fdatasync(plain, done)),
    durableWrite: await answer((done) => fs.writev(durable, [bytes], 0, done)),
    aheadMs: Date.now() - performance.timeOrigin - performance.now(),
    dateAheadMs: new Date().getTime() - performance.timeOrigin - performance.now(),
    epoch: new Date(0).getTime()
  }))
}
process.stdin.on('data', look)
console.log('{}')
`

let folder: string
let machines: Machines
let broker: ChildProcess
let lines: AsyncIterator<string>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gregor-test-'))
  machines = await Machines.open({ folder })
  const args = [`--import=${Machines.preload}`, '--input-type=module', '-e', script, '/broker-1/server.properties']
  const env = { ...process.env, ...machines.environment, FOLDER: folder }
  broker = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
  lines = createInterface({ input: broker.stdout! })[Symbol.asyncIterator]()
  await lines.next()
})
afterEach(async () => {
  broker.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

interface Seen {
  readonly sync: string
  readonly aheadMs: number
}

async function look(): Promise<Seen> {
  broker.stdin!.write('?')
  return JSON.parse((await lines.next()).value as string) as Seen
}

/** Resolves with what the process sees once it has heard of the change. */
async function change(to: Partial<Machine>, heard: (seen: Seen) => boolean): Promise<Seen> {
  await machines.change(1, to, (signal) => broker.kill(signal))
  await until('the process has heard', async () => heard(await look()))
  return look()
}

const sound = { write: 'done', sync: 'done', durableWrite: 'done', epoch: 0 }
const about = (ms: number) => ({ aheadMs: expect.closeTo(ms, -4), dateAheadMs: expect.closeTo(ms, -4) })

describe('a machine under a broker', () => {
  test('is sound', async () => {
    expect(await look()).toEqual({ ...sound, ...about(0) })
  })

  test('refuses to sync, writes on, and is sound again', async () => {
    const failing = await change({ syncsFail: true }, ({ sync }) => sync !== 'done')
    expect(failing).toEqual({ ...sound, sync: 'EIO', durableWrite: 'EIO', ...about(0) })
    expect(await change({}, ({ sync }) => sync === 'done')).toEqual({ ...sound, ...about(0) })
  })

  test.each([-3_000_000, 40_000_000])('has a clock that is %d ms ahead', async (clockAheadMs) => {
    const moved = await change({ clockAheadMs }, ({ aheadMs }) => Math.abs(aheadMs) > 1_000_000)
    expect(moved).toEqual({ ...sound, ...about(clockAheadMs) })
  })
})
