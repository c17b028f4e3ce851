import { api, array, int16, int32, nested, string, struct, uuid } from '../schema.ts'

const topicPartitions = struct('TopicPartitions', [uuid('topicId', '0+'), array('partitions', '0+', 'int32')])

/**
 * Joins, keeps up and leaves a KIP-848 group, all in one. From version 1 on the client makes the member id (KIP-1082)
 * and may subscribe by pattern.
 */
export const consumerGroupHeartbeat = api({
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  versions: '0-1',
  flexible: '0+',
  request: [
    string('groupId', '0+'),
    string('memberId', '0+'),
    int32('memberEpoch', '0+'),
    string('instanceId', '0+', { nullable: '0+', default: null }),
    string('rackId', '0+', { nullable: '0+', default: null }),
    int32('rebalanceTimeoutMs', '0+', { default: -1 }),
    array('subscribedTopicNames', '0+', 'string', { nullable: '0+', default: null }),
    string('subscribedTopicRegex', '1+', { nullable: '1+', default: null }),
    string('serverAssignor', '0+', { nullable: '0+', default: null }),
    array(
      'topicPartitions',
      '0+',
      struct('TopicPartitions', [uuid('topicId', '0+'), array('partitions', '0+', 'int32')]),
      { nullable: '0+', default: null }
    )
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
