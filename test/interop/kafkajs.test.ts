// kafkajs: the client that most Node teams have today.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import kafkajs, { type Consumer, type Kafka, type KafkaMessage } from 'kafkajs'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { until } from '../support/until.ts'

let cluster: TestCluster
let kafka: Kafka
const open: Consumer[] = []
beforeAll(async () => {
  cluster = await startTestCluster()
  kafka = new kafkajs.Kafka({
    clientId: 'interop',
    brokers: cluster.bootstrap.split(','),
    logLevel: kafkajs.logLevel.NOTHING
  })
}, 90_000)
afterAll(async () => {
  await Promise.all(open.map((consumer) => consumer.disconnect()))
  await cluster?.dispose()
})

async function collect(topic: string, groupId: string): Promise<{ consumer: Consumer; messages: KafkaMessage[] }> {
  const consumer = kafka.consumer({ groupId })
  const messages: KafkaMessage[] = []
  open.push(consumer)
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({ eachMessage: async ({ message }) => void messages.push(message) })
  return { consumer, messages }
}

describe('kafkajs', () => {
  test('creates, describes, changes and deletes topics', async () => {
    const admin = kafka.admin()
    await admin.connect()
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic: 'made',
          numPartitions: 4,
          replicationFactor: 3,
          configEntries: [{ name: 'retention.ms', value: '1000' }]
        }
      ]
    })
    const { topics } = await admin.fetchTopicMetadata({ topics: ['made'] })
    expect(topics[0]!.partitions.map(({ replicas }) => replicas.length)).toEqual([3, 3, 3, 3])
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: 'made' }]
    })
    expect(resources[0]!.configEntries.find(({ configName }) => configName === 'retention.ms')?.configValue).toBe(
      '1000'
    )
    await admin.createPartitions({ topicPartitions: [{ topic: 'made', count: 6 }] })
    await until(
      'there are six partitions',
      async () => (await admin.fetchTopicMetadata({ topics: ['made'] })).topics[0]!.partitions.length === 6
    )
    await admin.deleteTopics({ topics: ['made'] })
    await until('the topic is gone', async () => !(await admin.listTopics()).includes('made'))
    await admin.disconnect()
  })

  test.each([
    ['none', kafkajs.CompressionTypes.None],
    ['gzip', kafkajs.CompressionTypes.GZIP]
  ])('produces and consumes keys, headers and nulls with %s', async (name, compression) => {
    const topic = `kafkajs-${name}`
    const producer = kafka.producer()
    await producer.connect()
    const messages = Array.from({ length: 100 }, (_, index) => ({
      key: `k${index}`,
      value: index % 10 === 0 ? null : `v${index}`,
      headers: { index: String(index) }
    }))
    await producer.send({ topic, messages, compression, acks: -1 })
    await producer.disconnect()
    const { messages: received } = await collect(topic, `${topic}-readers`)
    await until('all have come', () => received.length === 100)
    const seen = received.map(({ key, value, headers }) => ({
      key: key?.toString(),
      value: value?.toString() ?? null,
      index: headers?.['index']?.toString()
    }))
    expect(seen.sort((a, b) => Number(a.index) - Number(b.index))).toEqual(
      messages.map(({ key, value, headers }) => ({ key, value, index: headers.index }))
    )
  })

  test('an idempotent producer writes each record once', async () => {
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
    await producer.connect()
    for (let round = 0; round < 10; round++) {
      const results = await producer.send({
        topic: 'kafkajs-idempotent',
        messages: [{ key: 'k', value: String(round) }]
      })
      expect(results[0]!.errorCode).toBe(0)
    }
    await producer.disconnect()
    const { messages } = await collect('kafkajs-idempotent', 'idempotent-readers')
    await until('all have come', () => messages.length >= 10)
    expect(messages.map(({ value }) => value?.toString())).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
  })

  test('two members share a group, and the one that stays takes over', async () => {
    const admin = kafka.admin()
    await admin.connect()
    await admin.createTopics({ topics: [{ topic: 'shared', numPartitions: 4, replicationFactor: 3 }] })
    const one = await collect('shared', 'sharers')
    const two = await collect('shared', 'sharers')
    const members = async () => (await admin.describeGroups(['sharers'])).groups[0]!
    await until(
      'both are members',
      async () => (await members()).members.length === 2 && (await members()).state === 'Stable'
    )
    await two.consumer.disconnect()
    await until(
      'one is left',
      async () => (await members()).members.length === 1 && (await members()).state === 'Stable'
    )
    const producer = kafka.producer()
    await producer.connect()
    await producer.send({
      topic: 'shared',
      messages: Array.from({ length: 40 }, (_, index) => ({ key: String(index), value: 'x' }))
    })
    await producer.disconnect()
    await until('the one that stayed has all', () => one.messages.length === 40)
    await one.consumer.disconnect()
    const offsets = await admin.fetchOffsets({ groupId: 'sharers', topics: ['shared'] })
    expect(offsets[0]!.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)).toBe(40)
    await admin.deleteGroups(['sharers'])
    expect((await admin.listGroups()).groups.map(({ groupId }) => groupId)).not.toContain('sharers')
    await admin.disconnect()
  })
})
