import { setTimeout as pause } from 'node:timers/promises'
import { batchOf, batchOfCount } from '../batches.mjs'
import { openConnection } from '../connection.mjs'
import { rounded } from '../measured.mjs'
import { encodeProduce, REQUESTS_AHEAD, sendProduce } from '../produce.mjs'
import { createTopic } from '../topics.mjs'
import { steady } from './steady.mjs'

const RECORD_BYTES = 100
const RECORDS_IN_BATCH_MAX = batchOf(RECORD_BYTES).count
const WARM_RATE = 20_000
/** When the last of what was offered comes later than that part of the time, and than those seconds, it was too much. */
const LATE_PART_MAX = 0.05
const LATE_SECONDS_MAX = 0.5
/** How many times as long as records are offered may be waited for the last of them. */
const DRAIN_TIMES_MAX = 2

export async function* offeredLoad({ startCluster, pick, seconds }) {
  const cluster = await startCluster()
  await offerAnew(cluster, { name: 'warm', rate: WARM_RATE, seconds })
  for (const rate of pick([500, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 400_000])) {
    const { tooMuch, ...figures } = await offerAnew(cluster, { name: `offered-${rate}`, rate, seconds })
    yield { offered: rate, ...figures }
    if (tooMuch) return
  }
}

/** On a topic of its own, after a quarter of the time that does not count. */
function offerAnew(cluster, { name, rate, seconds }) {
  return steady(async (attempt) => {
    const topic = await createTopic(cluster, { name: `${name}-${attempt}` })
    const connections = await Promise.all(Array.from(topic.byLeader.keys(), (port) => openConnection(port)))
    try {
      await offer(topic, connections, { rate, seconds: seconds / 4 })
      return await offer(topic, connections, { rate, seconds })
    } finally {
      for (const connection of connections) connection.close()
    }
  })
}

/** Offers records at a rate; resolves when all are acknowledged, or it took too long. */
async function offer(topic, connections, { rate, seconds }) {
  const load = { rate, total: Math.ceil(rate * seconds), partitions: topic.partitions, startMs: performance.now() + 10 }
  const latenciesMs = []
  const senders = Array.from(topic.byLeader.values(), (partitions, index) =>
    sender(topic, { connection: connections[index], partitions, load, latenciesMs })
  )
  const lastMs = load.startMs + seconds * 1000 * (1 + DRAIN_TIMES_MAX)
  while (senders.some(({ done }) => !done()) && performance.now() < lastMs) {
    for (const { send } of senders) send()
    await pause(1)
  }
  await Promise.all(senders.map(({ settled }) => settled()))
  const elapsed = (performance.now() - load.startMs) / 1000
  const acknowledged = latenciesMs.length
  for (const { giveUp } of senders) giveUp()
  const sorted = Float64Array.from(latenciesMs).sort()
  const at = (share) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))])
  return {
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    acknowledged: Math.round(acknowledged / elapsed),
    tooMuch: elapsed - seconds > Math.max(LATE_SECONDS_MAX, LATE_PART_MAX * seconds)
  }
}

/**
 * Sends to one broker. Records go to all partitions in turn, so that of partition i are the records i, i + partitions, …: what is
 * due follows from the time and needs no queue.
 */
function sender({ topicId }, { connection, partitions, load, latenciesMs }) {
  const dueMs = (record) => load.startMs + (record / load.rate) * 1000
  const lanes = partitions.map((index) => ({ index, next: index }))
  const underWay = new Set()
  let failure

  const note = (from, count, nowMs) => {
    for (let record = from, left = count; left > 0; record += load.partitions, left--) {
      latenciesMs.push(nowMs - dueMs(record))
    }
  }
  const countOf = ({ next }, last) => (next > last ? 0 : Math.floor((last - next) / load.partitions) + 1)
  const sendOne = async (batches) => {
    const partitionData = batches.map(({ index, count }) => ({ index, records: batchOfDue(count) }))
    await sendProduce(connection, encodeProduce(topicId, partitionData))
    const nowMs = performance.now()
    for (const { from, count } of batches) note(from, count, nowMs)
  }
  const send = () => {
    if (failure !== undefined) throw failure
    while (underWay.size < REQUESTS_AHEAD) {
      const passed = Math.floor(((performance.now() - load.startMs) / 1000) * load.rate)
      const last = Math.min(load.total - 1, passed)
      const batches = []
      for (const lane of lanes) {
        const count = Math.min(RECORDS_IN_BATCH_MAX, countOf(lane, last))
        if (count === 0) continue
        batches.push({ index: lane.index, from: lane.next, count })
        lane.next += count * load.partitions
      }
      if (batches.length === 0) return
      const request = sendOne(batches)
        .catch((error) => {
          failure = error
        })
        .finally(() => underWay.delete(request))
      underWay.add(request)
    }
  }
  return {
    send,
    done: () => underWay.size === 0 && lanes.every(({ next }) => next >= load.total),
    /** Resolves when nothing is under way. */
    settled: async () => {
      await Promise.all(underWay)
      if (failure !== undefined) throw failure
    },
    /** Records that never went out have waited until now, at the least. */
    giveUp: () => {
      for (const lane of lanes) note(lane.next, countOf(lane, load.total - 1), performance.now())
    }
  }
}

const batchesDue = new Map()

function batchOfDue(count) {
  const known = batchesDue.get(count) ?? batchOfCount(RECORD_BYTES, count)
  batchesDue.set(count, known)
  return known
}
