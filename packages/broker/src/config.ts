import type { BrokerConfigValues } from '@gregor/metadata'

/** The settings of the config file that the listener and the handlers read. */
export type BrokerSettings = Pick<
  BrokerConfigValues,
  | 'socket.request.max.bytes'
  | 'socket.listen.backlog.size'
  | 'queued.max.requests'
  | 'max.connections'
  | 'max.connections.per.ip'
  | 'connections.max.idle.ms'
  | 'request.timeout.ms'
  | 'auto.create.topics.enable'
  | 'delete.topic.enable'
  | 'num.partitions'
  | 'default.replication.factor'
  | 'offsets.topic.num.partitions'
  | 'offsets.topic.replication.factor'
  | 'offsets.topic.segment.bytes'
  | 'transaction.state.log.num.partitions'
  | 'transaction.state.log.replication.factor'
  | 'transaction.state.log.segment.bytes'
  | 'transaction.state.log.min.isr'
  | 'transaction.partition.verification.enable'
  | 'add.partitions.to.txn.retry.backoff.ms'
  | 'add.partitions.to.txn.retry.backoff.max.ms'
  | 'fetch.max.bytes'
  | 'max.incremental.fetch.session.cache.slots'
>
