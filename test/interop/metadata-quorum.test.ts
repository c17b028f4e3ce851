// kafka-metadata-quorum, Apache Kafka's own tool for the voters of the metadata.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LocalBrokerLayout, type LocalCluster, startLocalCluster } from '@gregor/server'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { directoryId, type TestCluster, startTestCluster } from '../support/cluster.ts'
import { freePorts } from '../support/ports.ts'
import { runKafkaTool } from '../support/run.ts'
import { until } from '../support/until.ts'

let cluster: TestCluster
let fourth: LocalCluster
let node: LocalBrokerLayout
beforeAll(async () => {
  cluster = await startTestCluster()
  const { host, folder, brokers } = cluster.layout
  const [kafkaPort, rpcPort, adminPort] = (await freePorts(3)) as [number, number, number]
  const own = join(folder, 'broker-4')
  const paths = { propertiesFile: join(own, 'server.properties'), dataFolder: join(own, 'log') }
  node = { id: 4, kafkaPort, rpcPort, adminPort, ...paths }
  fourth = await startLocalCluster({
    layout: { host, folder, brokers: [node] },
    settings: {
      'controller.quorum.voters': brokers.map(({ id, rpcPort: port }) => `${id}@${host}:${port}`).join(',')
    },
    onLine: () => {}
  })
  await fourth.ready(60_000)
}, 120_000)
afterAll(async () => {
  await fourth?.stop(15_000)
  await cluster?.dispose()
}, 60_000)

const quorum = (...args: string[]) =>
  runKafkaTool('org.apache.kafka.tools.MetadataQuorumCommand', ['--bootstrap-server', cluster.bootstrap, ...args])

/** Rows of `describe --replication`: node, directory, status. */
async function replicas(): Promise<string[][]> {
  const { stdout } = await quorum('describe', '--replication')
  const [, ...rows] = stdout.trim().split('\n')
  return rows.map((row) => row.trim().split(/\s+/)).map((cells) => [cells[0]!, cells[1]!, cells.at(-1)!])
}

test('describe --status names the leader, the voters and the observers', async () => {
  const { stdout } = await quorum('describe', '--status')
  expect(stdout).toMatch(/^LeaderId:\s+[123]$/m)
  expect(stdout).toMatch(/^LeaderEpoch:\s+\d+$/m)
  expect(stdout).toMatch(/^HighWatermark:\s+\d+$/m)
  expect(stdout).toMatch(/^CurrentVoters:.*"id": 1, .*"directoryId".*"id": 2, .*"id": 3, /m)
  expect(stdout).toMatch(/^CurrentObservers:.*"id": 4, /m)
}, 120_000)

test('add-controller and remove-controller change the voters', async () => {
  const directory = await directoryId(node)
  expect(await replicas()).toContainEqual(['4', directory, 'Observer'])
  const file = join(cluster.layout.folder, 'add.properties')
  await writeFile(file, await readFile(node.propertiesFile))
  const added = await quorum('--command-config', file, 'add-controller')
  expect(added.stdout).toMatch(/Added controller 4 with directory id/)
  await until('it votes', async () => (await replicas()).some(([id, , status]) => id === '4' && status !== 'Observer'))
  const removal = ['remove-controller', '--controller-id', '4', '--controller-directory-id', directory]
  expect((await quorum(...removal)).stdout).toMatch(/Removed\s+KRaft controller 4 with directory id/)
  expect(await replicas()).toContainEqual(['4', directory, 'Observer'])
  await expect(quorum(...removal)).rejects.toThrow(/VoterNotFound|is not a voter/)
}, 180_000)
