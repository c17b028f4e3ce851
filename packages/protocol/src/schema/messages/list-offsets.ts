import { api, array, int16, int32, int64, int8, string, struct } from '../schema.ts'

/**
 * Finds offsets by timestamp; -1 is the end, -2 the start, -3 the newest timestamp (KIP-734), -4 the start on local
 * disk (KIP-405), -5 the end of what is tiered (KIP-1005), -6 the start of what is not yet uploaded (KIP-1023).
 */
export const listOffsets = api({
  key: 2,
  name: 'ListOffsets',
  versions: '1-11',
  flexible: '6+',
  request: [
    int32('replicaId', '0+'),
    int8('isolationLevel', '2+'),
    array(
      'topics',
      '0+',
      struct('ListOffsetsTopic', [
        string('name', '0+'),
        array(
          'partitions',
          '0+',
          struct('ListOffsetsPartition', [
            int32('partitionIndex', '0+'),
            int32('currentLeaderEpoch', '4+', { default: -1, ignorable: true }),
            int64('timestamp', '0+')
          ])
        )
      ])
    ),
    int32('timeoutMs', '10+', { ignorable: true })
  ],
  response: [
    int32('throttleTimeMs', '2+', { ignorable: true }),
    array(
      'topics',
      '0+',
      struct('ListOffsetsTopicResponse', [
        string('name', '0+'),
        array(
          'partitions',
          '0+',
          struct('ListOffsetsPartitionResponse', [
            int32('partitionIndex', '0+'),
            int16('errorCode', '0+'),
            int64('timestamp', '1+', { default: -1 }),
            int64('offset', '1+', { default: -1 }),
            int32('leaderEpoch', '4+', { default: -1 })
          ])
        )
      ])
    )
  ]
})
