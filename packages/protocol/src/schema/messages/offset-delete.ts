import { api, array, int16, int32, string, struct } from '../schema.ts'

/** Deletes committed offsets of a group (KIP-496). Never flexible. */
export const offsetDelete = api({
  key: 47,
  name: 'OffsetDelete',
  versions: '0-0',
  flexible: 'none',
  request: [
    string('groupId', '0+'),
    array(
      'topics',
      '0+',
      struct('OffsetDeleteRequestTopic', [
        string('name', '0+'),
        array('partitions', '0+', struct('OffsetDeleteRequestPartition', [int32('partitionIndex', '0+')]))
      ])
    )
  ],
  response: [
    int16('errorCode', '0+'),
    int32('throttleTimeMs', '0+', { ignorable: true }),
    array(
      'topics',
      '0+',
      struct('OffsetDeleteResponseTopic', [
        string('name', '0+'),
        array(
          'partitions',
          '0+',
          struct('OffsetDeleteResponsePartition', [int32('partitionIndex', '0+'), int16('errorCode', '0+')])
        )
      ])
    )
  ]
})
