import { api, array, int16, int32, string, struct, uuid } from '../schema.ts'

/** Deletes the state of share partitions (KIP-932). */
export const deleteShareGroupState = api({
  key: 86,
  name: 'DeleteShareGroupState',
  versions: '0-0',
  flexible: '0+',
  request: [
    string('groupId', '0+'),
    array(
      'topics',
      '0+',
      struct('DeleteStateData', [
        uuid('topicId', '0+'),
        array('partitions', '0+', struct('PartitionData', [int32('partition', '0+')]))
      ])
    )
  ],
  response: [
    array(
      'results',
      '0+',
      struct('DeleteStateResult', [
        uuid('topicId', '0+'),
        array(
          'partitions',
          '0+',
          struct('PartitionResult', [
            int32('partition', '0+'),
            int16('errorCode', '0+'),
            string('errorMessage', '0+', { nullable: '0+', default: null })
          ])
        )
      ])
    )
  ]
})
