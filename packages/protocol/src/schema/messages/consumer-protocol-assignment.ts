import { array, bytes, data, string, struct } from '../schema.ts'

/** What the leader of a classic consumer group hands out by SyncGroup. */
export const consumerProtocolAssignment = data({
  name: 'ConsumerProtocolAssignment',
  versions: '0-3',
  flexible: 'none',
  fields: [
    array(
      'assignedPartitions',
      '0+',
      struct('TopicPartition', [string('topic', '0+'), array('partitions', '0+', 'int32')])
    ),
    bytes('userData', '0+', { nullable: '0+', default: null })
  ]
})
