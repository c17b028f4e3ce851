import { ApiKey } from '@gregor/protocol'
import { DescribeClusterApi } from '@gregor/protocol/messages/describe-cluster'
import { checked } from '../client/checked.ts'
import { addressText } from '../client/address.ts'
import type { Cluster } from '../client/cluster.ts'
import { CommandError } from '../faults.ts'
import { table } from '../format/table.ts'
import type { Report } from '../report.ts'
import type { Session } from '../session.ts'
import { quorumState } from './quorum-state.ts'

/** A broker as the controller knows it, fenced ones included. */
export interface KnownBroker {
  readonly id: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
  readonly fenced: boolean
}

/** All registered brokers, and the id of the cluster. */
export async function knownBrokers(
  cluster: Cluster
): Promise<{ readonly clusterId: string; readonly brokers: readonly KnownBroker[] }> {
  const connection = await cluster.any()
  const canTellFenced = (connection.served.get(ApiKey.DescribeCluster)?.max ?? 0) >= 2
  const answer = await connection.request(DescribeClusterApi, {
    includeClusterAuthorizedOperations: false,
    ...(canTellFenced ? { includeFencedBrokers: true } : {})
  })
  checked(answer.errorCode, 'the brokers', answer.errorMessage)
  const brokers = answer.brokers.map(({ brokerId, host, port, rack, isFenced }) => ({
    id: brokerId,
    host,
    port,
    rack,
    fenced: isFenced
  }))
  return { clusterId: answer.clusterId, brokers: brokers.toSorted((a, b) => a.id - b.id) }
}

/** `gregor brokers`. */
export async function listBrokers({ cluster }: Session): Promise<Report> {
  const { clusterId, brokers } = await knownBrokers(cluster)
  const { topics } = await cluster.metadata(null)
  const partitions = topics.flatMap((topic) => topic.partitions)
  const controller = await controllerOf(cluster)
  const listed = await Promise.all(
    brokers.map(async (broker) => ({
      ...broker,
      controller: broker.id === controller,
      leaders: partitions.filter(({ leaderId }) => leaderId === broker.id).length,
      replicas: partitions.filter(({ replicaNodes }) => replicaNodes.includes(broker.id)).length,
      inSync: partitions.filter(({ isrNodes }) => isrNodes.includes(broker.id)).length,
      ...(await reach(cluster, broker))
    }))
  )
  const rows = listed.map((broker) => [
    broker.id,
    addressText(broker),
    broker.rack,
    broker.fenced ? 'fenced' : broker.reachable ? 'up' : 'not reached from here',
    broker.controller ? 'controller' : '',
    broker.leaders,
    broker.replicas,
    broker.inSync,
    Object.entries(broker.features ?? {})
      .map(([name, level]) => `${name}=${level}`)
      .join(' ')
  ])
  const heads = ['id', 'address', 'rack', 'state', 'role', 'leaders', 'replicas', 'in sync', 'features']
  return { json: { clusterId, controller, brokers: listed }, text: `cluster ${clusterId}\n${table(heads, rows)}` }
}

/** The active controller; null while there is none, or where it is no broker's business. */
async function controllerOf(cluster: Cluster): Promise<number | null> {
  try {
    return (await quorumState(cluster)).leader
  } catch (error) {
    if (error instanceof CommandError) return null
    throw error
  }
}

interface Reached {
  readonly reachable: boolean
  /** Levels of the finalized features; null when the broker could not be asked. */
  readonly features: Readonly<Record<string, number>> | null
}

async function reach(cluster: Cluster, broker: KnownBroker): Promise<Reached> {
  try {
    return { reachable: true, features: (await cluster.at(broker)).features }
  } catch (error) {
    if (error instanceof CommandError) return { reachable: false, features: null }
    throw error
  }
}
