import { api, array, int16, int32, int64, string, struct, uuid } from '../schema.ts'

/** Creates the state of share partitions at their coordinator (KIP-932). */
export const initializeShareGroupState = api({
  key: 83,
  name: 'InitializeShareGroupState',
  versions: '0-0',
  flexible: '0+',
  request: [
    string('groupId', '0+'),
    array(
      'topics',
      '0+',
      struct('InitializeStateData', [
        uuid('topicId', '0+'),
        array(
          'partitions',
          '0+',
          struct('PartitionData', [int32('partition', '0+'), int32('stateEpoch', '0+'), int64('startOffset', '0+')])
        )
      ])
    )
  ],
  response: [
    array(
      'results',
      '0+',
      struct('InitializeStateResult', [
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
