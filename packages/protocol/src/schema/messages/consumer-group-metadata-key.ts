import { data, string } from '../schema.ts'

/** Key of a consumer group in __consumer_offsets (KIP-848); its leading int16 is 3. */
export const consumerGroupMetadataKey = data({
  name: 'ConsumerGroupMetadataKey',
  versions: '0',
  flexible: 'none',
  fields: [string('groupId', '0')]
})
