import { api, array, bool, bytes, int16, int32, string, struct } from '../schema.ts'

/** Describes classic groups. Version 6 answers GROUP_ID_NOT_FOUND with a message for groups that do not exist. */
export const describeGroups = api({
  key: 15,
  name: 'DescribeGroups',
  versions: '0-6',
  flexible: '5+',
  request: [array('groups', '0+', 'string'), bool('includeAuthorizedOperations', '3+')],
  response: [
    int32('throttleTimeMs', '1+', { ignorable: true }),
    array(
      'groups',
      '0+',
      struct('DescribedGroup', [
        int16('errorCode', '0+'),
        string('errorMessage', '6+', { nullable: '6+', default: null }),
        string('groupId', '0+'),
        string('groupState', '0+'),
        string('protocolType', '0+'),
        string('protocolData', '0+'),
        array(
          'members',
          '0+',
          struct('DescribedGroupMember', [
            string('memberId', '0+'),
            string('groupInstanceId', '4+', { nullable: '4+', default: null, ignorable: true }),
            string('clientId', '0+'),
            string('clientHost', '0+'),
            bytes('memberMetadata', '0+'),
            bytes('memberAssignment', '0+')
          ])
        ),
        int32('authorizedOperations', '3+', { default: -2147483648 })
      ])
    )
  ]
})
