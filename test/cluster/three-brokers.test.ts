// Three broker processes and kafkajs: the main job, end to end.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Kafka } from 'kafkajs'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { inSyncReplicas, kafkaClient, withAdmin } from '../support/kafka.ts'
import { readAll } from '../support/reader.ts'
import { until } from '../support/until.ts'

let cluster: TestCluster
let kafka: Kafka
beforeAll(async () => {
  cluster = await startTestCluster()
  kafka = kafkaClient(cluster.bootstrap)
}, 90_000)
afterAll(() => cluster?.dispose(), 60_000)

async function produce(topic: string, count: number): Promise<void> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  await producer.send({
    topic,
    messages: Array.from({ length: count }, (_, index) => ({ key: `k${index % 5}`, value: String(index) }))
  })
  await producer.disconnect()
}

const admin = (index: number, path: string) =>
  fetch(`http://127.0.0.1:${cluster.layout.brokers[index]!.adminPort}${path}`)

describe('a cluster of three brokers', () => {
  test('replicates to all three and gives every record back, in order per key', async () => {
    await withAdmin(kafka, async (client) => {
      await client.createTopics({ topics: [{ topic: 'replicated', numPartitions: 6, replicationFactor: 3 }] })
      await produce('replicated', 500)
      await until('all replicas are in sync', async () =>
        (await inSyncReplicas(client, 'replicated')).every((isr) => isr.length === 3)
      )
    })
    const records = await readAll(cluster.layout, 'replicated', { partitions: 6 })
    expect(records.length).toBe(500)
    for (let key = 0; key < 5; key++) {
      const values = records.filter((record) => record.key === `k${key}`).map(({ value }) => Number(value))
      expect(values).toEqual(Array.from({ length: 100 }, (_, index) => index * 5 + key))
    }
  })

  test('a topic is made by the first write to it', async () => {
    await produce('made-on-demand', 10)
    expect((await readAll(cluster.layout, 'made-on-demand', { partitions: 1 })).length).toBe(10)
  })

  test('health, readiness and metrics are served by each broker', async () => {
    for (const index of [0, 1, 2]) {
      expect((await admin(index, '/healthz')).status).toBe(200)
      expect((await admin(index, '/readyz')).status).toBe(200)
      const metrics = await (await admin(index, '/metrics')).text()
      expect(metrics).toMatch(/^kafka_server_replicamanager_partitioncount \d+/m)
      expect(metrics).toMatch(/^kafka_server_replicamanager_underreplicatedpartitions 0$/m)
    }
    expect((await admin(0, '/nothing')).status).toBe(404)
  })

  test('stops cleanly on SIGTERM, and everything is there after a start', async () => {
    await produce('kept', 50)
    await cluster.stop(20_000)
    for (const { id } of cluster.layout.brokers)
      expect(await cluster.process(id).ended).toEqual({ code: 0, signal: null })
    await Promise.all(cluster.layout.brokers.map(({ id }) => cluster.start(id)))
    await cluster.ready(60_000)
    expect(
      (await readAll(cluster.layout, 'kept', { partitions: 1 })).map(({ value }) => Number(value)).sort((a, b) => a - b)
    ).toEqual(Array.from({ length: 50 }, (_, index) => index))
    await produce('kept', 5)
    expect((await readAll(cluster.layout, 'kept', { partitions: 1 })).length).toBe(55)
  }, 90_000)
})
