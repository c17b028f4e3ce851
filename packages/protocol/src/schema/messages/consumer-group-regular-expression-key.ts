import { data, string } from '../schema.ts'

/** Key of the topics that match a regular expression of a consumer group's members in __consumer_offsets (KIP-848); its leading int16 is 16. */
export const consumerGroupRegularExpressionKey = data({
  name: 'ConsumerGroupRegularExpressionKey',
  versions: '0',
  flexible: 'none',
  fields: [string('groupId', '0'), string('regularExpression', '0')]
})
