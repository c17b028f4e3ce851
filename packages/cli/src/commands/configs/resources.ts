import { DescribeConfigsApi, type DescribeConfigsResourceResult } from '@gregor/protocol/messages/describe-configs'
import { checked } from '../../client/checked.ts'
import type { Cluster } from '../../client/cluster.ts'
import type { Connection } from '../../client/connection.ts'
import { usageError } from '../../faults.ts'

export type ResourceKind = 'topic' | 'broker'

/** Whose configs. The broker `default` stands for what holds for all brokers. */
export interface Resource {
  readonly kind: ResourceKind
  readonly name: string
}

export interface ConfigEntry {
  readonly name: string
  /** Null: a secret, or nothing. */
  readonly value: string | null
  readonly source: ConfigSource
  readonly readOnly: boolean
  readonly sensitive: boolean
}

/** Kafka's numbers for resources, in requests for configs. */
const resourceTypes = { topic: 2, broker: 4 } as const

/** Kafka's numbers for where a value comes from (KIP-226), in words. */
const sources = {
  1: 'topic',
  2: 'broker',
  3: 'all brokers',
  4: 'properties file',
  5: 'default',
  6: 'broker logger'
} as const
export type ConfigSource = (typeof sources)[keyof typeof sources] | 'unknown'

/** How a request names a resource. */
export function requestName({ kind, name }: Resource): {
  readonly resourceType: number
  readonly resourceName: string
} {
  return { resourceType: resourceTypes[kind], resourceName: kind === 'broker' && name === 'default' ? '' : name }
}

export const resourceText = ({ kind, name }: Resource): string => `${kind} ${name}`

/** The broker that must answer: a broker itself for its own configs, any for others. Throws when the name is impossible. */
export async function connectionFor(cluster: Cluster, { kind, name }: Resource): Promise<Connection> {
  if (kind === 'topic' || name === 'default') return cluster.any()
  if (!/^\d{1,10}$/.test(name)) throw usageError(`broker ${name}: expected the id of a broker, or "default"`)
  return cluster.broker(Number(name))
}

/** The configs of resources, all or those of `keys`, by `resourceText`. Topics are asked for in one request. */
export async function configsOf(
  cluster: Cluster,
  resources: readonly Resource[],
  keys: readonly string[] | null = null
): Promise<ReadonlyMap<string, readonly ConfigEntry[]>> {
  const found = new Map<string, readonly ConfigEntry[]>()
  const topics = resources.filter(({ kind }) => kind === 'topic')
  const requests = [
    ...(topics.length > 0 ? [topics] : []),
    ...resources.filter((it) => it.kind === 'broker').map((it) => [it])
  ]
  for (const wanted of requests) {
    const connection = await connectionFor(cluster, wanted[0]!)
    const { results } = await connection.request(DescribeConfigsApi, {
      resources: wanted.map((resource) => ({ ...requestName(resource), configurationKeys: keys })),
      includeSynonyms: false,
      includeDocumentation: false
    })
    for (const [index, { errorCode, errorMessage, configs }] of results.entries()) {
      const name = resourceText(wanted[index]!)
      checked(errorCode, name, errorMessage)
      found.set(
        name,
        configs.map(entryOf).toSorted((a, b) => (a.name < b.name ? -1 : 1))
      )
    }
  }
  return found
}

function entryOf(config: DescribeConfigsResourceResult): ConfigEntry {
  return {
    name: config.name,
    value: config.value,
    source: sources[config.configSource as keyof typeof sources] ?? 'unknown',
    readOnly: config.readOnly,
    sensitive: config.isSensitive
  }
}
