import { BrokerId, noMetrics, silentLogger } from '@gregor/base'
import { MetadataStore, parseBrokerConfig } from '@gregor/metadata'
import { createApiRegistry } from './handlers/all.ts'
import type { BrokerPorts } from './ports.ts'
import { Suspects } from './suspects.ts'

/** One API as ApiVersions advertises it. */
export interface ServedApiInfo {
  readonly key: number
  readonly name: string
  readonly min: number
  readonly max: number
}

/** What ApiVersions advertises, for the reference pages. It is read off the table; no handler is called. */
export function servedApis(): ServedApiInfo[] {
  const neverCalled = {} as BrokerPorts
  const ports: BrokerPorts = {
    ...neverCalled,
    logger: silentLogger,
    metrics: noMetrics,
    metadata: { image: new MetadataStore(), onDelta: () => () => {} }
  }
  const { config } = parseBrokerConfig(new Map())
  const registry = createApiRegistry({
    nodeId: BrokerId(0),
    config,
    ports,
    suspects: new Suspects({ ...ports, self: BrokerId(0) })
  })
  return registry.advertised.map(({ apiKey, minVersion, maxVersion }) => ({
    key: apiKey,
    name: registry.get(apiKey)!.api.name,
    min: minVersion,
    max: maxVersion
  }))
}
