import { api, array, bool, int16, int32, nested, string, struct, uuid } from '../schema.ts'

const topicPartitions = struct('TopicPartitions', [
  uuid('topicId', '0+'),
  string('topicName', '0+'),
  array('partitions', '0+', 'int32')
])

const assignment = struct('Assignment', [array('topicPartitions', '0+', topicPartitions)])

/** Describes share groups (KIP-932). */
export const shareGroupDescribe = api({
  key: 77,
  name: 'ShareGroupDescribe',
  versions: '1-1',
  flexible: '0+',
  request: [array('groupIds', '0+', 'string'), bool('includeAuthorizedOperations', '0+')],
  response: [
    int32('throttleTimeMs', '0+'),
    array(
      'groups',
      '0+',
      struct('DescribedGroup', [
        int16('errorCode', '0+'),
        string('errorMessage', '0+', { nullable: '0+', default: null }),
        string('groupId', '0+'),
        string('groupState', '0+'),
        int32('groupEpoch', '0+'),
        int32('assignmentEpoch', '0+'),
        string('assignorName', '0+'),
        array(
          'members',
          '0+',
          struct('Member', [
            string('memberId', '0+'),
            string('rackId', '0+', { nullable: '0+', default: null }),
            int32('memberEpoch', '0+'),
            string('clientId', '0+'),
            string('clientHost', '0+'),
            array('subscribedTopicNames', '0+', 'string'),
            nested('assignment', '0+', assignment)
          ])
        ),
        int32('authorizedOperations', '0+', { default: -2147483648 })
      ])
    )
  ]
})
