import { data, int32, int64 } from '../schema.ts'

/** Value that says which group epoch the target assignment of a consumer group is of. */
export const consumerGroupTargetAssignmentMetadataValue = data({
  name: 'ConsumerGroupTargetAssignmentMetadataValue',
  versions: '0',
  flexible: '0+',
  fields: [int32('assignmentEpoch', '0+'), int64('assignmentTimestamp', '0+', { tag: 0, ignorable: true })]
})
