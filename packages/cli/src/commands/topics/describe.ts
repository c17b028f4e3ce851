import { count, list, printable, table } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'
import { type ConfigEntry, configsOf } from '../configs/resources.ts'
import { type TopicState, topicStates } from './partitions.ts'

type DescribedTopic = TopicState & { readonly configs: readonly ConfigEntry[] }

/** `gregor topics describe TOPIC...`. */
export async function describeTopics({ cluster }: Session, names: readonly string[]): Promise<Report> {
  const unique = [...new Set(names)]
  const states = await topicStates(cluster, unique)
  const configs = await configsOf(
    cluster,
    unique.map((name) => ({ kind: 'topic', name }))
  )
  const topics = states.map((state) => ({
    ...state,
    configs: configs.get(`topic ${state.name}`)!.filter(({ source }) => source === 'topic')
  }))
  return { json: { topics }, text: topics.map(topicText).join('\n\n') }
}

function topicText(topic: DescribedTopic): string {
  const replicas = topic.partitions[0]?.replicas.length ?? 0
  const configs = topic.configs.map(({ name, value }) => `${name}=${printable(value ?? '(hidden)')}`).join(' ')
  return `${topic.name} (id ${topic.id}), ${count(topic.partitions.length, 'partition')}, ${count(replicas, 'replica')}
configs: ${configs || 'all at their defaults'}
${table(
  ['partition', 'leader', 'epoch', 'replicas', 'isr', 'elr', 'offline'],
  topic.partitions.map(({ partition, leader, leaderEpoch, replicas: all, isr, elr, offline }) => [
    partition,
    leader < 0 ? 'none' : String(leader),
    leaderEpoch,
    list(all),
    list(isr),
    list(elr ?? []),
    list(offline)
  ])
)}`
}
