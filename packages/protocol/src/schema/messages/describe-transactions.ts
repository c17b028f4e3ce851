import { api, array, int16, int32, int64, string, struct } from '../schema.ts'

/** Describes transactional ids (KIP-664). */
export const describeTransactions = api({
  key: 65,
  name: 'DescribeTransactions',
  versions: '0-0',
  flexible: '0+',
  request: [array('transactionalIds', '0+', 'string')],
  response: [
    int32('throttleTimeMs', '0+'),
    array(
      'transactionStates',
      '0+',
      struct('TransactionState', [
        int16('errorCode', '0+'),
        string('transactionalId', '0+'),
        string('transactionState', '0+'),
        int32('transactionTimeoutMs', '0+'),
        int64('transactionStartTimeMs', '0+'),
        int64('producerId', '0+'),
        int16('producerEpoch', '0+'),
        array('topics', '0+', struct('TopicData', [string('topic', '0+'), array('partitions', '0+', 'int32')]))
      ])
    )
  ]
})
