import { setTimeout as pause } from 'node:timers/promises'
import { CreateTopicsApi } from '../../packages/protocol/dist/messages/create-topics.js'
import { MetadataApi } from '../../packages/protocol/dist/messages/metadata.js'
import { withConnection } from './connection.mjs'

const LEADERS_MS_MAX = 120_000

/**
 * Creates a topic (6 partitions, three replicas, `min.insync.replicas` 2) and waits for its leaders: `byLeader` are the partitions
 * of each, by the port of the broker.
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
    const { errorCode, errorMessage, topicId } = (await connection.request(CreateTopicsApi, 7, asked)).topics[0]
    if (errorCode !== 0) throw new Error(`cannot create ${name}: ${errorMessage}`)
    for (const deadline = performance.now() + LEADERS_MS_MAX; performance.now() < deadline; await pause(50)) {
      const byLeader = await leadersOf(connection, { topicId, name, partitions })
      if (byLeader !== undefined) return { topicId, name, partitions, byLeader }
    }
    throw new Error(`${name} has no leader for each partition after ${LEADERS_MS_MAX / 1000} s`)
  })
}

/** The partitions that each broker leads, by its port, as the broker of the connection knows; undefined while any has no leader. */
export async function leadersOf(connection, { topicId, name, partitions }) {
  const asked = { topics: [{ topicId, name }], allowAutoTopicCreation: false }
  const { brokers, topics } = await connection.request(MetadataApi, 12, asked)
  const portOf = new Map(brokers.map(({ nodeId, port }) => [nodeId, port]))
  const found = topics[0].partitions
  if (found.length !== partitions || found.some(({ leaderId }) => !portOf.has(leaderId))) return undefined
  const byLeader = new Map(brokers.map(({ port }) => [port, []]))
  for (const { leaderId, partitionIndex } of found) byLeader.get(portOf.get(leaderId)).push(partitionIndex)
  return byLeader
}
