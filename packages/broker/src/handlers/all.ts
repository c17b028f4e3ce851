import type { BrokerId } from '@gregor/base'
import type { BrokerConfig } from '@gregor/metadata'
import type { BrokerPorts } from '../ports.ts'
import { ApiRegistry, type ServedApi } from '../registry.ts'
import { createTopicCreator } from '../topic-creator.ts'
import { metadataHandler } from './03-metadata.ts'
import { apiVersionsHandler } from './18-api-versions.ts'

/** The table of all APIs that this broker serves. */
export function createApiRegistry(options: {
  readonly nodeId: BrokerId
  readonly config: BrokerConfig
  readonly ports: BrokerPorts
}): ApiRegistry {
  const { nodeId, config, ports } = options
  const { metadata } = ports
  const settings = config.values
  const topicCreator = createTopicCreator({ ...ports, settings })
  const apis: ServedApi[] = [
    metadataHandler({ nodeId, metadata, topicCreator, autoCreates: settings['auto.create.topics.enable'] }),
    apiVersionsHandler({ nodeId, metadata, advertised: () => registry.advertised })
  ]
  const registry = new ApiRegistry(apis)
  return registry
}
