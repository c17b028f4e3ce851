import { api, array, bytes, int16, int32, int64, string, struct } from '../schema.ts'

/** Creates a delegation token (KIP-48). */
export const createDelegationToken = api({
  key: 38,
  name: 'CreateDelegationToken',
  versions: '1-3',
  flexible: '2+',
  request: [
    string('ownerPrincipalType', '3+', { nullable: '3+' }),
    string('ownerPrincipalName', '3+', { nullable: '3+' }),
    array(
      'renewers',
      '0+',
      struct('CreatableRenewers', [string('principalType', '0+'), string('principalName', '0+')])
    ),
    int64('maxLifetimeMs', '0+')
  ],
  response: [
    int16('errorCode', '0+'),
    string('principalType', '0+'),
    string('principalName', '0+'),
    string('tokenRequesterPrincipalType', '3+'),
    string('tokenRequesterPrincipalName', '3+'),
    int64('issueTimestampMs', '0+'),
    int64('expiryTimestampMs', '0+'),
    int64('maxTimestampMs', '0+'),
    string('tokenId', '0+'),
    bytes('hmac', '0+'),
    int32('throttleTimeMs', '0+')
  ]
})
