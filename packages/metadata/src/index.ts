export type * from './types.ts'
export type * from './records.ts'
export { ConfigResourceType } from './types.ts'
export { MetadataStore } from './image/metadata-store.ts'
export { partitionRecord } from './image/image-records.ts'
export { decodeMetadataBatch, encodeMetadataBatch } from './record-codec.ts'
export { isInternalTopic, internalTopics, topicNameLengthMax, topicNameProblem } from './topic-name.ts'
export { placeReplicas, type PlacementBroker, type PlacementRequest } from './placement.ts'
export { topicKeys, type TopicKeyName } from './config/topic-keys.ts'
export { consumerGroupKeys, type ConsumerGroupKeyName } from './config/consumer-group-keys.ts'
export { allBrokerKeys, brokerKeys, type BrokerConfigValues, type BrokerKeyName } from './config/broker-keys.ts'
export {
  parseBrokerConfig,
  type BrokerConfig,
  type ConfigProblem,
  type ParsedBrokerConfig,
  type UnknownKey
} from './config/broker-config.ts'
export { nearestName } from './config/nearest-name.ts'
export { brokerConfigSources, ConfigSource, type BrokerConfigSources } from './config/sources.ts'
export {
  resolveBrokerEntry,
  resolveGroupEntry,
  resolveTopicConfig,
  resolveTopicEntry,
  type ConfigEntry,
  type ConfigSynonym,
  type TopicConfigValues
} from './config/resolve.ts'
export {
  topicKeysByName,
  validateDynamicBrokerConfig,
  validateGroupConfig,
  validateTopicConfig
} from './config/validate.ts'
export { toLogConfig } from './config/log-config.ts'
