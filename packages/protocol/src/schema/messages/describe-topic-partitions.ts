import { api, array, bool, int16, int32, nested, string, struct, uuid } from '../schema.ts'

/** Describes topics page by page, eligible leader replicas included (KIP-966). */
export const describeTopicPartitions = api({
  key: 75,
  name: 'DescribeTopicPartitions',
  versions: '0-0',
  flexible: '0+',
  request: [
    array('topics', '0+', struct('TopicRequest', [string('name', '0+')])),
    int32('responsePartitionLimit', '0+', { default: 2000 }),
    nested('cursor', '0+', struct('Cursor', [string('topicName', '0+'), int32('partitionIndex', '0+')]), {
      nullable: '0+',
      default: null
    })
  ],
  response: [
    int32('throttleTimeMs', '0+', { ignorable: true }),
    array(
      'topics',
      '0+',
      struct('DescribeTopicPartitionsResponseTopic', [
        int16('errorCode', '0+'),
        string('name', '0+', { nullable: '0+' }),
        uuid('topicId', '0+', { ignorable: true }),
        bool('isInternal', '0+', { default: false, ignorable: true }),
        array(
          'partitions',
          '0+',
          struct('DescribeTopicPartitionsResponsePartition', [
            int16('errorCode', '0+'),
            int32('partitionIndex', '0+'),
            int32('leaderId', '0+'),
            int32('leaderEpoch', '0+', { default: -1, ignorable: true }),
            array('replicaNodes', '0+', 'int32'),
            array('isrNodes', '0+', 'int32'),
            array('eligibleLeaderReplicas', '0+', 'int32', { nullable: '0+', default: null }),
            array('lastKnownElr', '0+', 'int32', { nullable: '0+', default: null }),
            array('offlineReplicas', '0+', 'int32', { ignorable: true })
          ])
        ),
        int32('topicAuthorizedOperations', '0+', { default: -2147483648 })
      ])
    ),
    nested('nextCursor', '0+', struct('Cursor', [string('topicName', '0+'), int32('partitionIndex', '0+')]), {
      nullable: '0+',
      default: null
    })
  ]
})
