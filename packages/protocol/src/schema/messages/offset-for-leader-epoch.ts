import { api, array, int16, int32, int64, string, struct } from '../schema.ts'

/** Finds where a leader epoch ended, to detect truncation (KIP-320). */
export const offsetForLeaderEpoch = api({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: '2-4',
  flexible: '4+',
  request: [
    int32('replicaId', '3+', { default: -2, ignorable: true }),
    array(
      'topics',
      '0+',
      struct('OffsetForLeaderTopic', [
        string('topic', '0+'),
        array(
          'partitions',
          '0+',
          struct('OffsetForLeaderPartition', [
            int32('partition', '0+'),
            int32('currentLeaderEpoch', '2+', { default: -1, ignorable: true }),
            int32('leaderEpoch', '0+')
          ])
        )
      ])
    )
  ],
  response: [
    int32('throttleTimeMs', '2+', { ignorable: true }),
    array(
      'topics',
      '0+',
      struct('OffsetForLeaderTopicResult', [
        string('topic', '0+'),
        array(
          'partitions',
          '0+',
          struct('EpochEndOffset', [
            int16('errorCode', '0+'),
            int32('partition', '0+'),
            int32('leaderEpoch', '1+', { default: -1, ignorable: true }),
            int64('endOffset', '0+', { default: -1 })
          ])
        )
      ])
    )
  ]
})
