import { randomBytes, randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrokerId, noMetrics, silentLogger, type Scheduler } from '@gregor/base'
import { parseBrokerConfig } from '@gregor/metadata'
import { CreateTopicsApi } from '@gregor/protocol/messages/create-topics'
import { createPeers, createPeerServer, type PeerAddress, type PeerServer } from '@gregor/rpc'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createControllerNode, createLevelRaftStorage, type ControllerNode } from '../../src/index.ts'

const scheduler: Scheduler = {
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
  defer: (task) => void setImmediate(task)
}

interface Running {
  readonly node: ControllerNode
  readonly server: PeerServer
}

let root: string
let voters: PeerAddress[]
const running = new Map<number, Running>()

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gregor-quorum-'))
  voters = await Promise.all([1, 2, 3].map(async (nodeId) => ({ nodeId, host: '127.0.0.1', port: await freePort() })))
})
afterEach(async () => {
  await Promise.all([...running.keys()].map(stop))
  await rm(root, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

async function start({ nodeId, host, port }: PeerAddress): Promise<void> {
  const incarnationId = randomBytes(16).toString('base64url')
  const self: { node?: ControllerNode } = {}
  const identity = { nodeId, incarnationId, clusterId: () => self.node?.image.clusterId ?? '' }
  const shared = { identity, logger: silentLogger, metrics: noMetrics }
  const server = createPeerServer({ host, port, ...shared })
  const node = createControllerNode({
    nodeId: BrokerId(nodeId),
    incarnationId,
    directoryId: `disk-${nodeId}`,
    voters,
    config: parseBrokerConfig(new Map([['node.id', String(nodeId)]])).config,
    clusterId: undefined,
    broker: () => ({
      endpoints: [],
      rpcHost: host,
      rpcPort: port,
      previousBrokerEpoch: -1,
      storageId: `disk-${nodeId}`
    }),
    storage: createLevelRaftStorage({ folder: join(root, String(nodeId)), nodeId, expectExisting: false }),
    peers: createPeers(shared),
    server,
    clock: { monotonicMs: () => performance.now(), wallMs: () => Date.now() },
    scheduler,
    random: { int: (below) => randomInt(below), bytes: (count) => randomBytes(count) },
    logger: silentLogger,
    metrics: noMetrics,
    onFailure: (error) => {
      throw error
    }
  })
  self.node = node
  running.set(nodeId, { node, server })
  await server.listen()
  await node.start()
}

async function stop(id: number): Promise<void> {
  const { node, server } = running.get(id)!
  running.delete(id)
  await node.stop()
  await server.close()
}

/** Resolves when the images of all running nodes are as wanted. */
async function until(condition: (node: ControllerNode) => boolean): Promise<void> {
  await Promise.all(
    [...running.values()].map(async ({ node }) => {
      if (condition(node)) return
      await new Promise<void>((resolve) => {
        const off = node.onDelta(() => {
          if (!condition(node)) return
          off()
          resolve()
        })
      })
    })
  )
}

const up =
  (ids: readonly number[]) =>
  (node: ControllerNode): boolean =>
    ids.every((id) => node.image.brokers.get(BrokerId(id))?.fenced === false)

test('three nodes over gRPC and LevelDB form a cluster, lose their controller, and keep what they knew', async () => {
  await Promise.all(voters.map(start))
  await until(up([1, 2, 3]))
  const topic = { name: 'topic', numPartitions: 6, replicationFactor: 3, assignments: [], configs: [] }
  const request = { topics: [topic], timeoutMs: 5_000, validateOnly: false }
  const options = { timeoutMs: 5_000, from: { principal: 'User:test', clientId: 'test' } }
  const response = await running.get(2)!.node.client.forward(CreateTopicsApi, 7, request, options)
  expect(response.topics[0]).toMatchObject({ errorCode: 0, numPartitions: 6 })
  await until((node) => node.image.topicByName('topic')?.partitions.length === 6)

  const [active] = [...running].find(([, { node }]) => node.isActive)!
  await stop(active)
  const left = [1, 2, 3].filter((id) => id !== active)
  await until((node) => node.image.brokers.get(BrokerId(active))?.fenced === true)
  await until((node) => node.image.topicByName('topic')!.partitions.every(({ leader }) => left.includes(leader)))

  await start(voters.find(({ nodeId }) => nodeId === active)!)
  await until(up([1, 2, 3]))
  expect(running.get(active)!.node.image.topicByName('topic')?.partitions).toHaveLength(6)
})
