import { ErrorCode } from '@gregor/protocol'
import { CreateTopicsApi } from '@gregor/protocol/messages/create-topics'
import { checked } from '../../client/checked.ts'
import { CommandError } from '../../faults.ts'
import { count } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'

export interface CreateTopicOptions {
  readonly partitions?: number
  readonly replicationFactor?: number
  readonly config?: Readonly<Record<string, string>>
  readonly dryRun?: boolean
}

/** How long the broker may take until all leaders serve. */
const creationMs = 15_000

/** `gregor topics create TOPIC`. */
export async function createTopic({ cluster }: Session, name: string, options: CreateTopicOptions): Promise<Report> {
  const connection = await cluster.any()
  const { topics } = await connection.request(
    CreateTopicsApi,
    {
      timeoutMs: creationMs,
      validateOnly: options.dryRun === true,
      topics: [
        {
          name,
          numPartitions: options.partitions ?? -1,
          replicationFactor: options.replicationFactor ?? -1,
          assignments: [],
          configs: Object.entries(options.config ?? {}).map(([key, value]) => ({ name: key, value }))
        }
      ]
    },
    { min: 5, extraMs: creationMs }
  )
  const created = topics[0]
  if (created === undefined) throw new CommandError(`topic ${name}: the broker did not say what became of it`)
  if (created.errorCode === ErrorCode.TOPIC_ALREADY_EXISTS)
    throw new CommandError(`there is a topic ${name} already; \`gregor topics alter ${name}\` changes it`)
  checked(created.errorCode, `topic ${name} was not created`, created.errorMessage)
  const dryRun = options.dryRun === true
  const { topicId: id, numPartitions: partitions, replicationFactor } = created
  return {
    json: { topic: { name, id: dryRun ? null : id, partitions, replicationFactor }, created: !dryRun },
    text: `${dryRun ? 'could be created' : 'created'}: ${name}, ${count(partitions, 'partition')}, ${count(replicationFactor, 'replica')}`
  }
}
