// Voters that lose their disks, come and go, over the Kafka protocol as Kafka's tools speak it.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Api, ErrorCode } from '@gregor/protocol'
import { AddRaftVoterApi } from '@gregor/protocol/messages/add-raft-voter'
import { DescribeQuorumApi, type DescribeQuorumResponse } from '@gregor/protocol/messages/describe-quorum'
import { RemoveRaftVoterApi } from '@gregor/protocol/messages/remove-raft-voter'
import { type LocalBrokerLayout, type LocalCluster, startLocalCluster } from '@gregor/server'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type TestCluster, directoryId, killBroker, startTestCluster } from '../support/cluster.ts'
import { inSyncReplicas, kafkaClient, withAdmin } from '../support/kafka.ts'
import { freePorts } from '../support/ports.ts'
import { rawClient } from '../support/raw-client.ts'
import { readAll } from '../support/reader.ts'
import { until } from '../support/until.ts'

let cluster: TestCluster
const further: LocalCluster[] = []
beforeAll(async () => {
  cluster = await startTestCluster()
}, 90_000)
afterAll(async () => {
  for (const other of further) await other.stop(15_000)
  await cluster?.dispose()
}, 60_000)

/** Asks the first broker; it passes the question on to the active controller. */
async function ask<Request, Input, Response, ResponseInput>(
  api: Api<Request, Input, Response, ResponseInput>,
  version: number,
  message: Input
): Promise<Response> {
  const client = await rawClient(cluster.layout.brokers[0]!.kafkaPort)
  try {
    return await client.request(api, version, message)
  } finally {
    client.close()
  }
}

type Quorum = DescribeQuorumResponse['topics'][number]['partitions'][number]

async function quorum(): Promise<Quorum> {
  const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }]
  return (await ask(DescribeQuorumApi, 2, { topics })).topics[0]!.partitions[0]!
}

/** Until the voters are these nodes with the folders that they have now. */
async function untilVoters(brokers: readonly LocalBrokerLayout[]): Promise<void> {
  const wanted = await Promise.all(brokers.map(async (broker) => [broker.id, await directoryId(broker)]))
  await until(`the voters are ${JSON.stringify(wanted)}`, async () => {
    const { currentVoters } = await quorum()
    const found = currentVoters.map(({ replicaId, replicaDirectoryId }) => [replicaId, replicaDirectoryId])
    return JSON.stringify(found) === JSON.stringify(wanted)
  })
}

/** Another node, that finds the quorum through the first broker, and keeps its metadata apart from its logs. */
async function startNode(id: number, roles = 'broker,controller'): Promise<LocalBrokerLayout> {
  const [kafkaPort, rpcPort, adminPort] = (await freePorts(3)) as [number, number, number]
  const { host, folder, brokers } = cluster.layout
  const own = join(folder, `broker-${id}`)
  const paths = { propertiesFile: join(own, 'server.properties'), dataFolder: join(own, 'log') }
  const node: LocalBrokerLayout = { id, kafkaPort, rpcPort, adminPort, ...paths }
  const other = await startLocalCluster({
    layout: { host, folder, brokers: [node] },
    settings: {
      'controller.quorum.voters': '',
      'controller.quorum.bootstrap.servers': `${host}:${brokers[0]!.rpcPort}`,
      'process.roles': roles,
      'metadata.log.dir': join(own, 'metadata'),
      ...(roles === 'controller' ? { listeners: `CONTROLLER://${host}:${rpcPort}`, 'advertised.listeners': '' } : {})
    },
    onLine: () => {}
  })
  further.push(other)
  await other.ready(30_000)
  return { ...node, dataFolder: join(own, 'metadata') }
}

test('the quorum is described with its voters, their folders and how far they are', async () => {
  await untilVoters(cluster.layout.brokers)
  const { leaderId, leaderEpoch, highWatermark, currentVoters, observers } = await quorum()
  expect(observers).toEqual([])
  expect([1, 2, 3]).toContain(leaderId)
  expect(leaderEpoch).toBeGreaterThan(0)
  for (const { logEndOffset, lastFetchTimestamp } of currentVoters) {
    expect(logEndOffset).toBeLessThanOrEqual(highWatermark + 1)
    expect(lastFetchTimestamp).toBeGreaterThan(1_600_000_000_000)
  }
})

describe('a broker whose data folder is gone', () => {
  test('comes back as a voter with its new folder, and gets its replicas back', async () => {
    const kafka = kafkaClient(cluster.bootstrap)
    const wiped = cluster.layout.brokers[2]!
    const before = await directoryId(wiped)
    await withAdmin(kafka, async (admin) => {
      await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 3, replicationFactor: 3 }] })
      const producer = kafka.producer()
      await producer.connect()
      const messages = Array.from({ length: 60 }, (_, index) => ({ key: `k${index}`, value: String(index) }))
      await producer.send({ topic: 'kept', acks: -1, messages })
      await producer.disconnect()
      await killBroker(cluster, wiped.id)
      await rm(wiped.dataFolder, { recursive: true, force: true })
      await cluster.start(wiped.id)
      await cluster.ready(30_000)
      expect(await directoryId(wiped)).not.toBe(before)
      await untilVoters(cluster.layout.brokers)
      await until('all replicas are in sync', async () =>
        (await inSyncReplicas(admin, 'kept')).every((isr) => isr.length === 3)
      )
    })
    expect((await readAll(cluster.layout, 'kept', { partitions: 3 })).length).toBe(60)
  }, 90_000)

  test('but its meta.properties there, does not start: it would forget its votes', async () => {
    const broker = cluster.layout.brokers[1]!
    await killBroker(cluster, broker.id)
    await rm(join(broker.dataFolder, 'metadata'), { recursive: true })
    const started = await cluster.start(broker.id)
    expect(await started.ended).toEqual({ code: 1, signal: null })
    const said = cluster.output.filter((line) => line.broker === broker.id).map(({ line }) => line)
    expect(said.join('\n')).toMatch(/metadata log in .* is gone, though node 2 took part in the quorum before/)
    // As it says: without the rest of its data it joins anew.
    await rm(broker.dataFolder, { recursive: true, force: true })
    await cluster.start(broker.id)
    await cluster.ready(30_000)
    await untilVoters(cluster.layout.brokers)
  }, 90_000)
})

describe('nodes that come later', () => {
  test('a broker joins as an observer, is made a voter, and stops to be one', async () => {
    const node = await startNode(4)
    await until('it is an observer', async () => (await quorum()).observers.some(({ replicaId }) => replicaId === 4))
    const voterDirectoryId = await directoryId(node)
    const listeners = [{ name: 'CONTROLLER', host: '127.0.0.1', port: node.rpcPort }]
    const add = { clusterId: null, timeoutMs: 10_000, voterId: 4, voterDirectoryId, listeners }
    expect(await ask(AddRaftVoterApi, 1, add)).toMatchObject({ errorCode: 0, errorMessage: null })
    await untilVoters([...cluster.layout.brokers, node])
    expect(await ask(AddRaftVoterApi, 0, add)).toMatchObject({ errorCode: ErrorCode.DUPLICATE_VOTER })
    const remove = { clusterId: null, voterId: 4, voterDirectoryId }
    expect(await ask(RemoveRaftVoterApi, 0, remove)).toMatchObject({ errorCode: 0, errorMessage: null })
    await untilVoters(cluster.layout.brokers)
    expect(await ask(RemoveRaftVoterApi, 0, remove)).toMatchObject({ errorCode: ErrorCode.VOTER_NOT_FOUND })
  }, 60_000)

  test('a controller serves no clients, and takes the vote of a broker', async () => {
    const controller = await startNode(5, 'controller')
    await expect(rawClient(controller.kafkaPort)).rejects.toThrow()
    const voterDirectoryId = await directoryId(controller)
    const listeners = [{ name: 'CONTROLLER', host: '127.0.0.1', port: controller.rpcPort }]
    const add = { clusterId: null, timeoutMs: 10_000, voterId: 5, voterDirectoryId, listeners }
    expect(await ask(AddRaftVoterApi, 1, add)).toMatchObject({ errorCode: 0 })
    const [first, ...rest] = cluster.layout.brokers
    const remove = { clusterId: null, voterId: 1, voterDirectoryId: await directoryId(first!) }
    expect(await ask(RemoveRaftVoterApi, 0, remove)).toMatchObject({ errorCode: 0 })
    await untilVoters([...rest, controller])
    await withAdmin(kafkaClient(cluster.bootstrap), async (admin) => {
      await admin.createTopics({ topics: [{ topic: 'after', numPartitions: 3, replicationFactor: 3 }] })
      const { brokers } = await admin.describeCluster()
      expect(brokers.map(({ nodeId }) => nodeId)).not.toContain(5)
    })
  }, 60_000)

  test('a broker without a vote serves clients', async () => {
    const broker = await startNode(6, 'broker')
    await withAdmin(kafkaClient(`127.0.0.1:${broker.kafkaPort}`), async (admin) => {
      expect(await admin.listTopics()).toContain('after')
    })
    expect((await quorum()).observers.map(({ replicaId }) => replicaId)).toContain(6)
  }, 60_000)
})
