import { intKey, type ConfigKey } from '@gregor/base'

/** What can be set for one group (a config resource of type GROUP), with Kafka's names. */
export const consumerGroupKeys = {
  'consumer.session.timeout.ms': intKey({
    name: 'consumer.session.timeout.ms',
    defaultValue: 45_000,
    min: 1,
    brokerDefault: 'group.consumer.session.timeout.ms',
    doc: 'How long, in milliseconds, a member of the group may be silent; held within group.consumer.min.session.timeout.ms and group.consumer.max.session.timeout.ms.'
  }),
  'consumer.heartbeat.interval.ms': intKey({
    name: 'consumer.heartbeat.interval.ms',
    defaultValue: 5000,
    min: 1,
    brokerDefault: 'group.consumer.heartbeat.interval.ms',
    doc: 'How often, in milliseconds, the members of the group are to heartbeat; held within group.consumer.min.heartbeat.interval.ms and group.consumer.max.heartbeat.interval.ms.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>

export type ConsumerGroupKeyName = keyof typeof consumerGroupKeys
