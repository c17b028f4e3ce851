import { batchOfCount } from '../batches.mjs'
import { eventually } from '../eventually.mjs'
import { rounded } from '../measured.mjs'
import { encodeProduce, sendProduce } from '../produce.mjs'
import { connectToLeader } from '../topics.mjs'

/**
 * Ends all brokers by a signal and starts them again. Resolves with the seconds from the start of the processes until a record to
 * the first partition of `topic` is acknowledged by its in-sync replicas.
 */
export async function restart(cluster, topic, signal) {
  await cluster.end(signal)
  const start = performance.now()
  await cluster.startAgain()
  const request = encodeProduce(topic.topicId, [{ index: 0, records: batchOfCount(100, 1) }])
  await eventually(async () => {
    const connection = await connectToLeader(cluster.ports, topic, 0)
    try {
      return (await sendProduce(connection, request)) === 1
    } finally {
      connection.close()
    }
  })
  return rounded((performance.now() - start) / 1000)
}
