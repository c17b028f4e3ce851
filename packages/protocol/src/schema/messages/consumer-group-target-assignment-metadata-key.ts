import { data, string } from '../schema.ts'

/** Key of the epoch of a consumer group's target assignment in __consumer_offsets (KIP-848); its leading int16 is 6. */
export const consumerGroupTargetAssignmentMetadataKey = data({
  name: 'ConsumerGroupTargetAssignmentMetadataKey',
  versions: '0',
  flexible: 'none',
  fields: [string('groupId', '0')]
})
