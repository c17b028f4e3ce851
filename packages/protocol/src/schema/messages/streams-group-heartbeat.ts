import { api, array, bool, int16, int32, int64, int8, nested, string, struct, uint16 } from '../schema.ts'

const keyValue = struct('KeyValue', [string('key', '0+'), string('value', '0+')])

const topicInfo = struct('TopicInfo', [
  string('name', '0+'),
  int32('partitions', '0+'),
  int16('replicationFactor', '0+'),
  array('topicConfigs', '0+', keyValue)
])

const taskIds = struct('TaskIds', [string('subtopologyId', '0+'), array('partitions', '0+', 'int32')])

const endpoint = struct('Endpoint', [string('host', '0+'), uint16('port', '0+')])

const taskOffset = struct('TaskOffset', [
  string('subtopologyId', '0+'),
  int32('partition', '0+'),
  int64('offset', '0+')
])

const status = struct('Status', [int8('statusCode', '0+'), string('statusDetail', '0+')])

const topicPartition = struct('TopicPartition', [string('topic', '0+'), array('partitions', '0+', 'int32')])

/** Joins, keeps up and leaves a Kafka Streams group (KIP-1071). Version 1 can ask to describe the topology. */
export const streamsGroupHeartbeat = api({
  key: 88,
  name: 'StreamsGroupHeartbeat',
  versions: '0-1',
  flexible: '0+',
  request: [
    string('groupId', '0+'),
    string('memberId', '0+'),
    int32('memberEpoch', '0+'),
    int32('endpointInformationEpoch', '0+'),
    string('instanceId', '0+', { nullable: '0+', default: null }),
    string('rackId', '0+', { nullable: '0+', default: null }),
    int32('rebalanceTimeoutMs', '0+', { default: -1 }),
    nested(
      'topology',
      '0+',
      struct('Topology', [
        int32('epoch', '0+'),
        array(
          'subtopologies',
          '0+',
          struct('Subtopology', [
            string('subtopologyId', '0+'),
            array('sourceTopics', '0+', 'string'),
            array('sourceTopicRegex', '0+', 'string'),
            array('stateChangelogTopics', '0+', topicInfo),
            array('repartitionSinkTopics', '0+', 'string'),
            array('repartitionSourceTopics', '0+', topicInfo),
            array(
              'copartitionGroups',
              '0+',
              struct('CopartitionGroup', [
                array('sourceTopics', '0+', 'int16'),
                array('sourceTopicRegex', '0+', 'int16'),
                array('repartitionSourceTopics', '0+', 'int16')
              ])
            )
          ])
        )
      ]),
      { nullable: '0+', default: null }
    ),
    array('activeTasks', '0+', taskIds, { nullable: '0+', default: null }),
    array('standbyTasks', '0+', taskIds, { nullable: '0+', default: null }),
    array('warmupTasks', '0+', taskIds, { nullable: '0+', default: null }),
    string('processId', '0+', { nullable: '0+', default: null }),
    nested('userEndpoint', '0+', endpoint, { nullable: '0+', default: null }),
    array('clientTags', '0+', keyValue, { nullable: '0+', default: null }),
    array('taskOffsets', '0+', taskOffset, { nullable: '0+', default: null }),
    array('taskEndOffsets', '0+', taskOffset, { nullable: '0+', default: null }),
    bool('shutdownApplication', '0+', { default: false })
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+', default: null }),
    string('memberId', '0+'),
    int32('memberEpoch', '0+'),
    int32('heartbeatIntervalMs', '0+'),
    int32('acceptableRecoveryLagLegacy', '0'),
    int32('taskOffsetIntervalMs', '0+'),
    int64('acceptableRecoveryLag', '1+', { default: -1, ignorable: true }),
    array('status', '0+', status, { nullable: '0+' }),
    array('activeTasks', '0+', taskIds, { nullable: '0+', default: null }),
    array('standbyTasks', '0+', taskIds, { nullable: '0+', default: null }),
    array('warmupTasks', '0+', taskIds, { nullable: '0+', default: null }),
    bool('topologyDescriptionRequired', '1+', { default: false }),
    int32('endpointInformationEpoch', '0+'),
    array(
      'partitionsByUserEndpoint',
      '0+',
      struct('EndpointToPartitions', [
        nested('userEndpoint', '0+', endpoint),
        array('activePartitions', '0+', topicPartition),
        array('standbyPartitions', '0+', topicPartition)
      ]),
      { nullable: '0+', default: null }
    )
  ]
})
