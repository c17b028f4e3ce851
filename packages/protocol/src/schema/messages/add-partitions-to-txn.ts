import { api, array, bool, int16, int32, int64, string, struct } from '../schema.ts'

const addPartitionsToTxnTopic = struct('AddPartitionsToTxnTopic', [
  string('name', '0+'),
  array('partitions', '0+', 'int32')
])

const addPartitionsToTxnPartitionResult = struct('AddPartitionsToTxnPartitionResult', [
  int32('partitionIndex', '0+'),
  int16('partitionErrorCode', '0+')
])

const addPartitionsToTxnTopicResult = struct('AddPartitionsToTxnTopicResult', [
  string('name', '0+'),
  array('resultsByPartition', '0+', addPartitionsToTxnPartitionResult)
])

/** Adds partitions to a transaction; from version 4 on only brokers send it, for many at once (KIP-890). */
export const addPartitionsToTxn = api({
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: '0-5',
  flexible: '3+',
  request: [
    array(
      'transactions',
      '4+',
      struct('AddPartitionsToTxnTransaction', [
        string('transactionalId', '4+'),
        int64('producerId', '4+'),
        int16('producerEpoch', '4+'),
        bool('verifyOnly', '4+', { default: false }),
        array('topics', '4+', addPartitionsToTxnTopic)
      ])
    ),
    string('v3AndBelowTransactionalId', '0-3'),
    int64('v3AndBelowProducerId', '0-3'),
    int16('v3AndBelowProducerEpoch', '0-3'),
    array('v3AndBelowTopics', '0-3', addPartitionsToTxnTopic)
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '4+', { ignorable: true }),
    array(
      'resultsByTransaction',
      '4+',
      struct('AddPartitionsToTxnResult', [
        string('transactionalId', '4+'),
        array('topicResults', '4+', addPartitionsToTxnTopicResult)
      ])
    ),
    array('resultsByTopicV3AndBelow', '0-3', addPartitionsToTxnTopicResult)
  ]
})
