import { api, array, int16, int32, int64, string, struct, uuid } from '../schema.ts'

/** Sets the start offsets of a share group. */
export const alterShareGroupOffsets = api({
  key: 91,
  name: 'AlterShareGroupOffsets',
  versions: '0-0',
  flexible: '0+',
  request: [
    string('groupId', '0+'),
    array(
      'topics',
      '0+',
      struct('AlterShareGroupOffsetsRequestTopic', [
        string('topicName', '0+'),
        array(
          'partitions',
          '0+',
          struct('AlterShareGroupOffsetsRequestPartition', [int32('partitionIndex', '0+'), int64('startOffset', '0+')])
        )
      ])
    )
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+', default: null }),
    array(
      'responses',
      '0+',
      struct('AlterShareGroupOffsetsResponseTopic', [
        string('topicName', '0+'),
        uuid('topicId', '0+'),
        array(
          'partitions',
          '0+',
          struct('AlterShareGroupOffsetsResponsePartition', [
            int32('partitionIndex', '0+'),
            int16('errorCode', '0+'),
            string('errorMessage', '0+', { nullable: '0+', default: null })
          ])
        )
      ])
    )
  ]
})
