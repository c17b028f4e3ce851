import type { BrokerId } from '@gregor/base'
import {
  brokerConfigSources,
  ConfigResourceType,
  resolveTopicEntry,
  type BrokerConfigSources,
  type MetadataImage,
  type PartitionImage,
  type TopicKeyName
} from '@gregor/metadata'
import type { PartitionRules } from './partition-change.ts'
import type { ControllerSettings } from './settings.ts'

/** The configs of a topic that the controller acts on. */
export interface TopicRules {
  readonly minIsr: number
  readonly unclean: boolean
  readonly flushBeforeAck: boolean
}

/** Where a topic finds the values that it does not set itself. */
export function defaultSources(image: MetadataImage, { config }: ControllerSettings): BrokerConfigSources {
  return brokerConfigSources(image, config.values['node.id'] as BrokerId, config)
}

/** The rules of topics, resolved once each: for one operation, as configs may change between two. */
export function topicRules(image: MetadataImage, settings: ControllerSettings): (topic: string) => TopicRules {
  const sources = defaultSources(image, settings)
  const known = new Map<string, TopicRules>()
  return (topic) => {
    const found = known.get(topic)
    if (found !== undefined) return found
    const overrides = image.configOverrides(ConfigResourceType.topic, topic)
    const value = (name: TopicKeyName): string | undefined => resolveTopicEntry(name, overrides, sources).value
    const rules = {
      minIsr: Number(value('min.insync.replicas')),
      unclean: value('unclean.leader.election.enable') === 'true',
      flushBeforeAck: value('flush.before.ack') === 'true'
    }
    known.set(topic, rules)
    return rules
  }
}

/** What decides about one partition. */
export function partitionRules(
  partition: PartitionImage,
  topic: TopicRules,
  canLead: (broker: BrokerId) => boolean
): PartitionRules {
  return { canLead, minIsr: Math.min(topic.minIsr, partition.replicas.length), unclean: topic.unclean }
}
