import { api, array, int16, int32, int64, string, struct } from '../schema.ts'

/** Lists transactions; version 1 filters by duration (KIP-994), version 2 by a pattern of the id (KIP-1152). */
export const listTransactions = api({
  key: 66,
  name: 'ListTransactions',
  versions: '0-2',
  flexible: '0+',
  request: [
    array('stateFilters', '0+', 'string'),
    array('producerIdFilters', '0+', 'int64'),
    int64('durationFilter', '1+', { default: -1 }),
    string('transactionalIdPattern', '2+', { nullable: '2+', default: null })
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    array('unknownStateFilters', '0+', 'string'),
    array(
      'transactionStates',
      '0+',
      struct('TransactionState', [
        string('transactionalId', '0+'),
        int64('producerId', '0+'),
        string('transactionState', '0+')
      ])
    )
  ]
})
