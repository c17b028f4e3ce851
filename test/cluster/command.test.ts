// The `gregor` command in the user's hands: what it says when something is wrong, and how it ends.
import { mkdtemp, rm } from 'node:fs/promises'
import { type Server, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { loneNode, writeProperties } from '../support/lone-node.ts'
import { freePorts } from '../support/ports.ts'
import { run } from '../support/run.ts'
import { repository } from '../support/sources.ts'

const gregor = (...args: string[]) => run(join(repository, 'node_modules/.bin/gregor'), args, { timeoutMs: 20_000 })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gregor-command-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const propertiesFile = (settings: Readonly<Record<string, string>>) => writeProperties(folder, settings)
const combinedNode = () => loneNode(folder)

describe('gregor server', () => {
  test('a bad value stops the start with file, line, key, value and what is allowed', async () => {
    const file = await propertiesFile({ ...(await combinedNode()), 'num.partitions': 'three' })
    const { code, stderr } = await gregor('server', file)
    expect(code).toBe(1)
    expect(stderr).toContain(`${file}:8: num.partitions=three: allowed is a whole number from 1 to 2147483647`)
  })

  test('a file that is not there is named', async () => {
    const { code, stderr } = await gregor('server', join(folder, 'none.properties'))
    expect({ code, stderr }).toEqual({ code: 1, stderr: `${join(folder, 'none.properties')}: there is no such file\n` })
  })
})

describe('beside a running broker', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await startTestCluster({ brokers: 1 })
  }, 60_000)
  afterAll(() => cluster?.dispose(), 60_000)

  test('a second process on its folder is refused, and told whose it is', async () => {
    const file = await propertiesFile({ ...(await combinedNode()), 'log.dirs': cluster.layout.brokers[0]!.dataFolder })
    const { code, stdout } = await gregor('server', file)
    expect(code).toBe(1)
    expect(stdout).toContain(String(cluster.process(1).pid))
    expect(cluster.process(1).running).toBe(true)
  })

  test('a folder of another node is refused', async () => {
    await cluster.stop(20_000)
    const settings = await combinedNode()
    const file = await propertiesFile({
      ...settings,
      'node.id': '2',
      'controller.quorum.voters': settings['controller.quorum.voters']!.replace('1@', '2@'),
      'log.dirs': cluster.layout.brokers[0]!.dataFolder
    })
    const { code, stdout } = await gregor('server', file)
    expect(code).toBe(1)
    expect(stdout).toMatch(/belongs to node 1, but node\.id is 2/)
  })
})

describe('gregor dev', () => {
  const held: Server[] = []
  afterEach(() => {
    for (const server of held.splice(0)) server.close()
  })

  test('says which port is taken, and by what setting to move it', async () => {
    const [port, rpc, admin] = await freePorts(3)
    const server = createServer()
    held.push(server)
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const ports = ['--port', String(port), '--rpc-port', String(rpc), '--admin-port', String(admin)]
    const { code, stdout } = await gregor('dev', '--brokers', '1', '--data', join(folder, 'dev'), ...ports)
    expect(code).toBe(1)
    expect(stdout).toContain(`Port ${port}, broker 1's for Kafka clients, is taken by another process.`)
    expect(stdout).toContain('GREGOR_PORT or --port')
  })
})
