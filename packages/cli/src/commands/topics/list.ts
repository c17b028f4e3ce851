import { count, table } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'

/** `gregor topics list`. */
export async function listTopics({ cluster }: Session, options: { readonly internal: boolean }): Promise<Report> {
  const { topics } = await cluster.metadata(null)
  const listed = topics
    .filter(({ name, isInternal }) => name !== null && (options.internal || !isInternal))
    .map(({ name, topicId, isInternal, partitions }) => ({
      name: name!,
      id: topicId,
      internal: isInternal,
      partitions: partitions.length,
      replicationFactor: partitions[0]?.replicaNodes.length ?? 0,
      underReplicated: partitions.filter(({ isrNodes, replicaNodes }) => isrNodes.length < replicaNodes.length).length,
      offline: partitions.filter(({ leaderId }) => leaderId < 0).length
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const hidden = topics.length - listed.length
  return { json: { topics: listed }, text: `${listTable(listed)}${hidden === 0 ? '' : `\n${hiddenText(hidden)}`}` }
}

interface ListedTopic {
  readonly name: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly underReplicated: number
  readonly offline: number
}

function listTable(topics: readonly ListedTopic[]): string {
  if (topics.length === 0) return 'There are no topics. `gregor topics create NAME` makes one.'
  return table(
    ['topic', 'partitions', 'replicas', 'under-replicated', 'offline'],
    topics.map(({ name, partitions, replicationFactor, underReplicated, offline }) => [
      name,
      partitions,
      replicationFactor,
      underReplicated,
      offline
    ])
  )
}

const hiddenText = (hidden: number): string => `${count(hidden, 'internal topic')} left out: --internal shows them too.`
