import { api, array, int16, int32, int64, int8, string, struct, uuid } from '../schema.ts'

/** Reads the state of share partitions (KIP-932). */
export const readShareGroupState = api({
  key: 84,
  name: 'ReadShareGroupState',
  versions: '0-0',
  flexible: '0+',
  request: [
    string('groupId', '0+'),
    array(
      'topics',
      '0+',
      struct('ReadStateData', [
        uuid('topicId', '0+'),
        array('partitions', '0+', struct('PartitionData', [int32('partition', '0+'), int32('leaderEpoch', '0+')]))
      ])
    )
  ],
  response: [
    array(
      'results',
      '0+',
      struct('ReadStateResult', [
        uuid('topicId', '0+'),
        array(
          'partitions',
          '0+',
          struct('PartitionResult', [
            int32('partition', '0+'),
            int16('errorCode', '0+'),
            string('errorMessage', '0+', { nullable: '0+', default: null }),
            int32('stateEpoch', '0+'),
            int64('startOffset', '0+'),
            array(
              'stateBatches',
              '0+',
              struct('StateBatch', [
                int64('firstOffset', '0+'),
                int64('lastOffset', '0+'),
                int8('deliveryState', '0+'),
                int16('deliveryCount', '0+')
              ])
            )
          ])
        )
      ])
    )
  ]
})
