import type { Cluster } from '../../client/cluster.ts'
import { listOffsets, logPlace } from '../../client/offsets.ts'
import { type TopicPartition, partitionText } from '../../client/partitions.ts'
import { CommandError, usageError } from '../../faults.ts'
import { table } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'
import { found } from '../consume/start.ts'
import { parseTime } from '../time.ts'
import { type CommittedOffset, commitOffsets, committedOffsets } from './committed.ts'

export interface ResetOptions {
  readonly topic?: readonly string[]
  readonly allTopics?: true
  readonly toEarliest?: true
  readonly toLatest?: true
  readonly toOffset?: number
  readonly toDatetime?: string
  readonly execute?: true
}

/** Where to go on. */
type Target =
  | { readonly kind: 'earliest' | 'latest' }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'time'; readonly timestampMs: number }

/** `gregor groups reset-offsets GROUP`. A group that does not exist yet is made by it, as by a consumer's first commit. */
export async function resetOffsets(session: Session, group: string, options: ResetOptions): Promise<Report> {
  const target = targetOf(options)
  if ((options.topic === undefined) === (options.allTopics === undefined))
    throw usageError('say which partitions: --topic or --all-topics')
  const { cluster, pause } = session
  const coordinator = await cluster.coordinator(group, pause)
  const committed = await committedOffsets(coordinator, group)
  const partitions = options.topic === undefined ? committed : await namedPartitions(cluster, options.topic)
  if (partitions.length === 0) throw new CommandError(`group ${group} has no offsets; name a topic with --topic`)
  const offsets = await offsetsAt(cluster, partitions, target)
  if (options.execute === true) await commitOffsets(coordinator, group, offsets)
  const before = new Map(committed.map((offset) => [partitionText(offset), offset.offset]))
  const changes = offsets.map(({ topic, partition, offset }) => ({
    topic,
    partition,
    from: before.get(partitionText({ topic, partition })) ?? null,
    to: offset
  }))
  const executed = options.execute === true
  const rows = changes.map(({ topic, partition, from, to }) => [topic, partition, from, to])
  const note = executed ? `Group ${group} goes on from there.` : 'Nothing was changed: --execute does it.'
  return {
    json: { group, executed, partitions: changes },
    text: `${table(['topic', 'partition', 'from', 'to'], rows)}\n${note}`
  }
}

function targetOf({ toEarliest, toLatest, toOffset, toDatetime }: ResetOptions): Target {
  const targets: Target[] = []
  if (toEarliest) targets.push({ kind: 'earliest' })
  if (toLatest) targets.push({ kind: 'latest' })
  if (toOffset !== undefined) targets.push({ kind: 'offset', offset: toOffset })
  if (toDatetime !== undefined) targets.push({ kind: 'time', timestampMs: parseTime(toDatetime) })
  if (targets.length !== 1)
    throw usageError('say where to: one of --to-earliest, --to-latest, --to-offset, --to-datetime')
  return targets[0]!
}

/** `topic` or `topic:0,1`. */
async function namedPartitions(cluster: Cluster, wishes: readonly string[]): Promise<TopicPartition[]> {
  const found = new Map<string, TopicPartition>()
  for (const wish of wishes) {
    const match = /^([^:]+)(?::(\d+(?:,\d+)*))?$/.exec(wish)
    if (match === null) throw usageError(`--topic ${wish}: expected topic, or topic:0,1,..`)
    const name = match[1]!
    const all = (await cluster.topic(name)).partitions
      .map(({ partitionIndex }) => partitionIndex)
      .toSorted((a, b) => a - b)
    const wanted = match[2]?.split(',').map(Number) ?? all
    const missing = wanted.find((partition) => !all.includes(partition))
    if (missing !== undefined)
      throw new CommandError(`topic ${name} has no partition ${missing}; it has ${all.length}, from 0`)
    for (const partition of wanted) found.set(`${name}-${partition}`, { topic: name, partition })
  }
  return [...found.values()]
}

async function offsetsAt(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  target: Target
): Promise<CommittedOffset[]> {
  const asked = { earliest: logPlace.earliest, latest: logPlace.latest }
  switch (target.kind) {
    case 'earliest':
    case 'latest':
      return found(partitions, await listOffsets(cluster, partitions, asked[target.kind]))
    case 'offset': {
      const [first, end] = [
        found(partitions, await listOffsets(cluster, partitions, asked.earliest)),
        found(partitions, await listOffsets(cluster, partitions, asked.latest))
      ]
      return first.map(({ topic, partition, offset }, index) => ({
        topic,
        partition,
        offset: Math.min(Math.max(target.offset, offset), end[index]!.offset)
      }))
    }
    case 'time': {
      const offsets = found(partitions, await listOffsets(cluster, partitions, target.timestampMs))
      const end = found(partitions, await listOffsets(cluster, partitions, asked.latest))
      // No record is as late: then the end.
      return offsets.map((offset, index) => (offset.offset < 0 ? end[index]! : offset))
    }
  }
}
