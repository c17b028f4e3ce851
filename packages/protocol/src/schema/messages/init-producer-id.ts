import { api, int16, int32, int64, string } from '../schema.ts'

/** Gives a producer its id and epoch. Version 6 (two-phase commit, KIP-939) is not stable and is left out. */
export const initProducerId = api({
  key: 22,
  name: 'InitProducerId',
  versions: '0-5',
  flexible: '2+',
  request: [
    string('transactionalId', '0+', { nullable: '0+' }),
    int32('transactionTimeoutMs', '0+'),
    int64('producerId', '3+', { default: -1 }),
    int16('producerEpoch', '3+', { default: -1 })
  ],
  response: [
    int32('throttleTimeMs', '0+', { ignorable: true }),
    int16('errorCode', '0+'),
    int64('producerId', '0+', { default: -1 }),
    int16('producerEpoch', '0+')
  ]
})
