import { batchOf } from './batches.mjs'
import { startCluster } from './cluster.mjs'
import { withConnection } from './connection.mjs'
import { readAll } from './consume.mjs'
import { costOf, measured, rounded } from './measured.mjs'
import { produceLoop } from './produce.mjs'
import { createTopic } from './topics.mjs'

/**
 * Three brokers under clients that cost next to nothing: requests that were encoded before, acks=all, five ahead on a connection to
 * each broker, a batch for each partition it leads. The processor time of the brokers is what is measured.
 */
export async function runMacro({ seconds, profileFolder }) {
  const cluster = await startCluster({ profileFolder })
  try {
    const results = {}
    const idleMb = await cluster.memoryMb()
    for (const recordBytes of [100, 1024]) {
      const { records, count } = batchOf(recordBytes)
      const topic = await createTopic(cluster, { name: `produce-${recordBytes}` })
      const produced = await measured(cluster, topic, produceLoop(topic, records), { seconds, countEach: count })
      results[`produce, records of ${recordBytes} B`] = produced
      if (recordBytes === 100) results['consume, records of 100 B'] = await consumed(cluster, topic, count)
    }
    results['memory of a broker, MB'] = { idle: rounded(idleMb), afterLoad: rounded(await cluster.memoryMb()) }
    return results
  } finally {
    await cluster.stop()
  }
}

/** Reads every partition from its beginning to its end, one fetch after the other on each connection. */
function consumed(cluster, { topicId, byLeader }, countPerBatch) {
  return costOf(cluster, async () => {
    const reads = Array.from(byLeader, ([port, partitions]) =>
      withConnection(port, (connection) => readAll(connection, { topicId, partitions }))
    )
    const records = (await Promise.all(reads)).reduce((sum, total) => sum + total, 0)
    if (records % countPerBatch !== 0) throw new Error(`${records} records were read, which are no whole batches`)
    return records
  })
}
