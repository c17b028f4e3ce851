// `gregor consume --group` as a member of its group, as child processes against three brokers: who reads what, when members come,
// go, die and are put out, and when the group's coordinator dies.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import { type TestCluster, killBroker, startTestCluster } from '../support/cluster.ts'
import { type RunResult, run, runOk } from '../support/run.ts'
import { repository } from '../support/sources.ts'
import { until } from '../support/until.ts'

const bin = join(repository, 'node_modules/.bin/gregor')
/** Each command is a process of its own, on a machine that may be busy. */
jest.setTimeout(120_000)

let cluster: TestCluster
let environment: Record<string, string>
beforeAll(async () => {
  cluster = await startTestCluster({
    settings: {
      'min.insync.replicas': '2',
      // So that its leader coordinates every group.
      'offsets.topic.num.partitions': '1',
      'group.consumer.min.heartbeat.interval.ms': '100',
      'group.consumer.heartbeat.interval.ms': '200',
      'group.consumer.min.session.timeout.ms': '1000',
      'group.consumer.session.timeout.ms': '4000'
    }
  })
  environment = { GREGOR_BOOTSTRAP: cluster.bootstrap }
}, 90_000)
afterAll(() => cluster?.dispose(), 60_000)

const consumers: ChildProcess[] = []
afterEach(async () => {
  for (const consumer of consumers.splice(0)) {
    if (consumer.exitCode !== null || consumer.signalCode !== null) continue
    const ended = once(consumer, 'exit')
    consumer.kill('SIGKILL')
    await ended
  }
})

const gregor = (args: readonly string[], input = ''): Promise<RunResult> =>
  runOk(bin, args, { environment, timeoutMs: 60_000, input })

interface Consumer {
  readonly process: ChildProcess
  /** `partition@offset value` of each record. */
  readonly lines: string[]
  readonly remarks: string[]
  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null>
}

/** Follows a topic in a group. */
function follow(topic: string, group: string): Consumer {
  const args = ['consume', topic, '-g', group, '--follow', '--from', 'beginning', '--format', '%p@%o %v']
  const child = spawn(bin, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  consumers.push(child)
  const lines = linesOf(child.stdout)
  const remarks = linesOf(child.stderr)
  const ended = once(child, 'exit') as Promise<[number | null]>
  return {
    process: child,
    lines,
    remarks,
    async stop() {
      // More than once, for npm and timeout hand on what the terminal has sent already.
      for (let times = 0; times < 5 && child.exitCode === null; times++) {
        child.kill('SIGINT')
        await new Promise((resolve) => setImmediate(resolve))
      }
      return (await ended)[0]
    }
  }
}

function linesOf(stream: NodeJS.ReadableStream): string[] {
  const lines: string[] = []
  let rest = ''
  stream.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop()!
    lines.push(...parts)
  })
  return lines
}

interface Group {
  readonly state: string
  readonly members: readonly { readonly assignment: readonly { readonly partitions: readonly number[] }[] }[]
}

async function describeGroup(group: string): Promise<Group> {
  const { stdout } = await gregor(['groups', 'describe', group, '--json'])
  return (JSON.parse(stdout) as { groups: Group[] }).groups[0]!
}

/** Waits until the group's members have so many partitions each. */
async function shares(group: string, ...sizes: readonly number[]): Promise<void> {
  const text = (numbers: readonly number[]): string => numbers.toSorted((a, b) => a - b).join()
  const wanted = text(sizes)
  await until(`the members of ${group} have ${wanted} partitions`, async () => {
    const { code, stdout } = await run(bin, ['groups', 'describe', group, '--json'], { environment })
    if (code !== 0) return false
    const { members } = (JSON.parse(stdout) as { groups: Group[] }).groups[0]!
    const has = members.map(({ assignment }) => assignment.flatMap(({ partitions }) => partitions).length)
    return text(has) === wanted
  })
}

/** Writes values `from` to below `to`, spread over the partitions by their keys. */
async function produce(topic: string, from: number, to: number): Promise<void> {
  const input = Array.from({ length: to - from }, (_, at) => `k${from + at}=v${from + at}\n`).join('')
  await gregor(['produce', topic, '-k', '='], input)
}

const values = (...of: readonly (readonly string[])[]): string[] => of.flat().map((line) => line.split(' ')[1]!)
const expected = (to: number): string[] => Array.from({ length: to }, (_, at) => `v${at}`).toSorted()
const partitionsOf = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.map((line) => line.split('@')[0]!))

test('members share the partitions, each record is read once; who leaves is followed at once; who comes again resumes', async () => {
  await gregor(['topics', 'create', 'shared', '-p', '4'])
  await produce('shared', 0, 100)
  const first = follow('shared', 'sharing')
  await until('the first has read all', () => first.lines.length === 100)
  const second = follow('shared', 'sharing')
  await shares('sharing', 2, 2)
  await produce('shared', 100, 400)
  await until('both have read all', () => first.lines.length + second.lines.length === 400)
  expect(values(first.lines, second.lines).toSorted()).toEqual(expected(400))
  // Each read two of the four, and no partition has two readers.
  const later = [first.lines.slice(100), second.lines].map(partitionsOf)
  expect(later.map(({ size }) => size)).toEqual([2, 2])
  expect(new Set(later.flatMap((partitions) => [...partitions])).size).toBe(4)
  expect(first.remarks).toContainEqual(expect.stringMatching(/^group sharing: now reading shared-\d, shared-\d$/))

  expect(await first.stop()).toBe(0)
  // It is gone before anybody could miss its heartbeats.
  expect((await describeGroup('sharing')).members).toHaveLength(1)
  await produce('shared', 400, 500)
  await until('the second has read the rest', () => first.lines.length + second.lines.length === 500)
  expect(values(first.lines, second.lines).toSorted()).toEqual(expected(500))

  expect(await second.stop()).toBe(0)
  expect((await describeGroup('sharing')).state).toBe('Empty')
  await produce('shared', 500, 550)
  const third = await gregor(['consume', 'shared', '-g', 'sharing', '--format', '%p@%o %v'])
  expect(values(first.lines, second.lines, third.stdout.trimEnd().split('\n')).toSorted()).toEqual(expected(550))
  expect(third.stderr).toBe('')
  expect((await gregor(['consume', 'shared', '-g', 'sharing'])).stdout).toBe('')
})

test('a member that is killed is replaced when its session has ended; one that was put out joins anew', async () => {
  await gregor(['topics', 'create', 'fragile', '-p', '2'])
  const killed = follow('fragile', 'fragile-readers')
  const heir = follow('fragile', 'fragile-readers')
  await shares('fragile-readers', 1, 1)
  killed.process.kill('SIGKILL')
  await produce('fragile', 0, 50)
  await until('the other has read all', () => heir.lines.length === 50)
  expect(values(heir.lines).toSorted()).toEqual(expected(50))

  heir.process.kill('SIGSTOP')
  await until('the group is empty', async () => (await describeGroup('fragile-readers')).state === 'Empty')
  await produce('fragile', 50, 100)
  heir.process.kill('SIGCONT')
  await until('it has read the rest', () => heir.lines.length >= 100)
  expect(values(heir.lines).toSorted()).toEqual(expected(100))
  expect(heir.remarks).toContainEqual(
    expect.stringMatching(
      /^group fragile-readers has put this member out: .*; joining anew, records .* may come again$/
    )
  )
  expect(await heir.stop()).toBe(0)
})

test('a place at the end is kept, and a partition is not to be chosen in a group', async () => {
  await gregor(['topics', 'create', 'late', '-p', '1'])
  await produce('late', 0, 10)
  const atEnd = ['consume', 'late', '-g', 'late-readers', '--from', 'end']
  expect((await gregor(atEnd)).stdout).toBe('')
  await produce('late', 10, 12)
  expect((await gregor(atEnd)).stdout).toBe('v10\nv11\n')
  const refused = await run(bin, ['consume', 'late', '-g', 'late-readers', '-p', '0'], { environment })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('--group and --partition exclude each other')
})

/** Last, for it takes a broker away. */
test('the death of the coordinator is survived, and each record is read once', async () => {
  await gregor(['topics', 'create', 'steady', '-p', '2'])
  const readers = [follow('steady', 'steady-readers'), follow('steady', 'steady-readers')]
  await shares('steady-readers', 1, 1)
  await produce('steady', 0, 100)
  await until('both have read all', () => readers.flatMap(({ lines }) => lines).length === 100)
  const { stdout } = await gregor(['topics', 'describe', '__consumer_offsets', '--json'])
  const { topics } = JSON.parse(stdout) as { topics: { partitions: { leader: number }[] }[] }
  await killBroker(cluster, topics[0]!.partitions[0]!.leader)
  await produce('steady', 100, 200)
  await until('both have read all again', () => readers.flatMap(({ lines }) => lines).length === 200)
  expect(await Promise.all(readers.map((reader) => reader.stop()))).toEqual([0, 0])
  expect(values(...readers.map(({ lines }) => lines)).toSorted()).toEqual(expected(200))
  expect((await gregor(['consume', 'steady', '-g', 'steady-readers'])).stdout).toBe('')
})
