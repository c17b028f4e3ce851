import { setTimeout as pause } from 'node:timers/promises'
import { rounded } from '../measured.mjs'
import { createTopic } from '../topics.mjs'
import { restart } from './restart.mjs'

/** The largest topic that is made; more partitions are more topics. */
const TOPIC_PARTITIONS_MAX = 500
/** What a start leaves to be done, and garbage of it to be freed, is none of what a partition at rest costs. */
const SETTLE_SECONDS_MIN = 45
const SETTLE_SECONDS_MAX = 100
const SETTLE_STEP_SECONDS = 3

export async function* partitionsAtRest({ startCluster, pick, idleSeconds }) {
  const cluster = await startCluster()
  const written = await createTopic(cluster, { name: 'written', partitions: 1 })
  let made = 0
  let emptyMb
  for (const partitions of pick([0, 1000, 5000, 10_000])) {
    for (; made < partitions; made += TOPIC_PARTITIONS_MAX) {
      await createTopic(cluster, { name: `at-rest-${made}`, partitions: TOPIC_PARTITIONS_MAX })
    }
    const startSeconds = await restart(cluster, written, 'SIGTERM')
    await settled(cluster)
    const idleCpuPercent = rounded(await cpuPercentOver(cluster, idleSeconds))
    const memoryMb = rounded(await cluster.memoryMb())
    emptyMb ??= memoryMb
    const bytesPerPartition = Math.round(((memoryMb - emptyMb) * 1e6) / partitions)
    yield { partitions, memoryMb, idleCpuPercent, startSeconds, ...(partitions > 0 && { bytesPerPartition }) }
  }
}

/** Resolves when all brokers are ready, and what they do falls no more from one look to the next. */
async function settled(cluster) {
  await cluster.ready()
  await pause(SETTLE_SECONDS_MIN * 1000)
  let before = Infinity
  for (let spent = SETTLE_SECONDS_MIN; spent < SETTLE_SECONDS_MAX; spent += SETTLE_STEP_SECONDS) {
    const percent = await cpuPercentOver(cluster, SETTLE_STEP_SECONDS)
    if (percent >= before * 0.9) return
    before = percent
  }
}

/** What a broker takes of one core in the next seconds, the mean of all. */
async function cpuPercentOver(cluster, seconds) {
  const before = await cluster.cpuSeconds()
  const start = performance.now()
  await pause(seconds * 1000)
  const cpuSeconds = (await cluster.cpuSeconds()) - before
  return (cpuSeconds / cluster.ports.length / ((performance.now() - start) / 1000)) * 100
}
