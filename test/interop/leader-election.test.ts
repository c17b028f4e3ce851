// kafka-leader-election, Apache Kafka's own tool for preferred and unclean elections.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Kafka } from 'kafkajs'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { kafkaClient, withAdmin } from '../support/kafka.ts'
import { runKafkaTool } from '../support/run.ts'
import { until } from '../support/until.ts'

const topic = 'elected'
let cluster: TestCluster
let kafka: Kafka
beforeAll(async () => {
  cluster = await startTestCluster({ settings: { 'auto.leader.rebalance.enable': 'false' } })
  kafka = kafkaClient(cluster.bootstrap)
}, 90_000)
afterAll(() => cluster?.dispose())

const elect = (type: 'preferred' | 'unclean') => {
  const where = ['--bootstrap-server', cluster.bootstrap, '--topic', topic, '--partition', '0']
  return runKafkaTool('org.apache.kafka.tools.LeaderElectionCommand', [...where, '--election-type', type])
}

async function partition(): Promise<{ leader: number; replicas: number[]; isr: number[] }> {
  const { topics } = await withAdmin(kafka, (admin) => admin.fetchTopicMetadata({ topics: [topic] }))
  return topics[0]!.partitions[0]!
}

async function restart(id: number, between: () => Promise<void>): Promise<void> {
  cluster.process(id).signal('SIGKILL')
  await cluster.process(id).ended
  await between()
  await cluster.start(id)
}

test('a preferred election moves leadership back to the first replica, once', async () => {
  await withAdmin(kafka, (admin) =>
    admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 3 }], waitForLeaders: true })
  )
  const preferred = (await partition()).replicas[0]!
  await restart(preferred, async () => {
    await until('another broker leads', async () => (await partition()).leader !== preferred)
  })
  await until('all replicas are in sync', async () => (await partition()).isr.length === 3)
  expect((await partition()).leader).not.toBe(preferred)
  expect((await elect('preferred')).stdout).toContain('Successfully completed leader election (PREFERRED)')
  expect((await partition()).leader).toBe(preferred)
  expect((await elect('preferred')).stdout).toContain('Valid replica already elected for partitions')
  expect((await elect('unclean')).stdout).toContain('Valid replica already elected for partitions')
}, 120_000)
