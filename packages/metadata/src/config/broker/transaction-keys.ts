import { booleanKey, intKey, type ConfigKey } from '@gregor/base'

/** Transactions and producer ids. */
export const transactionKeys = {
  'transaction.max.timeout.ms': intKey({
    name: 'transaction.max.timeout.ms',
    defaultValue: 900_000,
    min: 1,
    doc: 'The longest transaction timeout, in milliseconds, that a producer may ask for.'
  }),
  'transactional.id.expiration.ms': intKey({
    name: 'transactional.id.expiration.ms',
    defaultValue: 604_800_000,
    min: 1,
    doc: 'How long, in milliseconds, an unused transactional id is kept.'
  }),
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': intKey({
    name: 'transaction.abort.timed.out.transaction.cleanup.interval.ms',
    defaultValue: 10_000,
    min: 1,
    doc: 'How often, in milliseconds, transactions over their timeout are looked for.'
  }),
  'transaction.remove.expired.transaction.cleanup.interval.ms': intKey({
    name: 'transaction.remove.expired.transaction.cleanup.interval.ms',
    defaultValue: 3_600_000,
    min: 1,
    doc: 'How often, in milliseconds, expired transactional ids are looked for.'
  }),
  'transaction.partition.verification.enable': booleanKey({
    name: 'transaction.partition.verification.enable',
    defaultValue: true,
    doc: 'Whether a leader asks the coordinator before it takes the first batch of a transaction from a client that adds partitions itself.'
  }),
  'add.partitions.to.txn.retry.backoff.ms': intKey({
    name: 'add.partitions.to.txn.retry.backoff.ms',
    defaultValue: 20,
    min: 1,
    doc: 'The pause, in milliseconds, before a leader asks again while the transaction before is still ending.'
  }),
  'add.partitions.to.txn.retry.backoff.max.ms': intKey({
    name: 'add.partitions.to.txn.retry.backoff.max.ms',
    defaultValue: 100,
    min: 0,
    doc: 'How long, in milliseconds, a leader asks again before it leaves that to the client.'
  }),
  'transaction.state.log.load.buffer.size': intKey({
    name: 'transaction.state.log.load.buffer.size',
    defaultValue: 5_242_880,
    min: 1,
    doc: 'How many bytes at a time are read when transactions are loaded.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>
