import type { Cluster } from '../../client/cluster.ts'
import { CommandError, usageError } from '../../faults.ts'
import { list, table } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'
import { type KnownBroker, knownBrokers } from '../brokers.ts'
import { configsOf } from '../configs/resources.ts'
import { logDirsOf } from '../log-dirs.ts'
import { topicStates } from '../topics/partitions.ts'
import { judgePartition, type ReplicaFacts } from './verdict.ts'

/** `gregor why TOPIC-PARTITION`. */
export async function explainPartition({ cluster }: Session, name: string): Promise<Report> {
  const { topic, partition } = parseName(name)
  const [described] = await topicStates(cluster, [topic])
  const state = described?.partitions.find((candidate) => candidate.partition === partition)
  if (state === undefined)
    throw new CommandError(
      `topic ${topic} has no partition ${partition}; it has ${described?.partitions.length ?? 0}, from 0`
    )
  const { brokers } = await knownBrokers(cluster)
  const configs = (await configsOf(cluster, [{ kind: 'topic', name: topic }])).get(`topic ${topic}`) ?? []
  const minInsyncReplicas = Number(configs.find((config) => config.name === 'min.insync.replicas')?.value ?? 1)
  const replicas = new Map(
    await Promise.all(
      state.replicas.map(async (id) => {
        const broker = brokers.find((candidate) => candidate.id === id)
        return [id, await ask(cluster, broker, { topic, partition })] as const
      })
    )
  )
  const verdict = judgePartition({ topic, state, brokers, replicas, minInsyncReplicas })
  const rows = verdict.replicas.map(({ broker, role, note }) => [String(broker), role, note])
  const leader = state.leader < 0 ? 'no leader' : `leader ${state.leader}`
  const todo = verdict.todo.map((step) => `- ${step}`).join('\n')
  return {
    json: { topic, ...state, minInsyncReplicas, ...verdict },
    text: `${name}: ${verdict.status}
${leader} in epoch ${state.leaderEpoch}, ISR ${list(state.isr)}, ELR ${list(state.elr ?? [])}
${table(['broker', 'role', 'what is known'], rows)}
${verdict.acksAll.text}${todo === '' ? '' : `\nWhat to do:\n${todo}`}`,
    healthy: verdict.status === 'healthy'
  }
}

/** The partition stands after the last dash: topics may have dashes in their names. */
function parseName(name: string): { readonly topic: string; readonly partition: number } {
  const match = /^(.+)-(\d{1,9})$/.exec(name)
  if (match === null) throw usageError(`${name}: expected topic and partition, as in orders-0`)
  return { topic: match[1]!, partition: Number(match[2]) }
}

async function ask(
  cluster: Cluster,
  broker: KnownBroker | undefined,
  place: { readonly topic: string; readonly partition: number }
): Promise<ReplicaFacts> {
  if (broker === undefined) return { unreachable: 'its address is not known', offlineDirs: [] }
  try {
    const dirs = await logDirsOf(await cluster.at(broker), [place])
    const sizes = dirs.flatMap(({ logs }) => logs.get(`${place.topic}-${place.partition}`) ?? [])
    const offlineDirs = dirs.filter(({ offline }) => offline).map(({ path }) => path)
    return { offlineDirs, ...(sizes[0] === undefined ? {} : { logBytes: sizes[0] }) }
  } catch (error) {
    if (error instanceof CommandError) return { unreachable: error.message, offlineDirs: [] }
    throw error
  }
}
