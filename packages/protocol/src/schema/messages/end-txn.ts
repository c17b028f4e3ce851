import { api, bool, int16, int32, int64, string } from '../schema.ts'

/** Commits or aborts a transaction. Version 5 answers with a new producer epoch (KIP-890). */
export const endTxn = api({
  key: 26,
  name: 'EndTxn',
  versions: '0-5',
  flexible: '3+',
  request: [
    string('transactionalId', '0+'),
    int64('producerId', '0+'),
    int16('producerEpoch', '0+'),
    bool('committed', '0+')
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    int64('producerId', '5+', { default: -1, ignorable: true }),
    int16('producerEpoch', '5+', { default: -1, ignorable: true })
  ]
})
