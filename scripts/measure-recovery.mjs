// How long a broker takes from kill -9 until it serves again, with its logs full: `node scripts/measure-recovery.mjs`.
// Fills a topic, kills all brokers in the middle of writes, starts them, and measures from the start of the processes until
// the last record is read from every partition and a new one is acknowledged by all in-sync replicas.
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildRecordBatch, lastOffsetOf } from '../packages/protocol/dist/index.js'
import { FetchApi } from '../packages/protocol/dist/messages/fetch.js'
import { ListOffsetsApi } from '../packages/protocol/dist/messages/list-offsets.js'
import { startCluster } from './bench/cluster.mjs'
import { eventually } from './bench/eventually.mjs'
import { encodeProduce, sendProduce } from './bench/produce.mjs'
import { connectToLeader, createTopic } from './bench/topics.mjs'

const { values: options } = parseArgs({
  options: {
    brokers: { type: 'string', default: '1' },
    mebibytes: { type: 'string', default: '2048' },
    partitions: { type: 'string', default: '4' },
    'segment-bytes': { type: 'string', default: String(1 << 30) },
    'batch-bytes': { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    verbose: { type: 'boolean', default: false }
  }
})
const count = Number(options.brokers)
const partitions = Number(options.partitions)

const lines = []
const onLine = (broker, line) => lines.push({ broker, line, atMs: performance.now() })
const cluster = await startCluster({ brokers: count, onLine })
const topic = { name: 'filled' }
try {
  const configs = { 'segment.bytes': options['segment-bytes'] }
  const { topicId } = await createTopic(cluster, { ...topic, partitions, replicas: count, configs })
  topic.topicId = topicId
  const { bytes, seconds } = await fill()
  console.log(`filled ${Math.round(bytes / 2 ** 20)} MiB in ${seconds.toFixed(1)} s`)
  for (let round = 1; round <= Number(options.rounds); round++) await measure(round)
} finally {
  await cluster.stop()
}

/** One writer a partition, one batch in flight each. */
async function fill() {
  const startMs = performance.now()
  const bytesEach = (Number(options.mebibytes) * 2 ** 20) / partitions
  const write = async (partition) => {
    const client = await connectToLeader(cluster.ports, topic, partition)
    let bytes = 0
    while (bytes < bytesEach) {
      const batch = batchOf(Number(options['batch-bytes']))
      await produce(client, partition, batch)
      bytes += batch.length
    }
    client.close()
    return bytes
  }
  const written = await Promise.all(Array.from({ length: partitions }, (_, partition) => write(partition)))
  return { bytes: written.reduce((sum, bytes) => sum + bytes, 0), seconds: (performance.now() - startMs) / 1000 }
}

/** Records of a kilobyte that do not look like anything. */
function batchOf(bytes) {
  const timestamp = Date.now()
  const value = Buffer.alloc(1000, Math.random().toString(36))
  const records = Array.from({ length: Math.max(Math.floor(bytes / 1020), 1) }, () => ({ key: null, value, timestamp }))
  return buildRecordBatch({ records })
}

async function measure(round) {
  const ends = await Promise.all(Array.from({ length: partitions }, (_, partition) => endOffset(partition)))
  const writing = keepWriting()
  await pause(500)
  await cluster.end('SIGKILL')
  await writing.stop()
  await pause(500)
  lines.length = 0
  const startMs = performance.now()
  await cluster.startAgain()
  const read = []
  const written = []
  await Promise.all(
    ends.map(async (end, partition) => {
      await eventually(() => readOffset(partition, end - 1))
      read.push(performance.now() - startMs)
      await eventually(() => writeOne(partition))
      written.push(performance.now() - startMs)
    })
  )
  const ms = (values) => Math.round(Math.max(...values))
  const cpuMs = (await cluster.cpuSecondsEach()).map((cpuSeconds) => Math.round(cpuSeconds * 1000)).join(', ')
  console.log(
    `round ${round}: every last record read after ${ms(read)} ms, written to all after ${ms(written)} ms; CPU of each broker ${cpuMs} ms`
  )
  for (const { broker, line, atMs } of lines) {
    if (options.verbose || /a while to open|torn|waiting for the quorum|registered at|serving clients/.test(line)) {
      console.log(`  ${Math.round(atMs - startMs)} ms, broker ${broker}: ${line}`)
    }
  }
}

/** Writers that fill up the tails of all partitions, so that the kill hits writes that are under way. */
function keepWriting() {
  const life = { over: false }
  const writers = Array.from({ length: partitions }, async (_, partition) => {
    const client = await connectToLeader(cluster.ports, topic, partition).catch(() => undefined)
    if (client === undefined) return
    while (!life.over && (await produce(client, partition, batchOf(50_000)).catch(() => 0)) > 0);
    client.close()
  })
  return {
    stop: async () => {
      life.over = true
      await Promise.all(writers)
    }
  }
}

async function endOffset(partition) {
  const topics = [{ name: topic.name, partitions: [{ partitionIndex: partition, timestamp: -1 }] }]
  const client = await connectToLeader(cluster.ports, topic, partition)
  try {
    const answer = await client.request(ListOffsetsApi, 7, { replicaId: -1, isolationLevel: 0, topics })
    return Number(answer.topics[0].partitions[0].offset)
  } finally {
    client.close()
  }
}

async function readOffset(partition, offset) {
  const asked = [{ partition, fetchOffset: offset, partitionMaxBytes: 1 << 20 }]
  const topics = [{ topicId: topic.topicId, partitions: asked }]
  const client = await connectToLeader(cluster.ports, topic, partition)
  try {
    const answer = await client.request(FetchApi, 17, { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 20, topics })
    const { errorCode, records } = answer.responses[0].partitions[0]
    return errorCode === 0 && records.length > 0 && lastOffsetOf(records) >= offset
  } finally {
    client.close()
  }
}

async function writeOne(partition) {
  const client = await connectToLeader(cluster.ports, topic, partition)
  try {
    return (await produce(client, partition, batchOf(1))) === 1
  } finally {
    client.close()
  }
}

/** Resolves with the batches that were acknowledged: one. */
function produce(client, index, records) {
  return sendProduce(client, encodeProduce(topic.topicId, [{ index, records }]))
}
