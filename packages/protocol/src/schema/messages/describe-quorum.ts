import { api, array, int16, int32, int64, string, struct, uint16, uuid } from '../schema.ts'

const replicaState = struct('ReplicaState', [
  int32('replicaId', '0+'),
  uuid('replicaDirectoryId', '2+'),
  int64('logEndOffset', '0+'),
  int64('lastFetchTimestamp', '1+', { default: -1, ignorable: true }),
  int64('lastCaughtUpTimestamp', '1+', { default: -1, ignorable: true })
])

/** Shows leader, voters and observers of the metadata quorum, and how far each has read (KIP-595). */
export const describeQuorum = api({
  key: 55,
  name: 'DescribeQuorum',
  versions: '0-2',
  flexible: '0+',
  request: [
    array(
      'topics',
      '0+',
      struct('TopicData', [
        string('topicName', '0+'),
        array('partitions', '0+', struct('PartitionData', [int32('partitionIndex', '0+')]))
      ])
    )
  ],
  response: [
    int16('errorCode', '0+'),
    string('errorMessage', '2+', { nullable: '2+', ignorable: true }),
    array(
      'topics',
      '0+',
      struct('TopicData', [
        string('topicName', '0+'),
        array(
          'partitions',
          '0+',
          struct('PartitionData', [
            int32('partitionIndex', '0+'),
            int16('errorCode', '0+'),
            string('errorMessage', '2+', { nullable: '2+', ignorable: true }),
            int32('leaderId', '0+'),
            int32('leaderEpoch', '0+'),
            int64('highWatermark', '0+'),
            array('currentVoters', '0+', replicaState),
            array('observers', '0+', replicaState)
          ])
        )
      ])
    ),
    array(
      'nodes',
      '2+',
      struct('Node', [
        int32('nodeId', '2+'),
        array('listeners', '2+', struct('Listener', [string('name', '2+'), string('host', '2+'), uint16('port', '2+')]))
      ])
    )
  ]
})
