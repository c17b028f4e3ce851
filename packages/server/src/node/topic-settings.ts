import type { BrokerId } from '@gregor/base'
import {
  type BrokerConfig,
  ConfigResourceType,
  type MetadataImage,
  brokerConfigSources,
  resolveTopicConfig,
  toLogConfig
} from '@gregor/metadata'
import type { TopicSettings } from '@gregor/replication'

/** What replication needs of a topic's config, resolved against the metadata of now. */
export function topicSettings(options: {
  readonly image: MetadataImage
  readonly nodeId: BrokerId
  readonly config: BrokerConfig
}): (topic: string) => TopicSettings {
  const { image, nodeId, config } = options
  return (topic) => {
    const sources = brokerConfigSources(image, nodeId, config)
    const resolved = resolveTopicConfig(image.configOverrides(ConfigResourceType.topic, topic), sources)
    return {
      logConfig: toLogConfig(resolved, config.values),
      minInsyncReplicas: resolved['min.insync.replicas'],
      flushBeforeAck: resolved['flush.before.ack']
    }
  }
}
