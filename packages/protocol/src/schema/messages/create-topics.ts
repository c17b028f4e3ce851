import { api, array, bool, int16, int32, int8, string, struct, uuid } from '../schema.ts'

/** Creates topics, or only checks whether they could be. */
export const createTopics = api({
  key: 19,
  name: 'CreateTopics',
  versions: '2-7',
  flexible: '5+',
  request: [
    array(
      'topics',
      '0+',
      struct('CreatableTopic', [
        string('name', '0+'),
        int32('numPartitions', '0+'),
        int16('replicationFactor', '0+'),
        array(
          'assignments',
          '0+',
          struct('CreatableReplicaAssignment', [int32('partitionIndex', '0+'), array('brokerIds', '0+', 'int32')])
        ),
        array(
          'configs',
          '0+',
          struct('CreatableTopicConfig', [string('name', '0+'), string('value', '0+', { nullable: '0+' })])
        )
      ])
    ),
    int32('timeoutMs', '0+', { default: 60000 }),
    bool('validateOnly', '1+', { default: false })
  ],
  response: [
    int32('throttleTimeMs', '2+', { ignorable: true }),
    array(
      'topics',
      '0+',
      struct('CreatableTopicResult', [
        string('name', '0+'),
        uuid('topicId', '7+', { ignorable: true }),
        int16('errorCode', '0+'),
        string('errorMessage', '1+', { nullable: '0+', ignorable: true }),
        int16('topicConfigErrorCode', '5+', { tag: 0, ignorable: true }),
        int32('numPartitions', '5+', { default: -1, ignorable: true }),
        int16('replicationFactor', '5+', { default: -1, ignorable: true }),
        array(
          'configs',
          '5+',
          struct('CreatableTopicConfigs', [
            string('name', '5+'),
            string('value', '5+', { nullable: '5+' }),
            bool('readOnly', '5+'),
            int8('configSource', '5+', { default: -1, ignorable: true }),
            bool('isSensitive', '5+')
          ]),
          { nullable: '5+', ignorable: true }
        )
      ])
    )
  ]
})
