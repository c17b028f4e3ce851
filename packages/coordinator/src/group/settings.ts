/** The settings of the config file that groups read, under Kafka's names. */
export interface GroupSettings {
  readonly 'group.initial.rebalance.delay.ms': number
  readonly 'group.min.session.timeout.ms': number
  readonly 'group.max.session.timeout.ms': number
  readonly 'group.max.size': number
  /** Without 'consumer' in it, no consumer groups (KIP-848) are served. */
  readonly 'group.coordinator.rebalance.protocols': readonly string[]
  readonly 'group.consumer.session.timeout.ms': number
  readonly 'group.consumer.min.session.timeout.ms': number
  readonly 'group.consumer.max.session.timeout.ms': number
  readonly 'group.consumer.heartbeat.interval.ms': number
  readonly 'group.consumer.min.heartbeat.interval.ms': number
  readonly 'group.consumer.max.heartbeat.interval.ms': number
  readonly 'group.consumer.max.size': number
  /** The first is the default. */
  readonly 'group.consumer.assignors': readonly string[]
  /** Groups that have lag metrics. */
  readonly 'group.lag.metrics.groups.max': number
  /** Events that are kept of each group; 0 = none. */
  readonly 'group.history.events': number
  /** bidirectional, upgrade, downgrade or disabled. */
  readonly 'group.consumer.migration.policy': string
  /** Kafka counts UTF-16 units, not bytes; so do we. */
  readonly 'offset.metadata.max.bytes': number
  readonly 'offsets.retention.minutes': number
  readonly 'offsets.retention.check.interval.ms': number
}
