import { api, array, bytes, int16, int32, int64, string, struct } from '../schema.ts'

/** Lists delegation tokens (KIP-48). */
export const describeDelegationToken = api({
  key: 41,
  name: 'DescribeDelegationToken',
  versions: '1-3',
  flexible: '2+',
  request: [
    array(
      'owners',
      '0+',
      struct('DescribeDelegationTokenOwner', [string('principalType', '0+'), string('principalName', '0+')]),
      { nullable: '0+' }
    )
  ],
  response: [
    int16('errorCode', '0+'),
    array(
      'tokens',
      '0+',
      struct('DescribedDelegationToken', [
        string('principalType', '0+'),
        string('principalName', '0+'),
        string('tokenRequesterPrincipalType', '3+'),
        string('tokenRequesterPrincipalName', '3+'),
        int64('issueTimestamp', '0+'),
        int64('expiryTimestamp', '0+'),
        int64('maxTimestamp', '0+'),
        string('tokenId', '0+'),
        bytes('hmac', '0+'),
        array(
          'renewers',
          '0+',
          struct('DescribedDelegationTokenRenewer', [string('principalType', '0+'), string('principalName', '0+')])
        )
      ])
    ),
    int32('throttleTimeMs', '0+')
  ]
})
