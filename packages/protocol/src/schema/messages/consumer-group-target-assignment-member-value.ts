import { array, data, struct, uuid } from '../schema.ts'

const topicPartition = struct('TopicPartition', [uuid('topicId', '0+'), array('partitions', '0+', 'int32')])

/** Value of a member's part of the target assignment of a consumer group. */
export const consumerGroupTargetAssignmentMemberValue = data({
  name: 'ConsumerGroupTargetAssignmentMemberValue',
  versions: '0',
  flexible: '0+',
  fields: [array('topicPartitions', '0+', topicPartition)]
})
