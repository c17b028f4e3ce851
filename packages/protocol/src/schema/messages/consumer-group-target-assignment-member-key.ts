import { data, string } from '../schema.ts'

/** Key of a member's part of the target assignment in __consumer_offsets (KIP-848); its leading int16 is 7. */
export const consumerGroupTargetAssignmentMemberKey = data({
  name: 'ConsumerGroupTargetAssignmentMemberKey',
  versions: '0',
  flexible: 'none',
  fields: [string('groupId', '0'), string('memberId', '0')]
})
