import { CreatePartitionsApi } from '@gregor/protocol/messages/create-partitions'
import { checked } from '../../client/checked.ts'
import { CommandError, usageError } from '../../faults.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'
import { applyConfigs } from '../configs/alter.ts'

export interface AlterTopicOptions {
  readonly partitions?: number
  readonly config?: Readonly<Record<string, string>>
  readonly deleteConfig?: readonly string[]
}

const partitionsMs = 15_000

/** `gregor topics alter TOPIC`. */
export async function alterTopic(session: Session, name: string, options: AlterTopicOptions): Promise<Report> {
  const { partitions } = options
  const change = { set: options.config ?? {}, unset: options.deleteConfig ?? [] }
  const configs = Object.keys(change.set).length + change.unset.length
  if (partitions === undefined && configs === 0)
    throw usageError('nothing to alter: give --partitions, --config or --delete-config')
  const topic = await session.cluster.topic(name)
  const done: string[] = []
  if (configs > 0) {
    await applyConfigs(session, { kind: 'topic', name }, change)
    done.push(...Object.entries(change.set).map(([key, value]) => `${key}=${value}`))
    done.push(...change.unset.map((key) => `${key} unset`))
  }
  if (partitions !== undefined && partitions !== topic.partitions.length) {
    await addPartitions(session, name, partitions)
    done.push(`${topic.partitions.length} partitions became ${partitions}`)
  }
  return {
    json: { topic: { name, partitions: partitions ?? topic.partitions.length }, set: change.set, unset: change.unset },
    text: `${name}: ${done.join(', ') || `has ${partitions} partitions already`}`
  }
}

async function addPartitions({ cluster }: Session, name: string, total: number): Promise<void> {
  const connection = await cluster.any()
  const { results } = await connection.request(
    CreatePartitionsApi,
    { topics: [{ name, count: total, assignments: null }], timeoutMs: partitionsMs, validateOnly: false },
    { extraMs: partitionsMs }
  )
  const result = results[0]
  if (result === undefined) throw new CommandError(`topic ${name}: the broker did not say what became of it`)
  checked(result.errorCode, `topic ${name} keeps its partitions`, result.errorMessage)
}
