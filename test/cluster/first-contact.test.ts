// The mistakes of a first day, with real processes: what the log says of each, and that it says so in a sentence.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, type Server, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { loneNode, writeProperties } from '../support/lone-node.ts'
import { freePorts } from '../support/ports.ts'
import { run } from '../support/run.ts'
import { repository } from '../support/sources.ts'
import { until } from '../support/until.ts'

const bin = join(repository, 'node_modules/.bin/gregor')
/** Each node is a process of its own, on a machine that may be busy. */
jest.setTimeout(60_000)

let folder: string
const held: Server[] = []
const nodes: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gregor-first-'))
})
afterEach(async () => {
  for (const server of held.splice(0)) server.close()
  for (const node of nodes.splice(0)) {
    const ended = once(node, 'exit')
    node.kill('SIGKILL')
    await ended
  }
  await rm(folder, { recursive: true, force: true })
})

/** The last word of a node that does not start, and that it has no stack. */
async function startFailure(settings: Readonly<Record<string, string>>): Promise<string> {
  const file = await writeProperties(folder, settings)
  const { code, stdout } = await run(bin, ['server', file], { timeoutMs: 30_000 })
  expect(code).toBe(1)
  expect(stdout).not.toContain('"stack"')
  const lines = stdout.trimEnd().split('\n')
  const errors = lines
    .map((line) => JSON.parse(line) as { level: number; msg: string })
    .filter(({ level }) => level >= 50)
  expect(errors).toHaveLength(1)
  return errors[0]!.msg
}

/** A node that is left running, and what it logged so far. */
async function startNode(settings: Readonly<Record<string, string>>): Promise<string[]> {
  const file = await writeProperties(folder, settings)
  const node = spawn(bin, ['server', file], { stdio: ['ignore', 'pipe', 'inherit'] })
  nodes.push(node)
  const lines: string[] = []
  node.stdout.setEncoding('utf8').on('data', (text: string) => void lines.push(...text.split('\n').filter(Boolean)))
  return lines
}

const logged = (lines: readonly string[], pattern: RegExp) =>
  until(`the log has ${pattern}`, () => lines.find((line) => pattern.test(line)))

async function takePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  held.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

describe('a node that cannot start says in one sentence why', () => {
  test('its port for Kafka clients is taken', async () => {
    const settings = await loneNode(folder)
    const port = await takePort()
    const listeners = settings['listeners']!.replace(/PLAINTEXT:\/\/[^,]*/, `PLAINTEXT://127.0.0.1:${port}`)
    const said = await startFailure({ ...settings, listeners })
    expect(said).toMatch(
      new RegExp(`on 127\\.0\\.0\\.1:${port} for Kafka clients: another process has that port.*listeners`)
    )
  })

  test('its port for other nodes is taken', async () => {
    const settings = await loneNode(folder)
    const port = await takePort()
    const said = await startFailure({
      ...settings,
      listeners: settings['listeners']!.replace(/CONTROLLER:\/\/.*/, `CONTROLLER://127.0.0.1:${port}`),
      'controller.quorum.voters': `1@127.0.0.1:${port}`
    })
    expect(said).toMatch(
      new RegExp(`127\\.0\\.0\\.1:${port}: another process has that port.*controller\\.listener\\.names`)
    )
  })

  test('its admin port is taken', async () => {
    const port = await takePort()
    const said = await startFailure({ ...(await loneNode(folder)), 'admin.port': String(port) })
    expect(said).toMatch(new RegExp(`${port}: another process has that port.*admin\\.port`))
  })

  test('its listener names an address that the host does not have', async () => {
    const settings = await loneNode(folder)
    const listeners = settings['listeners']!.replace(/PLAINTEXT:\/\/127\.0\.0\.1/, 'PLAINTEXT://192.0.2.1')
    expect(await startFailure({ ...settings, listeners })).toMatch(/192\.0\.2\.1.*this host has no such address/)
  })

  test('log.dirs lies below a file', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    const said = await startFailure({ ...(await loneNode(folder)), 'log.dirs': join(file, 'data') })
    expect(said).toContain(`the log dir ${join(file, 'data')} is offline: a part of the path is no folder`)
    expect(said).toContain('correct log.dirs')
  })

  test('log.dirs is a file', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    const said = await startFailure({ ...(await loneNode(folder)), 'log.dirs': file })
    expect(said).toContain('there is something in its place that is no folder')
  })
})

describe('a node that runs, but not as meant, warns', () => {
  test('an unknown key: with the nearest known one', async () => {
    const lines = await startNode({ ...(await loneNode(folder)), 'num.partition': '3' })
    await logged(lines, /server\.properties:8: unknown key num\.partition is ignored; did you mean num\.partitions\?/)
  })

  test('a voter is not there: which, where, and why not', async () => {
    const settings = await loneNode(folder)
    const [port] = await freePorts(1)
    const voters = `${settings['controller.quorum.voters']},2@127.0.0.1:${port}`
    const lines = await startNode({ ...settings, 'controller.quorum.voters': voters })
    await logged(lines, new RegExp(`missing: 2@127\\.0\\.0\\.1:${port} \\(.*ECONNREFUSED`))
  })

  test('nobody answers at the bootstrap servers', async () => {
    const { 'controller.quorum.voters': _, ...settings } = await loneNode(folder)
    const [port] = await freePorts(1)
    const servers = `127.0.0.1:${port}`
    const lines = await startNode({
      ...settings,
      'process.roles': 'broker',
      'controller.quorum.bootstrap.servers': servers
    })
    await logged(lines, new RegExp(`controller\\.quorum\\.bootstrap\\.servers; missing: ${servers} \\(.*ECONNREFUSED`))
  })
})

describe('beside a running broker', () => {
  let cluster: TestCluster
  let unreachable: number
  beforeAll(async () => {
    ;[unreachable] = (await freePorts(1)) as [number]
    const settings = { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${unreachable}` }
    cluster = await startTestCluster({ brokers: 1, settings })
  }, 90_000)
  afterAll(() => cluster?.dispose(), 60_000)

  const said = (pattern: RegExp) =>
    until(`the broker says ${pattern}`, () => cluster.output.find(({ line }) => pattern.test(line)))

  test('the advertised address does not answer: the start warns, and the doctor tells', async () => {
    await said(
      new RegExp(`PLAINTEXT://127\\.0\\.0\\.1:${unreachable}, but this broker cannot reach.*advertised\\.listeners`)
    )
    const { code, stdout } = await run(bin, ['doctor', '--bootstrap', cluster.bootstrap], { timeoutMs: 30_000 })
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /PROBLEM .*broker 1 at .* cannot be reached from here.*\n +correct advertised\.listeners of broker 1/
    )
  })

  test('a Kafka client at the admin port is cut off, and the log names the port for it', async () => {
    const { adminPort } = cluster.layout.brokers[0]!
    const { code } = await run(bin, ['brokers', '--bootstrap', `127.0.0.1:${adminPort}`], { timeoutMs: 30_000 })
    expect(code).toBe(1)
    await said(new RegExp(`Kafka client came to the admin port ${adminPort}`))
  })

  test('a Kafka client at the port between nodes is cut off, and the log names the port for it', async () => {
    const { rpcPort } = cluster.layout.brokers[0]!
    const { code } = await run(bin, ['brokers', '--bootstrap', `127.0.0.1:${rpcPort}`], { timeoutMs: 30_000 })
    expect(code).toBe(1)
    const { line } = await said(new RegExp(`Kafka client came to port ${rpcPort}, where the nodes`))
    expect(JSON.parse(line)).toMatchObject({
      client: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      msg: expect.stringContaining(`clients connect to PLAINTEXT://127.0.0.1:${unreachable}`)
    })
  })

  test('a browser at the port for Kafka clients is sent to the metrics', async () => {
    const { kafkaPort, adminPort } = cluster.layout.brokers[0]!
    const answer = await fetch(`http://127.0.0.1:${kafkaPort}/`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(`http://127.0.0.1:${adminPort}/metrics`)
  })

  test('a client with TLS is told by an alert, and the log says what to set', async () => {
    const socket = connect(cluster.layout.brokers[0]!.kafkaPort, '127.0.0.1')
    socket.write(Buffer.from('16030100c8010000c403', 'hex'))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString('hex')).toBe('15030300020228')
    await said(/TLS hello.*security\.protocol=PLAINTEXT/)
  })

  test('a node that takes the port for Kafka clients for that of the quorum is told, on both sides', async () => {
    const { kafkaPort } = cluster.layout.brokers[0]!
    const voters = `1@127.0.0.1:${kafkaPort}`
    const settings = { ...(await loneNode(folder)), 'process.roles': 'broker', 'node.id': '2' }
    const lines = await startNode({ ...settings, 'controller.quorum.voters': voters })
    await logged(lines, new RegExp(`missing: 1@127\\.0\\.0\\.1:${kafkaPort} \\(`))
    await said(/HTTP\/2 preface.*controller\.quorum\.voters/)
  })

  test('a node with the folder of another cluster stays there, and says so', async () => {
    const alone = await loneNode(folder)
    const first = await startNode({
      ...alone,
      'node.id': '2',
      'controller.quorum.voters': alone['controller.quorum.voters']!.replace('1@', '2@')
    })
    await logged(first, /registered, and serving clients/)
    const ended = once(nodes[0]!, 'exit')
    nodes.splice(0)[0]!.kill('SIGTERM')
    await ended
    const voters = `1@127.0.0.1:${cluster.layout.brokers[0]!.rpcPort}`
    const lines = await startNode({
      ...alone,
      'node.id': '2',
      'process.roles': 'broker',
      'controller.quorum.voters': voters
    })
    await logged(lines, /is this the folder of another cluster\?/)
  })
})
