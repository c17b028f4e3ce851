import { IncrementalAlterConfigsApi } from '@gregor/protocol/messages/incremental-alter-configs'
import { checked } from '../../client/checked.ts'
import { CommandError } from '../../faults.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'
import { type Resource, connectionFor, requestName, resourceText } from './resources.ts'

export interface ConfigChange {
  readonly set: Readonly<Record<string, string>>
  readonly unset: readonly string[]
}

/** Kafka's numbers for what to do with a config (KIP-339). */
const operation = { set: 0, unset: 1 } as const

/** `gregor configs set` and `unset`. */
export async function alterConfigs(session: Session, resource: Resource, change: ConfigChange): Promise<Report> {
  if (resource.kind === 'topic') await session.cluster.topic(resource.name)
  await applyConfigs(session, resource, change)
  const done = [
    ...Object.entries(change.set).map(([key, value]) => `${key}=${value}`),
    ...change.unset.map((key) => `${key} unset`)
  ]
  return { json: { ...resource, ...change }, text: `${resourceText(resource)}: ${done.join(', ')}` }
}

/** Changes all of it or nothing. */
export async function applyConfigs({ cluster }: Session, resource: Resource, change: ConfigChange): Promise<void> {
  const connection = await connectionFor(cluster, resource)
  const configs = [
    ...Object.entries(change.set).map(([name, value]) => ({ name, configOperation: operation.set, value })),
    ...change.unset.map((name) => ({ name, configOperation: operation.unset, value: null }))
  ]
  const { responses } = await connection.request(IncrementalAlterConfigsApi, {
    resources: [{ ...requestName(resource), configs }],
    validateOnly: false
  })
  const answer = responses[0]
  if (answer === undefined)
    throw new CommandError(`${resourceText(resource)}: the broker did not say what became of it`)
  checked(answer.errorCode, `the configs of ${resourceText(resource)} stay as they were`, answer.errorMessage)
}
