/** The settings of the config file that groups read, under Kafka's names. */
export interface GroupSettings {
  readonly 'group.initial.rebalance.delay.ms': number
  readonly 'group.min.session.timeout.ms': number
  readonly 'group.max.session.timeout.ms': number
  readonly 'group.max.size': number
  /** Kafka counts UTF-16 units, not bytes; so do we. */
  readonly 'offset.metadata.max.bytes': number
  readonly 'offsets.retention.minutes': number
  readonly 'offsets.retention.check.interval.ms': number
}
