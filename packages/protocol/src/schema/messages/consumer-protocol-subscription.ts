import { array, bytes, data, int32, string, struct } from '../schema.ts'

/** What a member of a classic consumer group writes into its JoinGroup metadata. */
export const consumerProtocolSubscription = data({
  name: 'ConsumerProtocolSubscription',
  versions: '0-3',
  flexible: 'none',
  fields: [
    array('topics', '0+', 'string'),
    bytes('userData', '0+', { nullable: '0+', default: null }),
    array(
      'ownedPartitions',
      '1+',
      struct('TopicPartition', [string('topic', '1+'), array('partitions', '1+', 'int32')]),
      { ignorable: true }
    ),
    int32('generationId', '2+', { default: -1, ignorable: true }),
    string('rackId', '3+', { nullable: '3+', default: null, ignorable: true })
  ]
})
