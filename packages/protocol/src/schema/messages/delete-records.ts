import { api, array, int16, int32, int64, string, struct } from '../schema.ts'

/** Raises the log start offset of partitions. */
export const deleteRecords = api({
  key: 21,
  name: 'DeleteRecords',
  versions: '0-2',
  flexible: '2+',
  request: [
    array(
      'topics',
      '0+',
      struct('DeleteRecordsTopic', [
        string('name', '0+'),
        array(
          'partitions',
          '0+',
          struct('DeleteRecordsPartition', [int32('partitionIndex', '0+'), int64('offset', '0+')])
        )
      ])
    ),
    int32('timeoutMs', '0+')
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    array(
      'topics',
      '0+',
      struct('DeleteRecordsTopicResult', [
        string('name', '0+'),
        array(
          'partitions',
          '0+',
          struct('DeleteRecordsPartitionResult', [
            int32('partitionIndex', '0+'),
            int64('lowWatermark', '0+'),
            int16('errorCode', '0+')
          ])
        )
      ])
    )
  ]
})
