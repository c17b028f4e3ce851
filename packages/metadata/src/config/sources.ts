import type { BrokerId } from '@gregor/base'
import { ConfigResourceType, type MetadataImage } from '../types.ts'
import type { BrokerConfig } from './broker-config.ts'

/** Where a value comes from: Kafka's ConfigSource codes in DescribeConfigs. */
export const ConfigSource = {
  topic: 1,
  dynamicBroker: 2,
  dynamicDefaultBroker: 3,
  staticBroker: 4,
  default: 5,
  group: 8
} as const
export type ConfigSource = (typeof ConfigSource)[keyof typeof ConfigSource]

/** The places to look for a broker's value of a key, nearest first. */
export interface BrokerConfigSources {
  readonly dynamic: ReadonlyMap<string, string>
  readonly dynamicDefault: ReadonlyMap<string, string>
  readonly static: ReadonlyMap<string, string>
}

/** What `broker` sees: its own dynamic values, the cluster-wide ones, its config file. */
export function brokerConfigSources(image: MetadataImage, broker: BrokerId, config: BrokerConfig): BrokerConfigSources {
  return {
    dynamic: image.configOverrides(ConfigResourceType.broker, String(broker)),
    dynamicDefault: image.configOverrides(ConfigResourceType.broker, ''),
    static: config.explicit
  }
}
