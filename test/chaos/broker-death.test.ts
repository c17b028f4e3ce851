// Brokers killed with -9 under load: nothing acknowledged is lost, nothing is doubled, writes and reads go on.
import { ZERO_TOPIC_ID } from '@gregor/base'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Kafka } from 'kafkajs'
import { type TestCluster, activeController, killBroker, startTestCluster } from '../support/cluster.ts'
import { inSyncReplicas, kafkaClient, withAdmin } from '../support/kafka.ts'
import { type Load, startLoad } from '../support/load.ts'
import { readAll } from '../support/reader.ts'
import { rawClient } from '../support/raw-client.ts'
import { until } from '../support/until.ts'
import { ErrorCode, buildRecordBatch } from '@gregor/protocol'
import { ProduceApi } from '@gregor/protocol/messages/produce'

const topic = 'chaos'
const partitions = 6
/** How often all brokers are killed at once; CHAOS_CLUSTER_KILLS=20 for a figure to quote. */
const clusterKills = Number(process.env['CHAOS_CLUSTER_KILLS'] ?? 1)
let cluster: TestCluster
let kafka: Kafka
let load: Load | undefined
beforeEach(async () => {
  cluster = await startTestCluster()
  kafka = kafkaClient(cluster.bootstrap)
  await withAdmin(kafka, (admin) =>
    admin.createTopics({
      topics: [
        {
          topic,
          numPartitions: partitions,
          replicationFactor: 3,
          configEntries: [{ name: 'min.insync.replicas', value: '2' }]
        }
      ]
    })
  )
}, 90_000)
afterEach(async () => {
  await load?.stop()
  load = undefined
  await cluster?.dispose()
}, 90_000)

const kill = (id: number) => killBroker(cluster, id)

/** Stops the process (SIGSTOP); its watchdog then ends it. */
const stop = async (id: number): Promise<void> => {
  cluster.process(id).signal('SIGSTOP')
  expect(await cluster.process(id).ended).toEqual({ code: null, signal: 'SIGKILL' })
}

const leaderOf = (partition: number) =>
  withAdmin(kafka, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    return topics[0]!.partitions.find(({ partitionId }) => partitionId === partition)!.leader
  })

const isrIsFull = () =>
  withAdmin(kafka, async (admin) => (await inSyncReplicas(admin, topic)).every((isr) => isr.length === 3)).catch(
    () => false
  )

/** Every acknowledged value is there once, at the place that its acknowledgement gave, and in order per key. */
async function checkHistory(acknowledged: Load['acknowledged'], sentInOrder: Load['sent']): Promise<void> {
  const records = await readAll(cluster.layout, topic, { partitions, timeoutMs: 60_000 })
  const places = new Map<string, number>()
  for (const { value } of records) places.set(value!, (places.get(value!) ?? 0) + 1)
  expect([...acknowledged.keys()].filter((value) => !places.has(value))).toEqual([])
  expect([...places].filter(([, count]) => count > 1)).toEqual([])
  const numberOf = new Map(sentInOrder.map((value, index) => [value, index]))
  const last = new Map<string, number>()
  const disorder = records.filter(({ key, value }) => {
    const number = numberOf.get(value!)!
    const wrong = number < (last.get(key!) ?? -1)
    last.set(key!, number)
    return wrong
  })
  expect(disorder).toEqual([])
}

describe('with min.insync.replicas=2', () => {
  test.each([
    ['killing', 'the leader of partition 0'],
    ['killing', 'the active controller'],
    ['stopping', 'the leader of partition 0']
  ])('%s %s under load loses and doubles nothing, and writes and reads go on', async (how, who) => {
    load = startLoad(kafka, cluster.layout, topic)
    await until('the load flows', () => load!.acknowledged.size > 500 && load!.consumed.size > 100)
    const victim = who === 'the active controller' ? await activeController(cluster.layout) : await leaderOf(0)
    if (how === 'killing') await kill(victim)
    else await stop(victim)
    const atDeath = { acknowledged: load.acknowledged.size, consumed: load.consumed.size }
    await until('writes go on', () => load!.acknowledged.size > atDeath.acknowledged + 500)
    await until('reads go on', () => load!.consumed.size > atDeath.consumed + 500)
    await cluster.start(victim)
    await until('the ISR is full again', isrIsFull, 60_000)
    await load.stop()
    expect(load.failures).toEqual([])
    await checkHistory(load.acknowledged, load.sent)
  })

  test('five kills in a row, each of the present leader, under load', async () => {
    load = startLoad(kafka, cluster.layout, topic)
    for (let round = 0; round < 5; round++) {
      const before = load.acknowledged.size
      await until('the load flows', () => load!.acknowledged.size > before + 300)
      const victim = await leaderOf(round % partitions)
      await kill(victim)
      await until('writes go on', () => load!.acknowledged.size > before + 600)
      await cluster.start(victim)
      await until('the ISR is full again', isrIsFull, 60_000)
    }
    await load.stop()
    expect(load.failures).toEqual([])
    await checkHistory(load.acknowledged, load.sent)
  })

  test('with two of three killed acks=all is refused, acks=1 works where a leader lives, and all heals', async () => {
    load = startLoad(kafka, cluster.layout, topic)
    await until('the load flows', () => load!.acknowledged.size > 300)
    await load.stop()
    await kill(1)
    await until('broker 1 has left every ISR', () =>
      withAdmin(kafka, async (admin) => (await inSyncReplicas(admin, topic)).every((isr) => !isr.includes(1))).catch(
        () => false
      )
    )
    await kill(2)
    const led = await partitionLedBy(3)
    await until(
      'acks=all is refused with NOT_ENOUGH_REPLICAS',
      async () => (await produceTo(3, led, -1)) === ErrorCode.NOT_ENOUGH_REPLICAS
    )
    expect(await produceTo(3, led, 1)).toBe(ErrorCode.NONE)

    await cluster.start(1)
    await cluster.start(2)
    await until('the ISR is full again', isrIsFull, 60_000)
    expect(await produceTo(await leaderOf(led), led, -1)).toBe(ErrorCode.NONE)
    const values = new Set(
      (await readAll(cluster.layout, topic, { partitions, timeoutMs: 60_000 })).map(({ value }) => value)
    )
    expect([...load.acknowledged.keys()].filter((value) => !values.has(value))).toEqual([])
  })

  test(
    'all three killed at once come back with everything',
    async () => {
      load = startLoad(kafka, cluster.layout, topic)
      await until('the load flows', () => load!.acknowledged.size > 500)
      for (let round = 0; round < clusterKills; round++) {
        await Promise.all([1, 2, 3].map(kill))
        await Promise.all([1, 2, 3].map((id) => cluster.start(id)))
        const before = load.acknowledged.size
        await until('writes go on', () => load!.acknowledged.size > before + 300, 60_000)
      }
      await until('the ISR is full again', isrIsFull, 60_000)
      await load.stop()
      await checkHistory(load.acknowledged, load.sent)
    },
    60_000 + clusterKills * 120_000
  )
})

async function partitionLedBy(id: number): Promise<number> {
  const found = await until(`broker ${id} leads a partition`, async () => {
    for (let partition = 0; partition < partitions; partition++) {
      const code = await produceTo(id, partition, 1)
      if (code === ErrorCode.NONE) return { partition }
    }
    return undefined
  })
  return found.partition
}

/** Writes one record to a broker directly; resolves with the error code. */
async function produceTo(id: number, partition: number, acks: number): Promise<number> {
  const client = await rawClient(cluster.layout.brokers.find((broker) => broker.id === id)!.kafkaPort)
  try {
    const records = buildRecordBatch({
      records: [{ key: Buffer.from('probe'), value: Buffer.from('probe'), timestamp: 1_700_000_000_000 }]
    })
    const { responses } = await client.request(ProduceApi, 11, {
      transactionalId: null,
      acks,
      timeoutMs: 2000,
      topicData: [{ name: topic, topicId: ZERO_TOPIC_ID, partitionData: [{ index: partition, records }] }]
    })
    return responses[0]!.partitionResponses[0]!.errorCode
  } finally {
    client.close()
  }
}
