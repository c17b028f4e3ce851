import { api, array, bool, int16, int32, int64, nested, string, struct, uuid } from '../schema.ts'

/** Accepts, releases, rejects or renews records that a share group has acquired (KIP-932). */
export const shareAcknowledge = api({
  key: 79,
  name: 'ShareAcknowledge',
  versions: '1-2',
  flexible: '0+',
  request: [
    string('groupId', '0+', { nullable: '0+', default: null }),
    string('memberId', '0+', { nullable: '0+' }),
    int32('shareSessionEpoch', '0+'),
    bool('isRenewAck', '2+', { default: false }),
    array(
      'topics',
      '0+',
      struct('AcknowledgeTopic', [
        uuid('topicId', '0+'),
        array(
          'partitions',
          '0+',
          struct('AcknowledgePartition', [
            int32('partitionIndex', '0+'),
            array(
              'acknowledgementBatches',
              '0+',
              struct('AcknowledgementBatch', [
                int64('firstOffset', '0+'),
                int64('lastOffset', '0+'),
                array('acknowledgeTypes', '0+', 'int8')
              ])
            )
          ])
        )
      ])
    )
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+', default: null }),
    int32('acquisitionLockTimeoutMs', '2+', { ignorable: true }),
    array(
      'responses',
      '0+',
      struct('ShareAcknowledgeTopicResponse', [
        uuid('topicId', '0+'),
        array(
          'partitions',
          '0+',
          struct('PartitionData', [
            int32('partitionIndex', '0+'),
            int16('errorCode', '0+'),
            string('errorMessage', '0+', { nullable: '0+', default: null }),
            nested(
              'currentLeader',
              '0+',
              struct('LeaderIdAndEpoch', [int32('leaderId', '0+'), int32('leaderEpoch', '0+')])
            )
          ])
        )
      ])
    ),
    array(
      'nodeEndpoints',
      '0+',
      struct('NodeEndpoint', [
        int32('nodeId', '0+'),
        string('host', '0+'),
        int32('port', '0+'),
        string('rack', '0+', { nullable: '0+', default: null })
      ])
    )
  ]
})
