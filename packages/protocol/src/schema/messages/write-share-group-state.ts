import { api, array, int16, int32, int64, int8, string, struct, uuid } from '../schema.ts'

/** Writes the state of share partitions (KIP-932). */
export const writeShareGroupState = api({
  key: 85,
  name: 'WriteShareGroupState',
  versions: '0-1',
  flexible: '0+',
  request: [
    string('groupId', '0+'),
    array(
      'topics',
      '0+',
      struct('WriteStateData', [
        uuid('topicId', '0+'),
        array(
          'partitions',
          '0+',
          struct('PartitionData', [
            int32('partition', '0+'),
            int32('stateEpoch', '0+'),
            int32('leaderEpoch', '0+'),
            int64('startOffset', '0+'),
            int32('deliveryCompleteCount', '1+', { default: -1, ignorable: true }),
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
  ],
  response: [
    array(
      'results',
      '0+',
      struct('WriteStateResult', [
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
