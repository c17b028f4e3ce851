import { api, array, int16, int32, int64, string, struct, uuid } from '../schema.ts'

/** Reads the start offsets of share groups; version 1 adds the lag (KIP-1226). */
export const describeShareGroupOffsets = api({
  key: 90,
  name: 'DescribeShareGroupOffsets',
  versions: '0-1',
  flexible: '0+',
  request: [
    array(
      'groups',
      '0+',
      struct('DescribeShareGroupOffsetsRequestGroup', [
        string('groupId', '0+'),
        array(
          'topics',
          '0+',
          struct('DescribeShareGroupOffsetsRequestTopic', [
            string('topicName', '0+'),
            array('partitions', '0+', 'int32')
          ]),
          { nullable: '0+' }
        )
      ])
    )
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    array(
      'groups',
      '0+',
      struct('DescribeShareGroupOffsetsResponseGroup', [
        string('groupId', '0+'),
        array(
          'topics',
          '0+',
          struct('DescribeShareGroupOffsetsResponseTopic', [
            string('topicName', '0+'),
            uuid('topicId', '0+'),
            array(
              'partitions',
              '0+',
              struct('DescribeShareGroupOffsetsResponsePartition', [
                int32('partitionIndex', '0+'),
                int64('startOffset', '0+'),
                int32('leaderEpoch', '0+'),
                int64('lag', '1+', { default: -1, ignorable: true }),
                int16('errorCode', '0+'),
                string('errorMessage', '0+', { nullable: '0+', default: null })
              ])
            )
          ])
        ),
        int16('errorCode', '0+'),
        string('errorMessage', '0+', { nullable: '0+', default: null })
      ])
    )
  ]
})
