import { setTimeout as pause } from 'node:timers/promises'
import {
  BATCH_HEADER_BYTES,
  batchBytesOf,
  decodeResponse,
  encodeRequest,
  hasWholeBatch,
  lastOffsetOf
} from '../../packages/protocol/dist/index.js'
import { CreateTopicsApi } from '../../packages/protocol/dist/messages/create-topics.js'
import { FetchApi } from '../../packages/protocol/dist/messages/fetch.js'
import { MetadataApi } from '../../packages/protocol/dist/messages/metadata.js'
import { ProduceApi } from '../../packages/protocol/dist/messages/produce.js'
import { batchOf } from './batches.mjs'
import { startCluster } from './cluster.mjs'
import { openConnection } from './connection.mjs'

const PARTITIONS = 6
/** As the clients of Java and librdkafka do it. */
const REQUESTS_AHEAD = 5
const PRODUCE_VERSION = 13
const FETCH_VERSION = 17

/**
 * Three brokers under clients that cost next to nothing: requests that were encoded before, acks=all, five ahead on a connection to
 * each broker, a batch for each partition it leads. The processor time of the brokers is what is measured.
 */
export async function runMacro({ seconds, profileFolder }) {
  const cluster = await startCluster(profileFolder)
  try {
    const results = {}
    const idleMb = await cluster.memoryMb()
    for (const recordBytes of [100, 1024]) {
      const { records, count } = batchOf(recordBytes)
      const topic = await createTopic(cluster, `produce-${recordBytes}`)
      const produced = await measured(cluster, topic, produceLoop(topic, records), { seconds, count })
      results[`produce, records of ${recordBytes} B`] = produced
      if (recordBytes === 100) results['consume, records of 100 B'] = await consumed(cluster, topic, count)
    }
    results['memory of a broker, MB'] = { idle: round(idleMb), afterLoad: round(await cluster.memoryMb()) }
    return results
  } finally {
    await cluster.stop()
  }
}

const round = (value) => Number(value.toPrecision(3))

/** Creates a topic and finds the leaders: `byLeader` are the partitions of each, by the port of the broker. */
async function createTopic({ ports }, name) {
  const connection = await openConnection(ports[0])
  try {
    const configs = [{ name: 'min.insync.replicas', value: '2' }]
    const topics = [{ name, numPartitions: PARTITIONS, replicationFactor: 3, assignments: [], configs }]
    const created = await connection.request(CreateTopicsApi, 7, { topics, timeoutMs: 20_000, validateOnly: false })
    if (created.topics[0].errorCode !== 0) throw new Error(`cannot create ${name}: ${created.topics[0].errorMessage}`)
    for (;;) {
      const asked = { topics: [{ topicId: created.topics[0].topicId, name }], allowAutoTopicCreation: false }
      const { brokers, topics: found } = await connection.request(MetadataApi, 12, asked)
      const portOf = new Map(brokers.map(({ nodeId, port }) => [nodeId, port]))
      const { partitions } = found[0]
      if (partitions.length === PARTITIONS && partitions.every(({ leaderId }) => portOf.has(leaderId))) {
        const byLeader = new Map(brokers.map(({ port }) => [port, []]))
        for (const { leaderId, partitionIndex } of partitions) byLeader.get(portOf.get(leaderId)).push(partitionIndex)
        return { topicId: created.topics[0].topicId, byLeader }
      }
      await pause(50)
    }
  } finally {
    connection.close()
  }
}

/** One loop of requests on a connection; resolves with the batches that were acknowledged until `over`. */
function produceLoop({ topicId }, records) {
  return async (connection, partitions, over) => {
    const partitionData = partitions.map((index) => ({ index, records }))
    const message = { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData: [{ topicId, partitionData }] }
    const frame = { correlationId: 1, clientId: 'bench', version: PRODUCE_VERSION, message }
    const chunks = [Buffer.concat(encodeRequest(ProduceApi, frame))]
    let batches = 0
    const one = async () => {
      while (!over()) {
        const answer = decodeResponse(ProduceApi, await connection.send(chunks), PRODUCE_VERSION).message
        for (const { errorCode, errorMessage } of answer.responses[0].partitionResponses) {
          if (errorCode !== 0) throw new Error(`a batch was refused: ${errorCode} ${errorMessage}`)
          batches++
        }
      }
    }
    await Promise.all(Array.from({ length: REQUESTS_AHEAD }, one))
    return batches
  }
}

/** Runs `loop` on a connection to each leader: a third of the time to warm up, then what counts. */
async function measured(cluster, { byLeader }, loop, { seconds, count }) {
  const run = async (duration) => {
    const end = performance.now() + duration * 1000
    const over = () => performance.now() >= end
    const totals = await Promise.all(
      Array.from(byLeader, async ([port, partitions]) => {
        const connection = await openConnection(port)
        const total = await loop(connection, partitions, over)
        connection.close()
        return total
      })
    )
    return totals.reduce((sum, total) => sum + total, 0)
  }
  await run(seconds)
  const cpuBefore = await cluster.cpuSeconds()
  const start = performance.now()
  const records = (await run(seconds)) * count
  const elapsed = (performance.now() - start) / 1000
  return figures(records, elapsed, (await cluster.cpuSeconds()) - cpuBefore)
}

const figures = (records, elapsed, cpuSeconds) => ({
  recordsPerSecond: Math.round(records / elapsed),
  cpuMicrosPerRecord: round((cpuSeconds * 1e6) / records)
})

/** Reads every partition from its beginning to its end, one fetch after the other on each connection. */
async function consumed(cluster, { topicId, byLeader }, countPerBatch) {
  const cpuBefore = await cluster.cpuSeconds()
  const start = performance.now()
  const totals = await Promise.all(
    Array.from(byLeader, async ([port, partitions]) => {
      const connection = await openConnection(port)
      const total = await readAll(connection, topicId, partitions)
      connection.close()
      return total
    })
  )
  const records = totals.reduce((sum, total) => sum + total, 0)
  if (records % countPerBatch !== 0) throw new Error(`${records} records were read, which are no whole batches`)
  return figures(records, (performance.now() - start) / 1000, (await cluster.cpuSeconds()) - cpuBefore)
}

async function readAll(connection, topicId, partitions) {
  const offsets = new Map(partitions.map((partition) => [partition, 0]))
  const ends = new Map()
  let read = 0
  while (partitions.some((partition) => offsets.get(partition) !== ends.get(partition))) {
    const wanted = partitions.map((partition) => ({
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: offsets.get(partition),
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: 1 << 20
    }))
    const answer = await connection.request(FetchApi, FETCH_VERSION, {
      maxWaitMs: 500,
      minBytes: 1,
      maxBytes: 50 << 20,
      isolationLevel: 0,
      sessionId: 0,
      sessionEpoch: -1,
      topics: [{ topicId, partitions: wanted }],
      forgottenTopicsData: [],
      rackId: ''
    })
    for (const { partitionIndex, errorCode, highWatermark, records } of answer.responses[0].partitions) {
      if (errorCode !== 0) throw new Error(`a fetch was refused: ${errorCode}`)
      ends.set(partitionIndex, highWatermark)
      const next = endOf(records) ?? offsets.get(partitionIndex)
      read += next - offsets.get(partitionIndex)
      offsets.set(partitionIndex, next)
    }
  }
  return read
}

/** The offset after the last whole batch; undefined when there is none. */
function endOf(records) {
  if (records === null) return undefined
  let end
  for (let at = 0; at + BATCH_HEADER_BYTES <= records.length; at += batchBytesOf(records, at)) {
    if (!hasWholeBatch(records, at)) break
    end = lastOffsetOf(records, at) + 1
  }
  return end
}
