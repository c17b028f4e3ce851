// The commands for those who operate a cluster, as child processes against three brokers: what programs get from --json, and what
// a person is told when something is wrong.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type TestCluster, killBroker, startTestCluster } from '../support/cluster.ts'
import { kafkaClient } from '../support/kafka.ts'
import { freePorts } from '../support/ports.ts'
import { type RunResult, run } from '../support/run.ts'
import { repository } from '../support/sources.ts'
import { until } from '../support/until.ts'

const bin = join(repository, 'node_modules/.bin/gregor')
/** Each command is a process of its own, on a machine that may be busy. */
jest.setTimeout(60_000)

let cluster: TestCluster
let environment: Record<string, string>

beforeAll(async () => {
  cluster = await startTestCluster({ settings: { 'min.insync.replicas': '2' } })
  environment = { GREGOR_BOOTSTRAP: cluster.bootstrap }
}, 90_000)
afterAll(() => cluster?.dispose(), 60_000)

const gregor = (args: readonly string[], input?: string): Promise<RunResult> =>
  run(bin, args, { environment, timeoutMs: 30_000, ...(input === undefined ? {} : { input }) })

/** What a command prints with --json; it must succeed, or end with `code`. */
async function json<Shape>(args: readonly string[], options: { input?: string; code?: number } = {}): Promise<Shape> {
  const { code, stdout, stderr } = await gregor([...args, '--json'], options.input)
  expect({ args, code, stderr }).toEqual({ args, code: options.code ?? 0, stderr: '' })
  return JSON.parse(stdout) as Shape
}

/** The one line in which a command says why it failed. */
async function failure(args: readonly string[], input?: string): Promise<{ code: number | null; message: string }> {
  const { code, stderr } = await gregor(args, input)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  return { code, message: stderr.trimEnd() }
}

describe('topics and configs', () => {
  test('a topic is created, described, altered and deleted', async () => {
    const create = ['topics', 'create', 'life', '-p', '2', '-r', '3', '-c', 'retention.ms=60000']
    expect(await json(create)).toMatchObject({
      topic: { name: 'life', partitions: 2, replicationFactor: 3 },
      created: true
    })
    expect(await json(['topics', 'list'])).toMatchObject({
      topics: expect.arrayContaining([
        expect.objectContaining({ name: 'life', partitions: 2, replicationFactor: 3, underReplicated: 0, offline: 0 })
      ])
    })
    await json(['topics', 'alter', 'life', '-p', '3', '-c', 'segment.bytes=2000000', '--delete-config', 'retention.ms'])
    const { topics } = await json<{ topics: { configs: object[]; partitions: { isr: number[] }[] }[] }>([
      'topics',
      'describe',
      'life'
    ])
    expect(topics[0]!.configs).toEqual([expect.objectContaining({ name: 'segment.bytes', value: '2000000' })])
    expect(topics[0]!.partitions.map(({ isr }) => isr.toSorted((a, b) => a - b))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3]
    ])
    expect(await json(['topics', 'delete', 'life'])).toEqual({ deleted: ['life'] })
    expect(await failure(['topics', 'describe', 'life'])).toEqual({
      code: 1,
      message:
        'gregor: there is no topic life; `gregor topics list` shows those that there are, `gregor topics create life` makes it'
    })
  })

  test('what the brokers refuse is told in their words', async () => {
    const refused = await failure(['topics', 'create', 'wide', '-r', '9'])
    expect(refused.code).toBe(1)
    expect(refused.message).toMatch(/^gregor: topic wide was not created: .*9.*\(INVALID_REPLICATION_FACTOR\)$/)
  })

  test('configs are set and unset, of topics and of brokers', async () => {
    await json(['topics', 'create', 'tuned', '-p', '1'])
    await json(['configs', 'set', 'topic', 'tuned', 'retention.ms=1000', 'segment.ms=2000'])
    await json(['configs', 'unset', 'topic', 'tuned', 'segment.ms'])
    expect(await json(['configs', 'describe', 'topic', 'tuned'])).toMatchObject({
      kind: 'topic',
      name: 'tuned',
      configs: expect.arrayContaining([
        { name: 'retention.ms', value: '1000', source: 'topic', readOnly: false, sensitive: false }
      ])
    })
    const { configs } = await json<{ configs: { name: string; value: string; source: string }[] }>([
      'configs',
      'describe',
      'broker',
      '2'
    ])
    expect(configs.find(({ name }) => name === 'node.id')).toMatchObject({ value: '2', source: 'properties file' })
  })
})

describe('brokers and quorum', () => {
  test('each broker with its address; one of them is the controller, and leads the quorum', async () => {
    interface Brokers {
      readonly controller: number
      readonly brokers: { id: number; port: number; controller: boolean; reachable: boolean; fenced: boolean }[]
    }
    const { controller, brokers } = await json<Brokers>(['brokers'])
    expect(brokers.map(({ id, port, reachable, fenced }) => ({ id, port, reachable, fenced }))).toEqual(
      cluster.layout.brokers.map(({ id, kafkaPort }) => ({ id, port: kafkaPort, reachable: true, fenced: false }))
    )
    expect(brokers.filter((broker) => broker.controller).map(({ id }) => id)).toEqual([controller])
    const { quorum } = await json<{ quorum: { leader: number; members: { id: number; role: string }[] } }>(['quorum'])
    expect(quorum.members.map(({ id }) => id)).toEqual([1, 2, 3])
    expect(quorum.members.find(({ role }) => role === 'leader')!.id).toBe(quorum.leader)
  })
})

describe('records and groups', () => {
  const records = (stdout: string) =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string; value: string; partition: number; offset: number })

  beforeAll(async () => {
    await json(['topics', 'create', 'orders', '-p', '3'])
  })

  test('lines become records, by key, and are read back', async () => {
    const input = Array.from({ length: 500 }, (_, index) => `k${index % 10}=v${index}\n`).join('')
    const written = await json<{ records: number }>(['produce', 'orders', '-k', '=', '-H', 'from=test', '-z', 'gzip'], {
      input
    })
    expect(written.records).toBe(500)
    const read = records((await gregor(['consume', 'orders', '--json'])).stdout)
    expect(read.map(({ value }) => value).toSorted()).toEqual(
      Array.from({ length: 500 }, (_, index) => `v${index}`).toSorted()
    )
    const partitions = new Map(read.map(({ key, partition }) => [key, partition]))
    expect(read.every(({ key, partition }) => partitions.get(key) === partition)).toBe(true)
    expect(read[0]).toMatchObject({ headers: [{ key: 'from', value: 'test' }] })
    const one = await gregor(['consume', 'orders', '--from', '5', '-p', '0', '-n', '1', '--format', '%t-%p@%o'])
    expect(one.stdout).toBe('orders-0@5\n')
  })

  test('a group goes on where it was; its lag is told; its offsets are reset, and it is deleted', async () => {
    const first = records((await gregor(['consume', 'orders', '-g', 'readers', '-n', '120', '--json'])).stdout)
    expect(first).toHaveLength(120)
    interface Groups {
      readonly groups: { state: string; totalLag: number; partitions: { lag: number; lagSeconds: number }[] }[]
    }
    const { groups } = await json<Groups>(['groups', 'describe', 'readers'])
    const behind = groups[0]!.partitions.find(({ lag }) => lag > 0)
    expect(groups[0]!.state).toBe('Empty')
    expect(behind?.lagSeconds ?? 0).toBeLessThan(300)
    const rest = records((await gregor(['consume', 'orders', '-g', 'readers', '--json'])).stdout)
    const places = [...first, ...rest].map(({ partition, offset }) => `${partition}-${offset}`)
    expect(new Set(places).size).toBe(500)
    expect(places).toHaveLength(500)

    const reset = ['groups', 'reset-offsets', 'readers', '-t', 'orders', '--to-offset', '7']
    const shown = await json<{ executed: boolean; partitions: { to: number }[] }>(reset)
    expect(shown.executed).toBe(false)
    expect(shown.partitions.map(({ to }) => to)).toEqual([7, 7, 7])
    expect((await json<Groups>(['groups', 'describe', 'readers'])).groups[0]!.totalLag).toBe(0)
    await json([...reset, '--execute'])
    expect((await json<Groups>(['groups', 'describe', 'readers'])).groups[0]!.totalLag).toBe(500 - 21)
    expect(await json(['groups', 'list'])).toMatchObject({ groups: [{ id: 'readers', state: 'Empty' }] })
    expect(await json(['groups', 'delete', 'readers'])).toEqual({ deleted: ['readers'] })
    expect((await failure(['groups', 'describe', 'readers'])).message).toMatch(/^gregor: there is no group readers; /)
  })

  test('a group with members: who has what; nobody else may move its offsets', async () => {
    const consumer = kafkaClient(cluster.bootstrap).consumer({ groupId: 'live' })
    await consumer.connect()
    await consumer.subscribe({ topic: 'orders', fromBeginning: true })
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve))
    await consumer.run({ eachMessage: () => Promise.resolve() })
    await joined
    try {
      const { groups } = await json<{ groups: object[] }>(['groups', 'describe', 'live'])
      const assignment = [{ topic: 'orders', partitions: [0, 1, 2] }]
      expect(groups).toMatchObject([{ state: 'Stable', members: [{ clientId: 'test', assignment }] }])
      const [reset, deletion] = await Promise.all([
        failure(['groups', 'reset-offsets', 'live', '-t', 'orders', '--to-earliest', '--execute']),
        failure(['groups', 'delete', 'live'])
      ])
      expect(reset.message).toContain('the group has members: stop its consumers first')
      // Who reads in the group becomes a member beside the others, whatever protocol theirs is.
      expect((await gregor(['consume', 'orders', '-g', 'live'])).code).toBe(0)
      expect(deletion.message).toContain('group live has members')
    } finally {
      await consumer.disconnect()
    }
  })

  test('the segment of a broker is read from its file', async () => {
    const file = join(cluster.layout.brokers[0]!.dataFolder, 'orders-0', '00000000000000000000.log')
    const { batches } = await json<{ batches: { count: number; compression: string; crcValid: boolean }[] }>([
      'log',
      'dump',
      file
    ])
    expect(batches.length).toBeGreaterThan(0)
    for (const batch of batches) expect(batch).toMatchObject({ compression: 'gzip', crcValid: true })
  })

  test('--follow prints what comes, until it is stopped', async () => {
    await json(['topics', 'create', 'tail', '-p', '1'])
    const follower = spawn(bin, ['consume', 'tail', '--follow', '--from', 'beginning'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    const ended = once(follower, 'exit')
    let printed = ''
    follower.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
    await json(['produce', 'tail'], { input: 'hello\n' })
    await until('the record is printed', () => printed === 'hello\n', 15_000)
    follower.kill('SIGINT')
    expect(await ended).toEqual([0, null])
  })
})

describe('what is wrong is said in one line, with the next step', () => {
  test.each(['--bootstrap', '--bootstrap-server'])(
    'nothing listens at %s, which counts more than the environment',
    async (option) => {
      const [port] = await freePorts(1)
      expect(await failure(['topics', 'list', option, `127.0.0.1:${port}`])).toEqual({
        code: 1,
        message: `gregor: nothing listens at 127.0.0.1:${port}; is the cluster running? \`npm start\` starts one here, --bootstrap or GREGOR_BOOTSTRAP names another`
      })
    }
  )

  test('what listens does not speak Kafka', async () => {
    const web = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    await once(web, 'listening')
    const { port } = web.address() as { port: number }
    const { message } = await failure(['brokers', '--bootstrap', `127.0.0.1:${port}`])
    web.close()
    expect(message).toContain(`what 127.0.0.1:${port} answers is not Kafka's protocol`)
  })

  test.each(['adminPort', 'rpcPort'] as const)('what listens is a %s of ours', async (kind) => {
    const address = `127.0.0.1:${cluster.layout.brokers[0]![kind]}`
    const { message } = await failure(['brokers', '--bootstrap', address])
    expect(message).toMatch(/closed the connection without an answer \(is that a port for Kafka clients.*--bootstrap/)
    expect(message).toContain(address)
  })

  test('what listens does not answer', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const { message } = await failure(['brokers', '--bootstrap', `127.0.0.1:${port}`, '--timeout', '1'])
    silent.close()
    expect(message).toContain(`127.0.0.1:${port} did not answer within 1000 ms; --timeout gives it longer`)
  })
})

/** Last, for it takes a broker away. */
describe('a broker is lost', () => {
  interface Diagnosis {
    readonly healthy: boolean
    readonly checks: { readonly name: string; readonly findings: { readonly what: string; readonly todo: string }[] }[]
    readonly brokers: { readonly clockAheadMs: number | null }[]
  }

  test('before, the doctor finds nothing, and has read every clock', async () => {
    const { healthy, brokers } = await json<Diagnosis>(['doctor'])
    expect(healthy).toBe(true)
    for (const { clockAheadMs } of brokers) expect(Math.abs(clockAheadMs ?? Infinity)).toBeLessThan(5000)
    expect(await json(['why', 'orders-0'])).toMatchObject({ status: 'healthy', todo: [] })
  })

  test('then doctor and why say which, what it means, what to do, and end with 1', async () => {
    await killBroker(cluster, 3)
    const why = await until('broker 3 is out of the ISR', async () => {
      const { stdout } = await gregor(['why', 'orders-0', '--json'])
      return stdout.includes('is fenced') ? stdout : undefined
    })
    expect(JSON.parse(why)).toMatchObject({
      status: 'under-replicated',
      acksAll: { accepted: true },
      todo: ['start broker 3; it catches up by itself']
    })
    const { checks } = await json<Diagnosis>(['doctor'], { code: 1 })
    const found = checks.flatMap(({ findings }) => findings)
    const { kafkaPort } = cluster.layout.brokers[2]!
    expect(found).toContainEqual(
      expect.objectContaining({
        what: `broker 3 at 127.0.0.1:${kafkaPort} is down: nothing listens at 127.0.0.1:${kafkaPort}`,
        todo: 'start broker 3'
      })
    )
    expect(found.some(({ what }) => what.includes('that the next loss stops from taking acks=all'))).toBe(true)
  })
})
