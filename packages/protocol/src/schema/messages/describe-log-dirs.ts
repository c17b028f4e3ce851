import { api, array, bool, int16, int32, int64, string, struct } from '../schema.ts'

/** Describes the log folders of a broker and the replicas in them; version 5 shows cordoned ones (KIP-1066). */
export const describeLogDirs = api({
  key: 35,
  name: 'DescribeLogDirs',
  versions: '1-5',
  flexible: '2+',
  request: [
    array(
      'topics',
      '0+',
      struct('DescribableLogDirTopic', [string('topic', '0+'), array('partitions', '0+', 'int32')]),
      { nullable: '0+' }
    )
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '3+', { ignorable: true }),
    array(
      'results',
      '0+',
      struct('DescribeLogDirsResult', [
        int16('errorCode', '0+'),
        string('logDir', '0+'),
        array(
          'topics',
          '0+',
          struct('DescribeLogDirsTopic', [
            string('name', '0+'),
            array(
              'partitions',
              '0+',
              struct('DescribeLogDirsPartition', [
                int32('partitionIndex', '0+'),
                int64('partitionSize', '0+'),
                int64('offsetLag', '0+'),
                bool('isFutureKey', '0+')
              ])
            )
          ])
        ),
        int64('totalBytes', '4+', { default: -1, ignorable: true }),
        int64('usableBytes', '4+', { default: -1, ignorable: true }),
        bool('isCordoned', '5+', { default: false, ignorable: true })
      ])
    )
  ]
})
