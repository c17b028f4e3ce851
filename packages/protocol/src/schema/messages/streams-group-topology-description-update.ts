import { api, array, int16, int32, int8, nested, string, struct } from '../schema.ts'

const topologyDescriptionNode = struct('TopologyDescriptionNode', [
  string('name', '0+'),
  int8('nodeType', '0+'),
  array('sourceTopics', '0+', 'string'),
  string('sinkTopic', '0+', { nullable: '0+', default: null }),
  array('stores', '0+', 'string'),
  array('successors', '0+', 'string')
])

const topologyDescriptionSubtopology = struct('TopologyDescriptionSubtopology', [
  string('subtopologyId', '0+'),
  array('nodes', '0+', topologyDescriptionNode)
])

const topologyDescriptionGlobalStore = struct('TopologyDescriptionGlobalStore', [
  nested('source', '0+', topologyDescriptionNode),
  nested('processor', '0+', topologyDescriptionNode)
])

const topologyDescription = struct('TopologyDescription', [
  array('subtopologies', '0+', topologyDescriptionSubtopology),
  array('globalStores', '0+', topologyDescriptionGlobalStore)
])

/** Stores the description of the topology of a Kafka Streams group (KIP-1331). */
export const streamsGroupTopologyDescriptionUpdate = api({
  key: 93,
  name: 'StreamsGroupTopologyDescriptionUpdate',
  versions: '0-0',
  flexible: '0+',
  request: [
    string('groupId', '0+'),
    string('memberId', '0+'),
    int32('topologyEpoch', '0+'),
    nested('topologyDescription', '0+', topologyDescription)
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+', default: null })
  ]
})
