import { api, array, bool, bytes, int16, int32, string, struct } from '../schema.ts'

/**
 * Joins a classic group. From version 4 on a new member is told its id first (KIP-394); 5 has static members
 * (KIP-345), 8 a reason, 9 lets a leader skip the assignment (KIP-814).
 */
export const joinGroup = api({
  key: 11,
  name: 'JoinGroup',
  versions: '0-9',
  flexible: '6+',
  request: [
    string('groupId', '0+'),
    int32('sessionTimeoutMs', '0+'),
    int32('rebalanceTimeoutMs', '1+', { default: -1, ignorable: true }),
    string('memberId', '0+'),
    string('groupInstanceId', '5+', { nullable: '5+', default: null }),
    string('protocolType', '0+'),
    array('protocols', '0+', struct('JoinGroupRequestProtocol', [string('name', '0+'), bytes('metadata', '0+')])),
    string('reason', '8+', { nullable: '8+', default: null, ignorable: true })
  ],
  response: [
    int32('throttleTimeMs', '2+', { ignorable: true }),
    int16('errorCode', '0+'),
    int32('generationId', '0+', { default: -1 }),
    string('protocolType', '7+', { nullable: '7+', default: null, ignorable: true }),
    string('protocolName', '0+', { nullable: '7+' }),
    string('leader', '0+'),
    bool('skipAssignment', '9+', { default: false }),
    string('memberId', '0+'),
    array(
      'members',
      '0+',
      struct('JoinGroupResponseMember', [
        string('memberId', '0+'),
        string('groupInstanceId', '5+', { nullable: '5+', default: null, ignorable: true }),
        bytes('metadata', '0+')
      ])
    )
  ]
})
