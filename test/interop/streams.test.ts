// Kafka Streams, exactly once: a state store with its changelog, a repartition topic, and transactions, while brokers and
// the application are killed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { killBroker, type TestCluster, startTestCluster } from '../support/cluster.ts'
import { compileJava, startJava } from '../support/java.ts'
import { kafkaClient, withAdmin } from '../support/kafka.ts'
import type { Program } from '../support/program.ts'
import { readAll } from '../support/reader.ts'
import { until } from '../support/until.ts'

const partitions = 3
const vocabulary = ['ant', 'bee', 'cat', 'dog', 'eel', 'fox', 'gnu', 'hen', 'ibis', 'jay']
const wordsPerLine = 5
const linesPerSlice = 300

let cluster: TestCluster
let stateFolder: string
const programs: Program[] = []
beforeAll(async () => {
  await compileJava()
  stateFolder = await mkdtemp(join(tmpdir(), 'gregor-streams-'))
  // An application that was killed is missed soon.
  cluster = await startTestCluster({
    settings: { 'group.min.session.timeout.ms': '1000', 'group.initial.rebalance.delay.ms': '0' }
  })
  const configEntries = [{ name: 'min.insync.replicas', value: '2' }]
  await withAdmin(kafkaClient(cluster.bootstrap), (admin) =>
    admin.createTopics({
      waitForLeaders: true,
      topics: ['lines', 'counts'].map((topic) => ({
        topic,
        numPartitions: partitions,
        replicationFactor: 3,
        configEntries
      }))
    })
  )
}, 120_000)
afterAll(async () => {
  await Promise.all(programs.map((program) => program.kill()))
  await cluster?.dispose()
  if (stateFolder !== undefined) await rm(stateFolder, { recursive: true, force: true })
}, 60_000)

function start(main: string, ...args: string[]): Program {
  const program = startJava(main, [cluster.bootstrap, ...args])
  programs.push(program)
  return program
}

/** Every line has another mix of words. */
function createWriter() {
  let lines = 0
  const nextLine = () => {
    const words = Array.from({ length: wordsPerLine }, (_, index) => vocabulary[(lines * 3 + index * index) % 10]!)
    lines++
    return words.join(' ')
  }
  /** Gives how many words there are by now. */
  return async () => {
    const producer = kafkaClient(cluster.bootstrap).producer({ idempotent: true, maxInFlightRequests: 1 })
    await producer.connect()
    // To one partition at a time: see startLoad in test/support/load.ts.
    for (let partition = 0; partition < partitions; partition++) {
      const messages = Array.from({ length: linesPerSlice / partitions }, () => ({ partition, value: nextLine() }))
      await producer.send({ topic: 'lines', acks: -1, messages })
    }
    await producer.disconnect()
    return lines * wordsPerLine
  }
}

/** What counting the topic "lines" word by word gives. */
async function expectedCounts(): Promise<string[]> {
  const lines = await readAll(cluster.layout, 'lines', { partitions })
  const words = lines.flatMap(({ value }) => value!.split(' '))
  return vocabulary.flatMap((word) => words.filter((each) => each === word).map((_, index) => `${word} ${index + 1}`))
}

async function bounceBroker(id: number): Promise<void> {
  await killBroker(cluster, id)
  await cluster.start(id)
  await cluster.ready(60_000)
}

describe('Kafka Streams', () => {
  test('counts words exactly once while brokers and the application are killed', async () => {
    let application = start('WordCount', stateFolder)
    const reader = start('Member', 'counts-readers', 'counts', 'isolation.level=read_committed')
    const counted = () => reader.lines.flatMap((line) => line.match(/^read \d+ (.*)/)?.[1] ?? [])
    const isWell = () => {
      if (!application.running) throw new Error(`the application has ended: ${application.errors.join('\n')}`)
      return true
    }
    const writeSlice = createWriter()
    const faults = [
      ...cluster.layout.brokers.map(
        ({ id }) =>
          () =>
            bounceBroker(id)
      ),
      async () => {
        await application.kill()
        application = start('WordCount', stateFolder)
      }
    ]
    let written = 0
    for (const fault of faults) {
      const before = counted().length
      written = await writeSlice()
      // It strikes in the middle of the work.
      await until('some words are counted', () => isWell() && counted().length > before, 90_000)
      await fault()
    }
    written = await writeSlice()
    await until('all words are counted', () => isWell() && counted().length >= written, 120_000)
    // All records of a word are in one partition, so their order is to be seen.
    const byWord = vocabulary.flatMap((word) => counted().filter((record) => record.startsWith(`${word} `)))
    expect(byWord).toEqual(await expectedCounts())
  }, 400_000)
})
