import { intKey, listKey, longKey, stringKey, type ConfigKey } from '@gregor/base'

/** Kafka's Integer.MAX_VALUE: "no limit". */
const intMax = 2 ** 31 - 1

/** Consumer groups. */
export const groupKeys = {
  'group.initial.rebalance.delay.ms': intKey({
    name: 'group.initial.rebalance.delay.ms',
    defaultValue: 3000,
    min: 0,
    doc: 'How long, in milliseconds, an empty group waits for more members before its first rebalance.'
  }),
  'group.min.session.timeout.ms': intKey({
    name: 'group.min.session.timeout.ms',
    defaultValue: 6000,
    min: 1,
    doc: 'The shortest session timeout, in milliseconds, that a member may ask for.'
  }),
  'group.max.session.timeout.ms': intKey({
    name: 'group.max.session.timeout.ms',
    defaultValue: 1_800_000,
    min: 1,
    doc: 'The longest session timeout, in milliseconds, that a member may ask for.'
  }),
  'group.max.size': intKey({
    name: 'group.max.size',
    defaultValue: intMax,
    min: 1,
    doc: 'The most members that a group may have.'
  }),
  'group.coordinator.rebalance.protocols': listKey({
    name: 'group.coordinator.rebalance.protocols',
    defaultValue: ['classic', 'consumer'],
    allowed: ['classic', 'consumer', 'share', 'streams'],
    doc: 'The protocols by which groups may be managed; share and streams are accepted and without effect.'
  }),
  'group.consumer.session.timeout.ms': intKey({
    name: 'group.consumer.session.timeout.ms',
    defaultValue: 45_000,
    min: 1,
    doc: 'How long, in milliseconds, a member of a consumer group (KIP-848) may be silent.'
  }),
  'group.consumer.min.session.timeout.ms': intKey({
    name: 'group.consumer.min.session.timeout.ms',
    defaultValue: 45_000,
    min: 1,
    doc: 'The shortest consumer.session.timeout.ms, in milliseconds, that one group may have.'
  }),
  'group.consumer.max.session.timeout.ms': intKey({
    name: 'group.consumer.max.session.timeout.ms',
    defaultValue: 60_000,
    min: 1,
    doc: 'The longest consumer.session.timeout.ms, in milliseconds, that one group may have.'
  }),
  'group.consumer.heartbeat.interval.ms': intKey({
    name: 'group.consumer.heartbeat.interval.ms',
    defaultValue: 5000,
    min: 1,
    doc: 'How often, in milliseconds, members of consumer groups (KIP-848) are to heartbeat.'
  }),
  'group.consumer.min.heartbeat.interval.ms': intKey({
    name: 'group.consumer.min.heartbeat.interval.ms',
    defaultValue: 5000,
    min: 1,
    doc: 'The shortest consumer.heartbeat.interval.ms, in milliseconds, that one group may have.'
  }),
  'group.consumer.max.heartbeat.interval.ms': intKey({
    name: 'group.consumer.max.heartbeat.interval.ms',
    defaultValue: 15_000,
    min: 1,
    doc: 'The longest consumer.heartbeat.interval.ms, in milliseconds, that one group may have.'
  }),
  'group.consumer.max.size': intKey({
    name: 'group.consumer.max.size',
    defaultValue: intMax,
    min: 1,
    doc: 'The most members that a consumer group (KIP-848) may have.'
  }),
  'group.consumer.assignors': listKey({
    name: 'group.consumer.assignors',
    defaultValue: ['uniform', 'range'],
    allowed: [
      'uniform',
      'range',
      'org.apache.kafka.coordinator.group.assignor.UniformAssignor',
      'org.apache.kafka.coordinator.group.assignor.RangeAssignor'
    ],
    doc: "How consumer groups (KIP-848) may have their partitions assigned; the first is the default. Kafka's class names mean the same."
  }),
  'group.lag.metrics.groups.max': intKey({
    name: 'group.lag.metrics.groups.max',
    defaultValue: 100,
    min: 0,
    max: 10_000,
    own: true,
    doc: 'How many of the groups that a broker coordinates have their lag as metrics (gregor_group_lag_records, gregor_group_lag_seconds), those with members first; the leaders are asked once a scrape. 0 = none.'
  }),
  'group.history.events': intKey({
    name: 'group.history.events',
    defaultValue: 100,
    min: 0,
    max: 10_000,
    own: true,
    doc: 'How many events of each group (members that join and leave, rebalances, assignments) its coordinator keeps in memory for `gregor groups describe --history`; 0 = none. All groups of one partition of __consumer_offsets have 5000 between them.'
  }),
  'group.consumer.migration.policy': stringKey({
    name: 'group.consumer.migration.policy',
    defaultValue: 'bidirectional',
    allowed: ['bidirectional', 'upgrade', 'downgrade', 'disabled'],
    doc: 'Whether a group with members changes its protocol while it works: to a consumer group (KIP-848) when the first member of that protocol joins (upgrade), back to a classic group when the last such member is gone (downgrade), both, or neither.'
  }),
  'offset.metadata.max.bytes': intKey({
    name: 'offset.metadata.max.bytes',
    defaultValue: 4096,
    min: 0,
    doc: 'The longest text, in bytes, that may be kept with a committed offset.'
  }),
  'offsets.commit.timeout.ms': intKey({
    name: 'offsets.commit.timeout.ms',
    defaultValue: 5000,
    min: 1,
    doc: 'How long, in milliseconds, a commit of offsets may wait for the in-sync replicas.'
  }),
  'offsets.retention.minutes': intKey({
    name: 'offsets.retention.minutes',
    defaultValue: 10_080,
    min: 1,
    doc: 'How long, in minutes, the offsets of a group without members are kept.'
  }),
  'offsets.retention.check.interval.ms': longKey({
    name: 'offsets.retention.check.interval.ms',
    defaultValue: 600_000,
    min: 1,
    doc: 'How often, in milliseconds, expired offsets are looked for.'
  }),
  'offsets.load.buffer.size': intKey({
    name: 'offsets.load.buffer.size',
    defaultValue: 5_242_880,
    min: 1,
    doc: 'How many bytes at a time are read when the offsets of groups are loaded.'
  }),
  'offsets.topic.compression.codec': intKey({
    name: 'offsets.topic.compression.codec',
    defaultValue: 0,
    ignored: true,
    doc: 'Accepted for compatibility: __consumer_offsets is stored uncompressed.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>
