import { api, array, bool, int16, int32, int64, int8, nested, string, struct, uint16 } from '../schema.ts'

const keyValue = struct('KeyValue', [string('key', '0+'), string('value', '0+')])

const topicInfo = struct('TopicInfo', [
  string('name', '0+'),
  int32('partitions', '0+'),
  int16('replicationFactor', '0+'),
  array('topicConfigs', '0+', keyValue)
])

const endpoint = struct('Endpoint', [string('host', '0+'), uint16('port', '0+')])

const taskOffset = struct('TaskOffset', [
  string('subtopologyId', '0+'),
  int32('partition', '0+'),
  int64('offset', '0+')
])

const taskIds = struct('TaskIds', [string('subtopologyId', '0+'), array('partitions', '0+', 'int32')])

const assignment = struct('Assignment', [
  array('activeTasks', '0+', taskIds),
  array('standbyTasks', '0+', taskIds),
  array('warmupTasks', '0+', taskIds)
])

const topologyDescriptionNode = struct('TopologyDescriptionNode', [
  string('name', '1+'),
  int8('nodeType', '1+'),
  array('sourceTopics', '1+', 'string'),
  string('sinkTopic', '1+', { nullable: '1+', default: null }),
  array('stores', '1+', 'string'),
  array('successors', '1+', 'string')
])

const topologyDescriptionSubtopology = struct('TopologyDescriptionSubtopology', [
  string('subtopologyId', '1+'),
  array('nodes', '1+', topologyDescriptionNode)
])

const topologyDescriptionGlobalStore = struct('TopologyDescriptionGlobalStore', [
  nested('source', '1+', topologyDescriptionNode),
  nested('processor', '1+', topologyDescriptionNode)
])

const topologyDescription = struct('TopologyDescription', [
  array('subtopologies', '1+', topologyDescriptionSubtopology),
  array('globalStores', '1+', topologyDescriptionGlobalStore)
])

/** Describes Kafka Streams groups (KIP-1071). */
export const streamsGroupDescribe = api({
  key: 89,
  name: 'StreamsGroupDescribe',
  versions: '0-1',
  flexible: '0+',
  request: [
    array('groupIds', '0+', 'string'),
    bool('includeAuthorizedOperations', '0+'),
    bool('includeTopologyDescription', '1+', { default: false })
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    array(
      'groups',
      '0+',
      struct('DescribedGroup', [
        int16('errorCode', '0+'),
        string('errorMessage', '0+', { nullable: '0+', default: null }),
        string('groupId', '0+'),
        string('groupState', '0+'),
        int32('groupEpoch', '0+'),
        int32('assignmentEpoch', '0+'),
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
                array('repartitionSinkTopics', '0+', 'string'),
                array('stateChangelogTopics', '0+', topicInfo),
                array('repartitionSourceTopics', '0+', topicInfo)
              ]),
              { nullable: '0+', default: null }
            )
          ]),
          { nullable: '0+', default: null }
        ),
        array(
          'members',
          '0+',
          struct('Member', [
            string('memberId', '0+'),
            int32('memberEpoch', '0+'),
            string('instanceId', '0+', { nullable: '0+', default: null }),
            string('rackId', '0+', { nullable: '0+', default: null }),
            string('clientId', '0+'),
            string('clientHost', '0+'),
            int32('topologyEpoch', '0+'),
            string('processId', '0+'),
            nested('userEndpoint', '0+', endpoint, { nullable: '0+', default: null }),
            array('clientTags', '0+', keyValue),
            array('taskOffsets', '0+', taskOffset),
            array('taskEndOffsets', '0+', taskOffset),
            nested('assignment', '0+', assignment),
            nested('targetAssignment', '0+', assignment),
            bool('isClassic', '0+')
          ])
        ),
        int32('authorizedOperations', '0+', { default: -2147483648 }),
        nested('topologyDescription', '1+', topologyDescription, { nullable: '1+', default: null }),
        int8('topologyDescriptionStatus', '1+', { default: 0 }),
        string('assignorName', '1+', { nullable: '1+', default: null, ignorable: true })
      ])
    )
  ]
})
