// `npm run demo`: streams flights and weather (npm package vega-datasets) through a running cluster, with a consumer group
// beside it, kills one broker in the middle, and checks that every record arrived once and in order per key.
// Uses the cluster of `npm start` when it runs (GREGOR_PORT, GREGOR_DATA as there), else starts one for itself.
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import kafkajs from 'kafkajs'
import { layOutCluster, portProblem, startLocalCluster } from '../packages/server/dist/index.js'

const { Kafka, logLevel, Partitioners } = kafkajs
const host = process.env.GREGOR_HOST ?? '127.0.0.1'
const ports = {
  kafka: Number(process.env.GREGOR_PORT ?? 9092),
  rpc: Number(process.env.GREGOR_RPC_PORT ?? 19092),
  admin: Number(process.env.GREGOR_ADMIN_PORT ?? 9644)
}
const partitions = 6
const batchSize = 200
const run = new Date()
  .toISOString()
  .replaceAll(/[^0-9]/g, '')
  .slice(0, 14)

const data = await loadData()
const cluster = await connect()
let failed = false
try {
  failed = !(await stream(cluster))
} catch (error) {
  failed = true
  console.error(`\nThe demo failed: ${error.stack ?? error}`)
} finally {
  await cluster.close()
}
process.exit(failed ? 1 : 0)

/** Two topics' records; each value carries its number within its key, which the check at the end reads. */
async function loadData() {
  const folder = fileURLToPath(new URL('../data', import.meta.resolve('vega-datasets')))
  const flights = JSON.parse(await readFile(join(folder, 'flights-20k.json'), 'utf8'))
  const [header, ...rows] = (await readFile(join(folder, 'weather.csv'), 'utf8')).trim().split('\n')
  const names = header.split(',')
  const weather = rows.map((row) => Object.fromEntries(row.split(',').map((value, index) => [names[index], value])))
  const numbered = (records, keyOf) => {
    const counts = new Map()
    return records.map((record) => {
      const key = keyOf(record)
      const number = counts.get(key) ?? 0
      counts.set(key, number + 1)
      return { key, value: JSON.stringify({ number, ...record }) }
    })
  }
  return [
    { topic: `flights-${run}`, records: numbered(flights, (flight) => flight.origin) },
    { topic: `weather-${run}`, records: numbered(weather, (day) => day.location) }
  ]
}

/** The running cluster, or one made for this demo: how to reach it and how to kill one of its brokers. */
async function connect() {
  if ((await portProblem(host, ports.kafka)) !== undefined) {
    const folder = resolve(process.env.GREGOR_DATA ?? './data')
    console.log(`Using the cluster at ${host}:${ports.kafka} (data in ${folder}).`)
    const pidOf = async (id) => Number(await readFile(join(folder, `broker-${id}`, 'pid'), 'utf8'))
    return {
      bootstrap: [0, 1, 2].map((index) => `${host}:${ports.kafka + index}`),
      kill: async (id) => process.kill(await pidOf(id), 'SIGKILL'),
      restart: async () => console.log('  its supervisor (npm start) starts it again'),
      close: async () => {}
    }
  }
  console.log(`No cluster runs at ${host}:${ports.kafka}; starting three brokers for this demo.`)
  const folder = await mkdtemp(join(tmpdir(), 'gregor-demo-'))
  const layout = layOutCluster({ host, folder, count: 3, ports })
  const local = await startLocalCluster({ layout, onLine: () => {} })
  const close = async () => {
    await local.stop(20_000)
    await rm(folder, { recursive: true, force: true })
  }
  await local.ready(30_000).catch(async (error) => {
    await close()
    throw error
  })
  return {
    bootstrap: local.bootstrap.split(','),
    kill: async (id) => local.process(id).signal('SIGKILL'),
    restart: async (id) => void (await local.start(id)),
    close
  }
}

/** Streams all data, kills a leader midway, waits for the consumers; true when all is as it should be. */
async function stream({ bootstrap, kill, restart }) {
  const kafka = new Kafka({
    clientId: 'gregor-demo',
    brokers: bootstrap,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2000,
    retry: { retries: 60, initialRetryTime: 50, maxRetryTime: 500 }
  })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({
    topics: data.map(({ topic }) => ({
      topic,
      numPartitions: partitions,
      replicationFactor: 3,
      configEntries: [{ name: 'min.insync.replicas', value: '2' }]
    }))
  })

  const seen = new Map(data.map(({ topic }) => [topic, new Map()]))
  let again = 0
  const consumers = await Promise.all(
    [1, 2].map(async (member) => {
      const consumer = kafka.consumer({
        groupId: `demo-${run}`,
        sessionTimeout: 10_000,
        clientId: `consumer-${member}`
      })
      await consumer.connect()
      await consumer.subscribe({ topics: data.map(({ topic }) => topic), fromBeginning: true })
      await consumer.run({
        eachBatch: async ({ batch }) => {
          for (const { offset, key, value } of batch.messages) {
            const position = `${batch.partition}/${offset}`
            const records = seen.get(batch.topic)
            if (records.has(position)) again++
            records.set(position, { partition: batch.partition, offset: Number(offset), key: key.toString(), value })
          }
        }
      })
      return consumer
    })
  )
  const received = () => [...seen.values()].reduce((sum, records) => sum + records.size, 0)

  const total = data.reduce((sum, { records }) => sum + records.length, 0)
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner
  })
  await producer.connect()
  let sent = 0
  let victim
  let worstMs = 0
  const started = performance.now()
  for (const { topic, records } of data) {
    for (let at = 0; at < records.length; at += batchSize) {
      if (victim === undefined && sent >= total / 2) victim = await killALeader(admin, kill, topic)
      const before = performance.now()
      const messages = records.slice(at, at + batchSize)
      await sendByPartition(producer, topic, messages)
      worstMs = Math.max(worstMs, performance.now() - before)
      sent += messages.length
      progress(sent, received(), total)
    }
  }
  const deadline = performance.now() + 90_000
  while (received() < total && performance.now() < deadline) {
    progress(sent, received(), total)
    await pause(50)
  }
  progress(sent, received(), total)
  process.stdout.write('\n')
  console.log(
    `${sent} records acknowledged by all in-sync replicas in ${((performance.now() - started) / 1000).toFixed(1)} s; the longest wait, over the broker's death, was ${Math.round(worstMs)} ms.`
  )

  const problems = data.flatMap(({ topic, records }) => check(topic, records, seen.get(topic)))
  for (const problem of problems) console.log(`  WRONG  ${problem}`)
  if (problems.length === 0)
    console.log(
      `Every record arrived once and in order per key (${again} were delivered again by rebalances, at the same offsets).`
    )

  console.log(`Bringing broker ${victim} back …`)
  await restart(victim)
  const whole = await isrFull(admin, 60_000)
  console.log(
    whole
      ? 'It is back, and every partition has all three replicas in sync.'
      : 'WRONG  the in-sync replicas are not full again after 60 s'
  )
  await Promise.all([...consumers.map((consumer) => consumer.disconnect()), producer.disconnect(), admin.disconnect()])
  return problems.length === 0 && whole
}

/**
 * One send for each partition: when a send of kafkajs 2.2.4 spans brokers and a leader dies in the middle, its retry leaves
 * out the partitions that moved to a broker which has already answered, and still resolves.
 */
async function sendByPartition(producer, topic, messages) {
  const groups = new Map()
  for (const message of messages) {
    const partition = createHash('sha1').update(message.key).digest().readUInt32BE() % partitions
    groups.set(partition, [...(groups.get(partition) ?? []), { ...message, partition }])
  }
  await Promise.all([...groups.values()].map((group) => producer.send({ topic, messages: group, acks: -1 })))
}

async function killALeader(admin, kill, topic) {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  const leader = topics[0].partitions[0].leader
  process.stdout.write('\n')
  console.log(
    `Killing broker ${leader} (kill -9), leader of ${topics[0].partitions.filter((each) => each.leader === leader).length} of ${partitions} partitions of ${topic}.`
  )
  await kill(leader)
  return leader
}

/** What is wrong with a topic: numbers missing, doubled or out of order within a key. */
function check(topic, records, seen) {
  const next = new Map()
  const problems = []
  const inOrder = [...seen.values()].sort((a, b) => a.partition - b.partition || a.offset - b.offset)
  for (const { key, value, partition, offset } of inOrder) {
    const { number } = JSON.parse(value)
    const expected = next.get(key) ?? 0
    if (number !== expected)
      problems.push(`${topic}-${partition}@${offset}: key ${key} has number ${number}, expected ${expected}`)
    next.set(key, number + 1)
  }
  if (seen.size !== records.length)
    problems.push(`${topic}: ${records.length} records were sent, ${seen.size} are there`)
  return problems.slice(0, 10)
}

async function isrFull(admin, timeoutMs) {
  const deadline = performance.now() + timeoutMs
  while (performance.now() < deadline) {
    const metadata = await admin.fetchTopicMetadata({ topics: data.map(({ topic }) => topic) }).catch(() => undefined)
    if (metadata?.topics.every(({ partitions: all }) => all.every(({ isr }) => isr.length === 3))) return true
    await pause(100)
  }
  return false
}

/** A bar that moves on a terminal; elsewhere a line now and then. */
function progress(sent, received, total) {
  if (!process.stdout.isTTY && (sent % 4000 !== 0 || sent === total) && received < total) return
  const bar = (count) => `${'█'.repeat(Math.round((count / total) * 24)).padEnd(24, '░')} ${String(count).padStart(6)}`
  const [start, end] = process.stdout.isTTY ? ['\r', ''] : ['', '\n']
  process.stdout.write(`${start}sent ${bar(sent)}   received ${bar(received)} of ${total}${end}`)
}
