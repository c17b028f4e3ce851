import type { ConfigKey, ConfigValues } from '@gregor/base'
import { groupKeys } from './broker/group-keys.ts'
import { ignoredKeys } from './broker/ignored-keys.ts'
import { logKeys } from './broker/log-keys.ts'
import { networkKeys } from './broker/network-keys.ts'
import { nodeKeys } from './broker/node-keys.ts'
import { quorumKeys } from './broker/quorum-keys.ts'
import { replicationKeys } from './broker/replication-keys.ts'
import { topicDefaultKeys } from './broker/topic-default-keys.ts'
import { transactionKeys } from './broker/transaction-keys.ts'

/** Every key of `server.properties` that a node acts on. */
export const brokerKeys = {
  ...nodeKeys,
  ...quorumKeys,
  ...topicDefaultKeys,
  ...logKeys,
  ...replicationKeys,
  ...groupKeys,
  ...transactionKeys,
  ...networkKeys
} as const

export type BrokerKeyName = keyof typeof brokerKeys

/** The typed values of a node's config, by key: `config['num.partitions']`. */
export type BrokerConfigValues = ConfigValues<typeof brokerKeys>

/** Every key that a config file may have, those without effect included. */
export const allBrokerKeys: ReadonlyMap<string, ConfigKey> = new Map<string, ConfigKey>([
  ...Object.entries(brokerKeys),
  ...Object.entries(ignoredKeys)
])
