import { api, array, int16, int32, nested, string, struct, uuid } from '../schema.ts'

const topicPartitions = struct('TopicPartitions', [uuid('topicId', '0+'), array('partitions', '0+', 'int32')])

/** Joins, keeps up and leaves a share group (KIP-932). Version 0 was an early access and is gone. */
export const shareGroupHeartbeat = api({
  key: 76,
  name: 'ShareGroupHeartbeat',
  versions: '1-1',
  flexible: '0+',
  request: [
    string('groupId', '0+'),
    string('memberId', '0+'),
    int32('memberEpoch', '0+'),
    string('rackId', '0+', { nullable: '0+', default: null }),
    array('subscribedTopicNames', '0+', 'string', { nullable: '0+', default: null })
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+', default: null }),
    string('memberId', '0+', { nullable: '0+', default: null }),
    int32('memberEpoch', '0+'),
    int32('heartbeatIntervalMs', '0+'),
    nested('assignment', '0+', struct('Assignment', [array('topicPartitions', '0+', topicPartitions)]), {
      nullable: '0+',
      default: null
    })
  ]
})
