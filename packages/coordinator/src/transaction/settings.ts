/** The settings of the config file that transactions read, under Kafka's names. */
export interface TransactionSettings {
  readonly 'transaction.max.timeout.ms': number
  readonly 'transactional.id.expiration.ms': number
  readonly 'transaction.abort.timed.out.transaction.cleanup.interval.ms': number
  readonly 'transaction.remove.expired.transaction.cleanup.interval.ms': number
}
