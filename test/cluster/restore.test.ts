// What docs/operations.md says of lost disks and of copies of stopped brokers.
import { cp, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { kafkaClient } from '../support/kafka.ts'
import { readAll } from '../support/reader.ts'
import { run } from '../support/run.ts'
import { repository } from '../support/sources.ts'
import { until } from '../support/until.ts'

let cluster: TestCluster | undefined
afterEach(async () => {
  await cluster?.dispose()
  cluster = undefined
}, 60_000)

const bin = `${repository}/node_modules/.bin/gregor`
const topic = 'kept'

async function startWithRecords(running: TestCluster): Promise<void> {
  const admin = kafkaClient(running.bootstrap).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 3, replicationFactor: 3 }] })
  await admin.disconnect()
  await write(running, 'before')
}

async function write({ bootstrap }: TestCluster, value: string): Promise<void> {
  const { code, stderr } = await run(bin, ['produce', topic, '--bootstrap', bootstrap], { input: `${value}\n` })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
}

const valuesIn = async ({ layout }: TestCluster) =>
  (await readAll(layout, topic, { partitions: 3 })).map(({ value }) => value ?? '').toSorted()

async function stop(running: TestCluster, id: number): Promise<void> {
  running.process(id).signal('SIGTERM')
  await running.process(id).ended
}

/** As a person does who waits before the next step. */
const wholeAgain = ({ bootstrap }: TestCluster) =>
  until('the doctor is content', async () => (await run(bin, ['doctor', '--bootstrap', bootstrap])).code === 0, 60_000)

test('a broker that starts with an empty folder gets everything from the others', async () => {
  cluster = await startTestCluster()
  await startWithRecords(cluster)
  await stop(cluster, 2)
  await rm(cluster.layout.brokers[1]!.dataFolder, { recursive: true })
  await cluster.start(2)
  await cluster.ready(60_000)
  await wholeAgain(cluster)
  // What is durable by the journal is in the files at the latest when the broker has stopped.
  await stop(cluster, 2)
  const { dataFolder } = cluster.layout.brokers[1]!
  const files = (await readdir(dataFolder, { recursive: true })).filter((path) => /^kept-.*\.log$/.test(path))
  const segments = await Promise.all(files.map((path) => readFile(join(dataFolder, path), 'latin1')))
  expect(segments.join('')).toContain('before')
}, 180_000)

test('a cluster of which all folders are put back is what it was when they were copied', async () => {
  cluster = await startTestCluster()
  const { brokers } = cluster.layout
  await startWithRecords(cluster)
  await cluster.stop(30_000)
  for (const { dataFolder } of brokers) await cp(dataFolder, `${dataFolder}.copy`, { recursive: true })
  await Promise.all(brokers.map(({ id }) => cluster!.start(id)))
  await cluster.ready(60_000)
  await write(cluster, 'after')
  expect(await valuesIn(cluster)).toEqual(['after', 'before'])
  await cluster.stop(30_000)
  for (const { dataFolder } of brokers) {
    await rm(dataFolder, { recursive: true })
    await cp(`${dataFolder}.copy`, dataFolder, { recursive: true })
  }
  await Promise.all(brokers.map(({ id }) => cluster!.start(id)))
  await cluster.ready(60_000)
  expect(await valuesIn(cluster)).toEqual(['before'])
  await wholeAgain(cluster)
}, 240_000)
