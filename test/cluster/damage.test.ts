// A bit of a log is flipped on a real disk, below a real broker: the replica is copied anew, and nothing is lost.
import { open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Kafka } from 'kafkajs'
import { batchesOf } from '@gregor/protocol'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { inSyncReplicas, kafkaClient, withAdmin } from '../support/kafka.ts'
import { readAll } from '../support/reader.ts'
import { until } from '../support/until.ts'

const topic = 'precious'
const records = 20

let cluster: TestCluster
let kafka: Kafka
beforeAll(async () => {
  cluster = await startTestCluster()
  kafka = kafkaClient(cluster.bootstrap)
  await withAdmin(kafka, async (admin) => {
    const configEntries = [{ name: 'min.insync.replicas', value: '2' }]
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 3, configEntries }] })
  })
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  for (let index = 0; index < records; index++) {
    await producer.send({ topic, messages: [{ key: 'k', value: `${index}` }] })
  }
  await producer.disconnect()
  await allInSync()
  await Promise.all([1, 2, 3].map((id) => until(`broker ${id} has all in the log's own file`, () => isWhole(id))))
}, 90_000)
afterAll(() => cluster?.dispose(), 60_000)

const folderOf = (id: number): string => cluster.layout.brokers[id - 1]!.dataFolder
const logOf = (id: number, folder = `${topic}-0`): string => join(folderOf(id), folder, '00000000000000000000.log')

/** What is durable may be in the journal alone for a while. */
async function isWhole(id: number): Promise<boolean> {
  return [...batchesOf(await readFile(logOf(id)))].length === records
}

function allInSync(): Promise<unknown> {
  return withAdmin(kafka, (admin) =>
    until('all replicas are in sync', async () => (await inSyncReplicas(admin, topic)).every((isr) => isr.length === 3))
  )
}

async function leader(): Promise<number> {
  return withAdmin(kafka, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    return topics[0]!.partitions[0]!.leader
  })
}

/** Flips a bit in the records of a batch: -1 = the last one. Gives back what the file held then. */
async function flip(id: number, batch: number): Promise<Buffer> {
  const content = await readFile(logOf(id))
  const { position, sizeBytes } = [...batchesOf(content)].at(batch)!
  const at = position + sizeBytes - 4
  content[at]! ^= 16
  const file = await open(logOf(id), 'r+')
  await file.write(content, at, 1, at)
  await file.close()
  return content
}

/** As when the journal has gone on to other files since. */
async function dropJournal(id: number): Promise<void> {
  const journals = (await readdir(folderOf(id))).filter((name) => name.endsWith('.journal'))
  for (const name of journals) await rm(join(folderOf(id), name))
}

async function isRepaired(id: number, damaged: Buffer): Promise<void> {
  const aside = await until(
    `broker ${id} sets the damaged log aside`,
    async () => (await readdir(folderOf(id))).find((name) => /^precious-0\..*-damaged$/.test(name)),
    45_000
  )
  await allInSync()
  const whole = await readFile(logOf((id % 3) + 1))
  await until(
    'the log is as long as that of the others',
    async () => (await readFile(logOf(id))).length === whole.length
  )
  expect((await readFile(logOf(id))).equals(whole)).toBe(true)
  expect((await readFile(logOf(id, aside))).equals(damaged)).toBe(true)
  const values = (await readAll(cluster.layout, topic, { partitions: 1 })).map(({ value }) => Number(value))
  expect(values).toEqual(Array.from({ length: records }, (_, index) => index))
}

describe('a flipped bit', () => {
  test('in a batch that the journal still has is gone after the next start', async () => {
    const id = ((await leader()) % 3) + 1
    const whole = await readFile(logOf(id))
    cluster.process(id).signal('SIGKILL')
    await cluster.process(id).ended
    expect(await flip(id, -1)).not.toEqual(whole)
    await cluster.start(id)
    await until('the log is as it was', async () => (await readFile(logOf(id))).equals(whole))
    await allInSync()
  }, 120_000)

  test('in the last batch before kill -9: the start finds it', async () => {
    const id = ((await leader()) % 3) + 1
    cluster.process(id).signal('SIGKILL')
    await cluster.process(id).ended
    await dropJournal(id)
    const damaged = await flip(id, -1)
    await cluster.start(id)
    await isRepaired(id, damaged)
  }, 120_000)

  test('in a log that was closed cleanly, of the leader: the scrub finds it, and another leads', async () => {
    const id = await leader()
    cluster.process(id).signal('SIGTERM')
    await cluster.process(id).ended
    const damaged = await flip(id, 2)
    await cluster.start(id)
    await isRepaired(id, damaged)
  }, 120_000)
})
