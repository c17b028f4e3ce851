import { array, bytes, data, int32, nested, string, struct } from '../schema.ts'

const classicMemberMetadata = struct('ClassicMemberMetadata', [
  int32('sessionTimeoutMs', '0+'),
  array('supportedProtocols', '0+', struct('ClassicProtocol', [string('name', '0+'), bytes('metadata', '0+')]))
])

/** Value of a member of a consumer group in __consumer_offsets: who it is and what it subscribes to. */
export const consumerGroupMemberMetadataValue = data({
  name: 'ConsumerGroupMemberMetadataValue',
  versions: '0',
  flexible: '0+',
  fields: [
    string('instanceId', '0+', { nullable: '0+' }),
    string('rackId', '0+', { nullable: '0+' }),
    string('clientId', '0+'),
    string('clientHost', '0+'),
    array('subscribedTopicNames', '0+', 'string'),
    string('subscribedTopicRegex', '0+', { nullable: '0+' }),
    int32('rebalanceTimeoutMs', '0+', { default: -1 }),
    string('serverAssignor', '0+', { nullable: '0+' }),
    nested('classicMemberMetadata', '0+', classicMemberMetadata, { nullable: '0+', default: null, tag: 0 })
  ]
})
