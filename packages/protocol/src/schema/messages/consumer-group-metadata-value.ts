import { data, int32, int64 } from '../schema.ts'

/** Value of a consumer group in __consumer_offsets. */
export const consumerGroupMetadataValue = data({
  name: 'ConsumerGroupMetadataValue',
  versions: '0',
  flexible: '0+',
  fields: [int32('epoch', '0+'), int64('metadataHash', '0+', { tag: 0 })]
})
