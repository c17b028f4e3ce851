import { api, array, bool, int16, int32, int64, int8, nested, records, string, struct, uuid } from '../schema.ts'

/**
 * Fetches and acquires records for a share group, and acknowledges others on the way (KIP-932). Version 2 can renew
 * acquisitions (KIP-1222) and bound the records strictly (KIP-1206).
 */
export const shareFetch = api({
  key: 78,
  name: 'ShareFetch',
  versions: '1-2',
  flexible: '0+',
  request: [
    string('groupId', '0+', { nullable: '0+', default: null }),
    string('memberId', '0+', { nullable: '0+' }),
    int32('shareSessionEpoch', '0+'),
    int32('maxWaitMs', '0+'),
    int32('minBytes', '0+'),
    int32('maxBytes', '0+', { default: 2147483647 }),
    int32('maxRecords', '1+'),
    int32('batchSize', '1+'),
    int8('shareAcquireMode', '2+', { default: 0, ignorable: true }),
    bool('isRenewAck', '2+', { default: false }),
    array(
      'topics',
      '0+',
      struct('FetchTopic', [
        uuid('topicId', '0+'),
        array(
          'partitions',
          '0+',
          struct('FetchPartition', [
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
    ),
    array(
      'forgottenTopicsData',
      '0+',
      struct('ForgottenTopic', [uuid('topicId', '0+'), array('partitions', '0+', 'int32')])
    )
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+', default: null }),
    int32('acquisitionLockTimeoutMs', '1+'),
    array(
      'responses',
      '0+',
      struct('ShareFetchableTopicResponse', [
        uuid('topicId', '0+'),
        array(
          'partitions',
          '0+',
          struct('PartitionData', [
            int32('partitionIndex', '0+'),
            int16('errorCode', '0+'),
            string('errorMessage', '0+', { nullable: '0+', default: null }),
            int16('acknowledgeErrorCode', '0+'),
            string('acknowledgeErrorMessage', '0+', { nullable: '0+', default: null }),
            nested(
              'currentLeader',
              '0+',
              struct('LeaderIdAndEpoch', [int32('leaderId', '0+'), int32('leaderEpoch', '0+')])
            ),
            records('records', '0+'),
            array(
              'acquiredRecords',
              '0+',
              struct('AcquiredRecords', [
                int64('firstOffset', '0+'),
                int64('lastOffset', '0+'),
                int16('deliveryCount', '0+')
              ])
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
