import { api, int16, int32, int64, string } from '../schema.ts'

/** Adds a group's offsets to a transaction. */
export const addOffsetsToTxn = api({
  key: 25,
  name: 'AddOffsetsToTxn',
  versions: '0-4',
  flexible: '3+',
  request: [
    string('transactionalId', '0+'),
    int64('producerId', '0+'),
    int16('producerEpoch', '0+'),
    string('groupId', '0+')
  ],
  response: [int32('throttleTimeMs', '0+'), int16('errorCode', '0+')]
})
