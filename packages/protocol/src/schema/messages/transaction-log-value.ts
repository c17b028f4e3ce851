import { array, data, int16, int32, int64, int8, string, struct } from '../schema.ts'

/** Value of a transaction in __transaction_state. Version 1 holds what KIP-890 needs, in tagged fields. */
export const transactionLogValue = data({
  name: 'TransactionLogValue',
  versions: '0-1',
  flexible: '1+',
  fields: [
    int64('producerId', '0+'),
    int64('previousProducerId', '1+', { tag: 0, default: -1 }),
    int64('nextProducerId', '1+', { tag: 1, default: -1 }),
    int16('producerEpoch', '0+'),
    int16('nextProducerEpoch', '1+', { tag: 3, default: -1 }),
    int32('transactionTimeoutMs', '0+'),
    int8('transactionStatus', '0+'),
    array(
      'transactionPartitions',
      '0+',
      struct('PartitionsSchema', [string('topic', '0+'), array('partitionIds', '0+', 'int32')]),
      { nullable: '0+' }
    ),
    int64('transactionLastUpdateTimestampMs', '0+'),
    int64('transactionStartTimestampMs', '0+'),
    int16('clientTransactionVersion', '1+', { tag: 2, default: 0 })
  ]
})
