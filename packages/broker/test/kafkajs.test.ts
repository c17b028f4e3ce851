import { afterAll, beforeAll, expect, test } from '@jest/globals'
import kafkajs, { type Kafka } from 'kafkajs'
import type { KafkaBroker } from '../src/broker.ts'
import { Harness } from './support/harness.ts'
import { realTime } from './support/real-time.ts'

let broker: KafkaBroker
let harness: Harness
let kafka: Kafka

beforeAll(async () => {
  const config = { 'group.initial.rebalance.delay.ms': '0', 'offsets.topic.num.partitions': '4' }
  harness = new Harness({ config, brokers: [], time: realTime })
  broker = harness.listen()
  await broker.start()
  harness.cluster.addBroker({ id: 1, host: '127.0.0.1', port: broker.addresses[0]!.port })
  kafka = new kafkajs.Kafka({
    clientId: 'kafkajs-test',
    brokers: [`127.0.0.1:${broker.addresses[0]!.port}`],
    logLevel: kafkajs.logLevel.NOTHING
  })
})

afterAll(async () => {
  harness.groups.close()
  await broker.stop({ graceMs: 0 })
})

test('an administrator creates a topic and finds it', async () => {
  const admin = kafka.admin()
  await admin.connect()
  expect(await admin.createTopics({ topics: [{ topic: 'flights', numPartitions: 3 }] })).toBe(true)
  expect(await admin.listTopics()).toEqual(['flights'])
  expect(await admin.describeCluster()).toMatchObject({ controller: 1, clusterId: harness.cluster.image.clusterId })
  const { resources } = await admin.describeConfigs({
    includeSynonyms: true,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: 'flights', configNames: ['retention.ms'] }]
  })
  expect(resources[0]?.configEntries[0]).toMatchObject({ configName: 'retention.ms', configValue: '604800000' })
  await admin.disconnect()
})

test('an idempotent producer writes, and a group reads everything and remembers', async () => {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  const values = Array.from({ length: 100 }, (_value, index) => `value ${index}`)
  await producer.send({ topic: 'flights', messages: values.map((value) => ({ key: value, value })) })
  await producer.disconnect()

  const consumer = kafka.consumer({ groupId: 'readers', maxWaitTimeInMs: 100 })
  await consumer.connect()
  await consumer.subscribe({ topics: ['flights'], fromBeginning: true })
  const seen: string[] = []
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: ({ message }) => {
          seen.push(String(message.value))
          if (seen.length === values.length) resolve()
          return Promise.resolve()
        }
      })
      .catch(reject)
  })
  await consumer.disconnect()
  expect(seen.sort()).toEqual(values.sort())

  const admin = kafka.admin()
  await admin.connect()
  const [offsets] = await admin.fetchOffsets({ groupId: 'readers', topics: ['flights'] })
  const committed = offsets!.partitions.reduce((sum, { offset }) => sum + Number(offset), 0)
  expect(committed).toBe(values.length)
  const ends = await admin.fetchTopicOffsets('flights')
  expect(ends.reduce((sum, { offset }) => sum + Number(offset), 0)).toBe(values.length)
  expect((await admin.describeGroups(['readers'])).groups[0]).toMatchObject({ state: 'Empty', errorCode: 0 })
  await admin.disconnect()
})

test('a producer gets a topic created by asking for it', async () => {
  const producer = kafka.producer()
  await producer.connect()
  const [result] = await producer.send({ topic: 'made.on.demand', messages: [{ value: 'first' }] })
  expect(result).toMatchObject({ topicName: 'made.on.demand', errorCode: 0, baseOffset: '0' })
  await producer.disconnect()
})
