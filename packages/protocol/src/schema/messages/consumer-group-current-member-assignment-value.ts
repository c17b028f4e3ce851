import { array, data, int32, int8, struct, uuid } from '../schema.ts'

const topicPartitions = struct('TopicPartitions', [
  uuid('topicId', '0+'),
  array('partitions', '0+', 'int32'),
  array('assignmentEpochs', '0+', 'int32', { nullable: '0+', default: null, tag: 0 })
])

/** Value of what a member of a consumer group has, and has to give up. */
export const consumerGroupCurrentMemberAssignmentValue = data({
  name: 'ConsumerGroupCurrentMemberAssignmentValue',
  versions: '0',
  flexible: '0+',
  fields: [
    int32('memberEpoch', '0+'),
    int32('previousMemberEpoch', '0+'),
    int8('state', '0+'),
    array('assignedPartitions', '0+', topicPartitions),
    array('partitionsPendingRevocation', '0+', topicPartitions)
  ]
})
