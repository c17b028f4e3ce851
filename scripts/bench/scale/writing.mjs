import { batchOf } from '../batches.mjs'
import { measured, rounded } from '../measured.mjs'
import { produceLoop } from '../produce.mjs'
import { createTopic } from '../topics.mjs'
import { steady } from './steady.mjs'

/** What each point of a curve of writing is: one new topic on the same brokers, under producers for some seconds. */
function written(cluster, point, seconds) {
  const { name, partitions = 6, replicas = 3, recordBytes = 100, batchBytes, clients = 1, ...requests } = point
  return steady(async (attempt) => {
    const topic = await createTopic(cluster, { name: `${name}-${attempt}`, partitions, replicas })
    const { records, count } = batchOf(recordBytes, batchBytes)
    const loop = produceLoop(topic, records, requests)
    return measured(cluster, topic, loop, { seconds, warmSeconds: seconds / 2, clients, countEach: count })
  })
}

export async function* recordSize({ startCluster, pick, seconds }) {
  const cluster = await startCluster()
  for (const recordBytes of pick([10, 100, 1000, 10_000, 100_000, 1_000_000])) {
    const figures = await written(cluster, { name: `records-of-${recordBytes}`, recordBytes }, seconds)
    yield {
      recordBytes,
      ...figures,
      cpuMillisPerMegabyte: rounded((figures.cpuMicrosPerRecord * 1000) / recordBytes)
    }
  }
}

export async function* producers({ startCluster, pick, seconds }) {
  const cluster = await startCluster()
  for (const clients of pick([1, 4, 16, 64])) {
    yield { producers: clients, ...(await written(cluster, { name: `from-${clients}`, clients, ahead: 1 }, seconds)) }
  }
}

/** Producers that do not wait for records to fill a batch (linger 0), each with a connection to each of the brokers. */
export async function* aloneFromMany({ startCluster, pick, seconds }) {
  const cluster = await startCluster()
  for (const clients of pick([1, 10, 100, 334])) {
    const point = { name: `alone-from-${clients}`, clients, ahead: 1, batchesMax: 1, batchBytes: 1 }
    yield { connections: 3 * clients, ...(await written(cluster, point, seconds)) }
  }
}

export async function* partitionsWritten({ startCluster, pick, seconds }) {
  const cluster = await startCluster()
  for (const partitions of pick([1, 10, 100, 1000])) {
    yield { partitions, ...(await written(cluster, { name: `partitions-${partitions}`, partitions }, seconds)) }
  }
}

export async function* replicas({ startCluster, pick, seconds }) {
  const cluster = await startCluster()
  for (const count of pick([1, 2, 3])) {
    yield { replicas: count, ...(await written(cluster, { name: `replicas-${count}`, replicas: count }, seconds)) }
  }
}
