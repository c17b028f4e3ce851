import { api, array, int16, int32, int8, string, struct } from '../schema.ts'

/** Elects preferred leaders, or unclean ones (KIP-460). */
export const electLeaders = api({
  key: 43,
  name: 'ElectLeaders',
  versions: '0-2',
  flexible: '2+',
  request: [
    int8('electionType', '1+'),
    array(
      'topicPartitions',
      '0+',
      struct('TopicPartitions', [string('topic', '0+'), array('partitions', '0+', 'int32')]),
      { nullable: '0+' }
    ),
    int32('timeoutMs', '0+', { default: 60000 })
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '1+'),
    array(
      'replicaElectionResults',
      '0+',
      struct('ReplicaElectionResult', [
        string('topic', '0+'),
        array(
          'partitionResult',
          '0+',
          struct('PartitionResult', [
            int32('partitionId', '0+'),
            int16('errorCode', '0+'),
            string('errorMessage', '0+', { nullable: '0+' })
          ])
        )
      ])
    )
  ]
})
