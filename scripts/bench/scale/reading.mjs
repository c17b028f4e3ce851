import { batchOf } from '../batches.mjs'
import { readAll } from '../consume.mjs'
import { measured } from '../measured.mjs'
import { createTopic } from '../topics.mjs'
import { fill } from './fill.mjs'
import { steady } from './steady.mjs'

const FILLED_BYTES = 50_000_000
/** What a fetch asks of a partition: less than Kafka's default, so that 100 consumers fit into the memory of this process. */
const PARTITION_BYTES_MAX = 1 << 18

export async function* consumers({ startCluster, pick, seconds }) {
  const cluster = await startCluster()
  let topic
  for (const clients of pick([1, 10, 100])) {
    const figures = await steady(async (attempt) => {
      if (topic === undefined || attempt > 1) topic = await filled(cluster, `read-by-${clients}-${attempt}`)
      return measured(cluster, topic, readLoop(topic), { seconds, warmSeconds: seconds / 2, clients, countEach: 1 })
    })
    yield { consumers: clients, ...figures }
  }
}

async function filled(cluster, name) {
  const topic = await createTopic(cluster, { name })
  await fill(topic, batchOf(100).records, FILLED_BYTES)
  return topic
}

/** From the beginning to the end, again and again. */
function readLoop({ topicId }) {
  return async (connection, partitions, over) => {
    let total = 0
    while (!over()) {
      const read = await readAll(connection, { topicId, partitions, partitionBytesMax: PARTITION_BYTES_MAX, over })
      total += read
    }
    return total
  }
}
