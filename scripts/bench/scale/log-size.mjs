import { batchOf } from '../batches.mjs'
import { createTopic } from '../topics.mjs'
import { fill } from './fill.mjs'
import { restart } from './restart.mjs'

export async function* logSize({ startCluster, pick }) {
  const cluster = await startCluster()
  const { records } = batchOf(1000, 100_000)
  let filled = 0
  for (const megabytes of pick([1, 10, 100, 1000])) {
    // A topic of its own for what is new, because leaders of the one before may have moved.
    const topic = await createTopic(cluster, { name: `filled-${megabytes}` })
    await fill(topic, records, (megabytes - filled) * 1e6)
    filled = megabytes
    const killedSeconds = await restart(cluster, topic, 'SIGKILL')
    yield { megabytes, killedSeconds, stoppedSeconds: await restart(cluster, topic, 'SIGTERM') }
  }
}
