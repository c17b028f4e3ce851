import { setTimeout as pause } from 'node:timers/promises'
import { ZERO_TOPIC_ID } from '../../packages/base/dist/index.js'
import { ErrorCode } from '../../packages/protocol/dist/index.js'
import { CreateTopicsApi } from '../../packages/protocol/dist/messages/create-topics.js'
import { ListOffsetsApi } from '../../packages/protocol/dist/messages/list-offsets.js'
import { MetadataApi } from '../../packages/protocol/dist/messages/metadata.js'
import { openConnection, withConnection } from './connection.mjs'

const LEADERS_MS_MAX = 120_000

/**
 * Creates a topic (6 partitions, three replicas, `min.insync.replicas` 2) and waits until its leaders serve it: `byLeader` are the
 * partitions of each, by the port of the broker.
 */
export function createTopic(cluster, { name, partitions = 6, replicas = 3, configs = {} }) {
  return withConnection(cluster.ports[0], async (connection) => {
    const settings = { 'min.insync.replicas': String(Math.max(1, replicas - 1)), ...configs }
    const topic = {
      name,
      numPartitions: partitions,
      replicationFactor: replicas,
      assignments: [],
      configs: Object.entries(settings).map(([key, value]) => ({ name: key, value }))
    }
    const asked = { topics: [topic], timeoutMs: 60_000, validateOnly: false }
    const { errorCode, errorMessage } = (await connection.request(CreateTopicsApi, 7, asked)).topics[0]
    // It may exist by this very request: a broker asks another controller when the one that did it is gone.
    const exists = errorCode === 0 || errorCode === ErrorCode.TOPIC_ALREADY_EXISTS
    if (!exists) throw new Error(`cannot create ${name}: ${errorMessage}`)
    for (const deadline = performance.now() + LEADERS_MS_MAX; performance.now() < deadline; await pause(50)) {
      const { topicId, byLeader } = await topicOf(connection, name)
      const led = Array.from(byLeader.values()).flat().length
      if (led === partitions && (await allLead(name, byLeader))) return { topicId, name, partitions, byLeader }
    }
    throw new Error(`${name} has no leader for each partition after ${LEADERS_MS_MAX / 1000} s`)
  })
}

/** Whether every leader serves its partitions: it may learn that it leads later than others do. */
async function allLead(name, byLeader) {
  const answers = await Promise.all(
    Array.from(byLeader, ([port, partitions]) =>
      withConnection(port, (connection) => {
        const asked = partitions.map((partitionIndex) => ({ partitionIndex, timestamp: -1 }))
        const topics = [{ name, partitions: asked }]
        return connection.request(ListOffsetsApi, 7, { replicaId: -1, isolationLevel: 0, topics })
      })
    )
  )
  return answers.flatMap(({ topics }) => topics[0].partitions).every(({ errorCode }) => errorCode === 0)
}

/** A topic as the broker of the connection knows it; `byLeader` has no partition that has no leader. */
async function topicOf(connection, name) {
  const asked = { topics: [{ topicId: ZERO_TOPIC_ID, name }], allowAutoTopicCreation: false }
  const { brokers, topics } = await connection.request(MetadataApi, 12, asked)
  const [{ topicId, partitions }] = topics
  const portOf = new Map(brokers.map(({ nodeId, port }) => [nodeId, port]))
  const byLeader = new Map(brokers.map(({ port }) => [port, []]))
  for (const { leaderId, partitionIndex } of partitions) byLeader.get(portOf.get(leaderId))?.push(partitionIndex)
  return { topicId, byLeader }
}

/** A connection to the broker that takes itself for the leader of a partition. */
export async function connectToLeader(ports, { name }, partition) {
  let reason = 'no broker answers'
  for (const port of ports) {
    try {
      const { byLeader } = await withConnection(port, (connection) => topicOf(connection, name))
      if (byLeader.get(port)?.includes(partition)) return await openConnection(port)
      reason = `the broker on port ${port} knows of another leader, or of none`
    } catch (error) {
      reason = error.message
    }
  }
  throw new Error(`nobody leads partition ${partition}: ${reason}`)
}
