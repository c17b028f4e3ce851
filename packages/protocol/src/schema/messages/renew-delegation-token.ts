import { api, bytes, int16, int32, int64 } from '../schema.ts'

/** Renews a delegation token (KIP-48). */
export const renewDelegationToken = api({
  key: 39,
  name: 'RenewDelegationToken',
  versions: '1-2',
  flexible: '2+',
  request: [bytes('hmac', '0+'), int64('renewPeriodMs', '0+')],
  response: [int16('errorCode', '0+'), int64('expiryTimestampMs', '0+'), int32('throttleTimeMs', '0+')]
})
