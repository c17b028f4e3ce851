import { INT64_MAX } from '../../wire/int64.ts'
import { api, array, int16, int32, int64, int8, nested, records, string, struct, uuid } from '../schema.ts'

/**
 * Reads record batches. Version 7 brings sessions (KIP-227), 11 reading from followers (KIP-392), 13 topic ids
 * (KIP-516), 16 where the leader went (KIP-951), 18 the high watermark that the fetcher knows (KIP-1166).
 */
export const fetch = api({
  key: 1,
  name: 'Fetch',
  versions: '4-18',
  flexible: '12+',
  request: [
    string('clusterId', '12+', { nullable: '12+', tag: 0, default: null, ignorable: true }),
    int32('replicaId', '0-14', { default: -1 }),
    nested(
      'replicaState',
      '15+',
      struct('ReplicaState', [
        int32('replicaId', '15+', { default: -1 }),
        int64('replicaEpoch', '15+', { default: -1 })
      ]),
      { tag: 1 }
    ),
    int32('maxWaitMs', '0+'),
    int32('minBytes', '0+'),
    int32('maxBytes', '3+', { default: 2147483647, ignorable: true }),
    int8('isolationLevel', '4+', { default: 0, ignorable: true }),
    int32('sessionId', '7+', { default: 0, ignorable: true }),
    int32('sessionEpoch', '7+', { default: -1, ignorable: true }),
    array(
      'topics',
      '0+',
      struct('FetchTopic', [
        string('topic', '0-12', { ignorable: true }),
        uuid('topicId', '13+', { ignorable: true }),
        array(
          'partitions',
          '0+',
          struct('FetchPartition', [
            int32('partition', '0+'),
            int32('currentLeaderEpoch', '9+', { default: -1, ignorable: true }),
            int64('fetchOffset', '0+'),
            int32('lastFetchedEpoch', '12+', { default: -1 }),
            int64('logStartOffset', '5+', { default: -1, ignorable: true }),
            int32('partitionMaxBytes', '0+'),
            uuid('replicaDirectoryId', '17+', { tag: 0, ignorable: true }),
            int64('highWatermark', '18+', { tag: 1, default: INT64_MAX, ignorable: true })
          ])
        )
      ])
    ),
    array(
      'forgottenTopicsData',
      '7+',
      struct('ForgottenTopic', [
        string('topic', '7-12', { ignorable: true }),
        uuid('topicId', '13+', { ignorable: true }),
        array('partitions', '7+', 'int32')
      ])
    ),
    string('rackId', '11+', { default: '', ignorable: true })
  ],
  response: [
    int32('throttleTimeMs', '1+', { ignorable: true }),
    int16('errorCode', '7+', { ignorable: true }),
    int32('sessionId', '7+', { default: 0 }),
    array(
      'responses',
      '0+',
      struct('FetchableTopicResponse', [
        string('topic', '0-12', { ignorable: true }),
        uuid('topicId', '13+', { ignorable: true }),
        array(
          'partitions',
          '0+',
          struct('PartitionData', [
            int32('partitionIndex', '0+'),
            int16('errorCode', '0+'),
            int64('highWatermark', '0+'),
            int64('lastStableOffset', '4+', { default: -1, ignorable: true }),
            int64('logStartOffset', '5+', { default: -1, ignorable: true }),
            nested(
              'divergingEpoch',
              '12+',
              struct('EpochEndOffset', [
                int32('epoch', '12+', { default: -1 }),
                int64('endOffset', '12+', { default: -1 })
              ]),
              { tag: 0 }
            ),
            nested(
              'currentLeader',
              '12+',
              struct('LeaderIdAndEpoch', [
                int32('leaderId', '12+', { default: -1 }),
                int32('leaderEpoch', '12+', { default: -1 })
              ]),
              { tag: 1 }
            ),
            nested(
              'snapshotId',
              '12+',
              struct('SnapshotId', [int64('endOffset', '0+', { default: -1 }), int32('epoch', '0+', { default: -1 })]),
              { tag: 2 }
            ),
            array(
              'abortedTransactions',
              '4+',
              struct('AbortedTransaction', [int64('producerId', '4+'), int64('firstOffset', '4+')]),
              { nullable: '4+', ignorable: true }
            ),
            int32('preferredReadReplica', '11+', { default: -1 }),
            records('records', '0+', { nullable: '0+' })
          ])
        )
      ])
    ),
    array(
      'nodeEndpoints',
      '16+',
      struct('NodeEndpoint', [
        int32('nodeId', '16+'),
        string('host', '16+'),
        int32('port', '16+'),
        string('rack', '16+', { nullable: '16+', default: null })
      ]),
      { tag: 0 }
    )
  ]
})
