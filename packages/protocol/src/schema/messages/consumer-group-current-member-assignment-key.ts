import { data, string } from '../schema.ts'

/** Key of what a member of a consumer group has in __consumer_offsets (KIP-848); its leading int16 is 8. */
export const consumerGroupCurrentMemberAssignmentKey = data({
  name: 'ConsumerGroupCurrentMemberAssignmentKey',
  versions: '0',
  flexible: 'none',
  fields: [string('groupId', '0'), string('memberId', '0')]
})
