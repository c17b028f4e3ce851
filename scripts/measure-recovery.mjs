// How long a broker takes from kill -9 until it serves again, with its logs full: `node scripts/measure-recovery.mjs`.
// Fills a topic, kills all brokers in the middle of writes, starts them, and measures from the start of the processes until
// the last record is read from every partition and a new one is acknowledged by all in-sync replicas.
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ZERO_TOPIC_ID } from '../packages/base/dist/index.js'
import { buildRecordBatch, decodeResponse, encodeRequest, lastOffsetOf } from '../packages/protocol/dist/index.js'
import { CreateTopicsApi } from '../packages/protocol/dist/messages/create-topics.js'
import { FetchApi } from '../packages/protocol/dist/messages/fetch.js'
import { ListOffsetsApi } from '../packages/protocol/dist/messages/list-offsets.js'
import { MetadataApi } from '../packages/protocol/dist/messages/metadata.js'
import { ProduceApi } from '../packages/protocol/dist/messages/produce.js'
import { portProblem, startLocalCluster } from '../packages/server/dist/index.js'

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
const topic = 'filled'
const host = '127.0.0.1'

const folder = await mkdtemp(join(tmpdir(), 'gregor-recovery-'))
const lines = []
const cluster = await startCluster()
try {
  await cluster.ready(60_000)
  await createTopic()
  const { bytes, seconds } = await fill()
  console.log(`filled ${Math.round(bytes / 2 ** 20)} MiB in ${seconds.toFixed(1)} s`)
  for (let round = 1; round <= Number(options.rounds); round++) await measure(round)
} finally {
  await cluster.stop(15_000)
  await rm(folder, { recursive: true, force: true })
}

async function startCluster() {
  const ports = await freePorts(count * 3)
  const brokers = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    kafkaPort: ports[index],
    rpcPort: ports[count + index],
    adminPort: ports[2 * count + index],
    propertiesFile: join(folder, `broker-${index + 1}`, 'server.properties'),
    dataFolder: join(folder, `broker-${index + 1}`, 'log')
  }))
  const onLine = (broker, line) => lines.push({ broker, line, atMs: performance.now() })
  return startLocalCluster({ layout: { host, folder, brokers }, onLine })
}

async function freePorts(wanted) {
  const found = []
  for (let port = 24_000 + (process.pid % 4000); found.length < wanted; port++) {
    if ((await portProblem(host, port)) === undefined) found.push(port)
  }
  return found
}

async function createTopic() {
  const client = await openClient(cluster.layout.brokers[0].kafkaPort)
  const configs = [{ name: 'segment.bytes', value: options['segment-bytes'] }]
  const topics = [{ name: topic, numPartitions: partitions, replicationFactor: count, assignments: [], configs }]
  const answer = await client.request(CreateTopicsApi, 7, { topics, timeoutMs: 30_000, validateOnly: false })
  if (answer.topics[0].errorCode !== 0) throw new Error(`the topic was not created: ${answer.topics[0].errorMessage}`)
  client.close()
}

/** One writer a partition, one batch in flight each. */
async function fill() {
  const startMs = performance.now()
  const bytesEach = (Number(options.mebibytes) * 2 ** 20) / partitions
  const write = async (partition) => {
    const client = await leaderOf(partition)
    let bytes = 0
    while (bytes < bytesEach) {
      const batch = batchOf(Number(options['batch-bytes']))
      const { errorCode } = await produce(client, partition, batch)
      if (errorCode !== 0) throw new Error(`a batch was refused with error ${errorCode}`)
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
  for (const { id } of cluster.layout.brokers) cluster.process(id).signal('SIGKILL')
  await Promise.all(cluster.layout.brokers.map(({ id }) => cluster.process(id).ended))
  await writing.stop()
  await pause(500)
  lines.length = 0
  const startMs = performance.now()
  await Promise.all(cluster.layout.brokers.map(({ id }) => cluster.start(id)))
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
  const cpuMs = (await Promise.all(cluster.layout.brokers.map(({ id }) => cpuOf(cluster.process(id).pid)))).join(', ')
  console.log(
    `round ${round}: every last record read after ${ms(read)} ms, written to all after ${ms(written)} ms; CPU of each broker ${cpuMs} ms`
  )
  for (const { broker, line, atMs } of lines) {
    if (options.verbose || /a while to open|torn|waiting for the quorum|registered at|serving clients/.test(line)) {
      console.log(`  ${Math.round(atMs - startMs)} ms, broker ${broker}: ${line}`)
    }
  }
}

/** Milliseconds of CPU that a process has used; on Linux. */
async function cpuOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) * 10
}

/** Writers that fill up the tails of all partitions, so that the kill hits writes that are under way. */
function keepWriting() {
  const life = { over: false }
  const writers = Array.from({ length: partitions }, async (_, partition) => {
    const client = await leaderOf(partition).catch(() => undefined)
    if (client === undefined) return
    while (!life.over && (await produce(client, partition, batchOf(50_000)).catch(() => undefined)) !== undefined);
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
  const client = await leaderOf(partition)
  const topics = [{ name: topic, partitions: [{ partitionIndex: partition, timestamp: -1 }] }]
  const answer = await client.request(ListOffsetsApi, 7, { replicaId: -1, isolationLevel: 0, topics })
  client.close()
  return Number(answer.topics[0].partitions[0].offset)
}

async function readOffset(partition, offset) {
  const client = await leaderOf(partition)
  try {
    const asked = [{ partition, fetchOffset: offset, partitionMaxBytes: 1 << 20 }]
    const topics = [{ topic, topicId: ZERO_TOPIC_ID, partitions: asked }]
    const answer = await client.request(FetchApi, 12, { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 20, topics })
    const { errorCode, records } = answer.responses[0].partitions[0]
    return errorCode === 0 && records.length > 0 && lastOffsetOf(records) >= offset
  } finally {
    client.close()
  }
}

async function writeOne(partition) {
  const client = await leaderOf(partition)
  try {
    return (await produce(client, partition, batchOf(1))).errorCode === 0
  } finally {
    client.close()
  }
}

async function produce(client, partition, records) {
  const topicData = [{ name: topic, partitionData: [{ index: partition, records }] }]
  const answer = await client.request(ProduceApi, 9, { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData })
  return answer.responses[0].partitionResponses[0]
}

async function leaderOf(partition) {
  let reason = 'no broker answers'
  for (const broker of cluster.layout.brokers) {
    try {
      const client = await openClient(broker.kafkaPort)
      const topics = [{ topicId: ZERO_TOPIC_ID, name: topic }]
      const answer = await client.request(MetadataApi, 12, { topics, allowAutoTopicCreation: false })
      const found = answer.topics[0]?.partitions.find(({ partitionIndex }) => partitionIndex === partition)
      if (found?.leaderId === broker.id) return client
      client.close()
      reason = `broker ${broker.id} names leader ${found?.leaderId}`
    } catch (error) {
      reason = String(error)
    }
  }
  throw new Error(`nobody leads partition ${partition}: ${reason}`)
}

async function eventually(attempt) {
  for (const deadline = performance.now() + 120_000; performance.now() < deadline; await pause(10)) {
    if (await attempt().catch(() => false)) return
  }
  throw new Error('it did not come back within two minutes')
}

/** A connection with one request at a time. */
async function openClient(port) {
  const socket = connect(port, host)
  await once(socket, 'connect')
  socket.setNoDelay(true)
  let parts = []
  let have = 0
  let waiting
  const settle = (error) => {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.on('error', settle)
  socket.on('close', () => settle(new Error('the connection was closed')))
  socket.on('data', (chunk) => {
    parts.push(chunk)
    have += chunk.length
    if (have < 4) return
    if (parts[0].length < 4) parts = [Buffer.concat(parts)]
    if (have < 4 + parts[0].readInt32BE()) return
    const frame = Buffer.concat(parts).subarray(4)
    parts = []
    have = 0
    waiting?.resolve(frame)
    waiting = undefined
  })
  let correlationId = 0
  return {
    async request(api, version, message) {
      if (socket.destroyed) throw new Error('the connection was closed')
      const frame = encodeRequest(api, { correlationId: ++correlationId, clientId: 'measure', version, message })
      const answered = new Promise((resolve, reject) => (waiting = { resolve, reject }))
      for (const chunk of frame) socket.write(chunk)
      return decodeResponse(api, await answered, version).message
    },
    close: () => socket.destroy()
  }
}
