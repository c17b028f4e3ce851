// A broker under more than it has memory for: producers at full speed, consumers that never read, a follower that stopped.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type Socket, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { ZERO_TOPIC_ID } from '@gregor/base'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import {
  ErrorCode,
  baseOffsetOf,
  batchesOf,
  buildRecordBatch,
  encodeRequest,
  errorInfo,
  recordsOf
} from '@gregor/protocol'
import { CreateTopicsApi } from '@gregor/protocol/messages/create-topics'
import { FetchApi, type FetchRequestInput } from '@gregor/protocol/messages/fetch'
import { MetadataApi } from '@gregor/protocol/messages/metadata'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import { type TestCluster, activeController, startTestCluster } from '../support/cluster.ts'
import { type RawClient, rawClient } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

const mebibyte = 1024 * 1024
/** Leaves 32 MiB for requests and as much for answers: each half of what they could take here. */
const memoryBytesMax = 256 * mebibyte

const topic = 'flood'
const partitions = 4
const producers = 64
const requestsAhead = 4
const requestsEach = 16
const recordBytes = 256 * 1024
const slowConsumers = 1000

let cluster: TestCluster
const open: RawClient[] = []
const sockets: Socket[] = []
beforeAll(async () => {
  const settings = {
    'gregor.memory.max.bytes': String(memoryBytesMax),
    // The watchdog would end the follower that the test stops.
    'stopped.process.kill.ms': '0',
    // All connect at once: the kernel resets some of those that a busy broker does not accept in time.
    'socket.listen.backlog.size': String(2 * slowConsumers)
  }
  cluster = await startTestCluster({ settings })
}, 90_000)
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const client of open.splice(0)) client.close()
})
afterAll(() => cluster?.dispose(), 60_000)

const portOf = (id: number): number => cluster.layout.brokers[id - 1]!.kafkaPort

async function dial(id: number): Promise<RawClient> {
  const client = await rawClient(portOf(id))
  open.push(client)
  return client
}

/** All partitions are led by the first of the replicas. */
async function createTopic(replicas: readonly number[]): Promise<void> {
  const assignments = Array.from({ length: partitions }, (_, partitionIndex) => ({
    partitionIndex,
    brokerIds: replicas
  }))
  const client = await dial(1)
  const created = await client.request(CreateTopicsApi, 5, {
    topics: [{ name: topic, numPartitions: -1, replicationFactor: -1, assignments, configs: [] }],
    timeoutMs: 10_000,
    validateOnly: false
  })
  expect(created.topics[0]?.errorCode).toBe(ErrorCode.NONE)
}

interface Acknowledged {
  readonly key: string
  readonly partition: number
  readonly offset: number
}

/** Sends all its requests, some ahead of the answers, and returns what was acknowledged: each of them, in the end. */
async function produce(leader: number, number: number): Promise<Acknowledged[]> {
  const client = await dial(leader)
  const partition = number % partitions
  const value = Buffer.alloc(recordBytes, number)
  const trySend = async (records: Buffer) => {
    const answer = await client.request(ProduceApi, 11, {
      transactionalId: null,
      acks: -1,
      timeoutMs: 20_000,
      topicData: [{ name: topic, topicId: ZERO_TOPIC_ID, partitionData: [{ index: partition, records }] }]
    })
    return answer.responses[0]!.partitionResponses[0]!
  }
  const send = async (round: number): Promise<Acknowledged> => {
    const key = `${number}-${round}`
    const records = buildRecordBatch({ records: [{ key: Buffer.from(key), value, timestamp: 1_700_000_000_000 }] })
    for (;;) {
      const { errorCode, baseOffset } = await trySend(records)
      if (errorCode === ErrorCode.NONE) return { key, partition, offset: baseOffset }
      if (!errorInfo(errorCode).retriable) throw new Error(`a producer was answered ${errorInfo(errorCode).name}`)
      await pause(100)
    }
  }
  const ahead: Promise<Acknowledged>[] = []
  const acknowledged: Acknowledged[] = []
  for (let round = 0; round < requestsEach; round++) {
    if (ahead.length === requestsAhead) acknowledged.push(await ahead.shift()!)
    ahead.push(send(round))
  }
  return [...acknowledged, ...(await Promise.all(ahead))]
}

function fetchOf(partition: number, fetchOffset: number): FetchRequestInput {
  const wish = { partition, fetchOffset, partitionMaxBytes: 50 * mebibyte }
  const topics = [{ topic, topicId: ZERO_TOPIC_ID, partitions: [wish] }]
  return { maxWaitMs: 500, minBytes: 1, maxBytes: 50 * mebibyte, topics }
}

/** A consumer that asks for 50 MiB, and never reads. */
async function neverRead(leader: number, partition: number): Promise<void> {
  const socket = connect(portOf(leader), '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => {})
  socket.pause()
  await once(socket, 'connect')
  const request = { correlationId: 1, clientId: 'slow', version: 12, message: fetchOf(partition, 0) }
  for (const chunk of encodeRequest(FetchApi, request)) socket.write(chunk)
}

/** The key of each batch of a partition, by its offset, as a consumer that reads gets them. */
async function readKeys(leader: number, partition: number, end: number): Promise<Map<number, string>> {
  const client = await dial(leader)
  const keys = new Map<number, string>()
  for (let offset = 0; offset < end;) {
    const answer = await client.request(FetchApi, 12, fetchOf(partition, offset))
    const { errorCode, records } = answer.responses[0]!.partitions[0]!
    expect(errorCode).toBe(ErrorCode.NONE)
    for (const { position } of batchesOf(records ?? Buffer.alloc(0))) {
      const [record] = recordsOf(records!, { at: position, decompressedBytesMax: mebibyte })
      offset = baseOffsetOf(records!, position) + 1
      keys.set(offset - 1, String(record!.key))
    }
  }
  return keys
}

/** Asks for metadata again and again on a connection of its own. */
class Beats {
  answered = 0
  longestMs = 0
  #running = true
  readonly #ended: Promise<void>

  constructor(client: RawClient) {
    this.#ended = this.#beat(client)
  }

  async stop(): Promise<void> {
    this.#running = false
    await this.#ended
  }

  async #beat(client: RawClient): Promise<void> {
    while (this.#running) {
      const askedMs = performance.now()
      await client.request(MetadataApi, 12, { topics: [], allowAutoTopicCreation: false })
      this.answered++
      this.longestMs = Math.max(this.longestMs, performance.now() - askedMs)
      await pause(20)
    }
  }
}

/** The most memory that a broker's process ever had. */
async function memoryPeak(id: number): Promise<number> {
  const status = await readFile(`/proc/${cluster.process(id).pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024
}

/** How often connections of a broker had to wait for memory of a share. */
async function waitsFor(share: string, id: number): Promise<number> {
  const url = `http://127.0.0.1:${cluster.layout.brokers[id - 1]!.adminPort}/metrics`
  const text = await (await fetch(url)).text()
  return Number(new RegExp(`^gregor_memory_share_waits_total{share="${share}"} (\\d+)$`, 'm').exec(text)![1])
}

test('memory is bounded, small requests are answered, and nothing acknowledged is lost', async () => {
  const stopped = (await activeController(cluster.layout)) === 3 ? 2 : 3
  const leader = 1
  await createTopic([leader, 2, 3])
  const early = await Promise.all(Array.from({ length: 8 }, (_, number) => produce(leader, number)))
  await Promise.all(Array.from({ length: slowConsumers }, (_, number) => neverRead(leader, number % partitions)))
  await until('consumers wait for memory', async () => (await waitsFor('answers', leader)) > 0)

  const beats = new Beats(await dial(leader))
  cluster.process(stopped).signal('SIGSTOP')
  const late = await Promise.all(Array.from({ length: producers }, (_, number) => produce(leader, 100 + number)))
  expect(await waitsFor('requests', leader)).toBeGreaterThan(0)

  const acknowledged = [...early, ...late].flat()
  expect(acknowledged).toHaveLength((8 + producers) * requestsEach)
  for (let partition = 0; partition < partitions; partition++) {
    const mine = acknowledged.filter((each) => each.partition === partition)
    const keys = await readKeys(leader, partition, Math.max(...mine.map(({ offset }) => offset)) + 1)
    expect(mine.filter(({ key, offset }) => keys.get(offset) !== key)).toEqual([])
  }
  cluster.process(stopped).signal('SIGCONT')

  await beats.stop()
  expect(beats.answered).toBeGreaterThan(20)
  // No consumer loses its place in a group by that: sessions last ten seconds or more. Most of it is the test's own work.
  expect(beats.longestMs).toBeLessThan(10_000)
  // The allocator keeps some of what is freed.
  for (const id of [1, 2, 3]) expect(await memoryPeak(id)).toBeLessThan(memoryBytesMax * 1.2)
}, 120_000)
