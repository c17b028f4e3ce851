import { booleanKey, intKey, type ConfigKey } from '@gregor/base'

/** New topics, and the topics of the cluster itself. */
export const topicDefaultKeys = {
  'auto.create.topics.enable': booleanKey({
    name: 'auto.create.topics.enable',
    defaultValue: true,
    doc: 'Whether asking for a topic that does not exist creates it.'
  }),
  'delete.topic.enable': booleanKey({
    name: 'delete.topic.enable',
    defaultValue: true,
    doc: 'Whether topics can be deleted.'
  }),
  'num.partitions': intKey({
    name: 'num.partitions',
    defaultValue: 1,
    min: 1,
    doc: 'Partitions of a new topic that does not say.'
  }),
  'default.replication.factor': intKey({
    name: 'default.replication.factor',
    defaultValue: 1,
    min: 1,
    doc: 'Replicas of a new topic that does not say.'
  }),
  'offsets.topic.num.partitions': intKey({
    name: 'offsets.topic.num.partitions',
    defaultValue: 50,
    min: 1,
    doc: 'Partitions of __consumer_offsets. Do not change it once the topic exists.'
  }),
  'offsets.topic.replication.factor': intKey({
    name: 'offsets.topic.replication.factor',
    defaultValue: 3,
    min: 1,
    doc: 'Replicas of __consumer_offsets; it is created when as many brokers live.'
  }),
  'offsets.topic.segment.bytes': intKey({
    name: 'offsets.topic.segment.bytes',
    defaultValue: 104_857_600,
    min: 1,
    doc: 'The segment.bytes of __consumer_offsets.'
  }),
  'transaction.state.log.num.partitions': intKey({
    name: 'transaction.state.log.num.partitions',
    defaultValue: 50,
    min: 1,
    doc: 'Partitions of __transaction_state. Do not change it once the topic exists.'
  }),
  'transaction.state.log.replication.factor': intKey({
    name: 'transaction.state.log.replication.factor',
    defaultValue: 3,
    min: 1,
    doc: 'Replicas of __transaction_state; it is created when as many brokers live.'
  }),
  'transaction.state.log.segment.bytes': intKey({
    name: 'transaction.state.log.segment.bytes',
    defaultValue: 104_857_600,
    min: 1,
    doc: 'The segment.bytes of __transaction_state.'
  }),
  'transaction.state.log.min.isr': intKey({
    name: 'transaction.state.log.min.isr',
    defaultValue: 2,
    min: 1,
    doc: 'The min.insync.replicas of __transaction_state.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>
