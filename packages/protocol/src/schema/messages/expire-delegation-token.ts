import { api, bytes, int16, int32, int64 } from '../schema.ts'

/** Changes when a delegation token expires (KIP-48). */
export const expireDelegationToken = api({
  key: 40,
  name: 'ExpireDelegationToken',
  versions: '1-2',
  flexible: '2+',
  request: [bytes('hmac', '0+'), int64('expiryTimePeriodMs', '0+')],
  response: [int16('errorCode', '0+'), int64('expiryTimestampMs', '0+'), int32('throttleTimeMs', '0+')]
})
