import { data, string } from '../schema.ts'

/** Key of a member of a consumer group in __consumer_offsets (KIP-848); its leading int16 is 5. */
export const consumerGroupMemberMetadataKey = data({
  name: 'ConsumerGroupMemberMetadataKey',
  versions: '0',
  flexible: 'none',
  fields: [string('groupId', '0'), string('memberId', '0')]
})
