import { array, data, int64 } from '../schema.ts'

/** Value of the topics that match a regular expression of a consumer group's members. */
export const consumerGroupRegularExpressionValue = data({
  name: 'ConsumerGroupRegularExpressionValue',
  versions: '0',
  flexible: '0+',
  fields: [array('topics', '0+', 'string'), int64('version', '0+'), int64('timestamp', '0+')]
})
