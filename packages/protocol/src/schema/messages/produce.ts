import { api, array, int16, int32, int64, nested, records, string, struct, uuid } from '../schema.ts'

/**
 * Appends record batches to partitions. From version 12 on a transactional batch also adds its partition to the
 * transaction (KIP-890); version 13 names topics by id only (KIP-516).
 */
export const produce = api({
  key: 0,
  name: 'Produce',
  versions: '3-13',
  flexible: '9+',
  request: [
    string('transactionalId', '3+', { nullable: '3+', default: null }),
    int16('acks', '0+'),
    int32('timeoutMs', '0+'),
    array(
      'topicData',
      '0+',
      struct('TopicProduceData', [
        string('name', '0-12', { ignorable: true }),
        uuid('topicId', '13+', { ignorable: true }),
        array(
          'partitionData',
          '0+',
          struct('PartitionProduceData', [int32('index', '0+'), records('records', '0+', { nullable: '0+' })])
        )
      ])
    )
  ],
  response: [
    array(
      'responses',
      '0+',
      struct('TopicProduceResponse', [
        string('name', '0-12', { ignorable: true }),
        uuid('topicId', '13+', { ignorable: true }),
        array(
          'partitionResponses',
          '0+',
          struct('PartitionProduceResponse', [
            int32('index', '0+'),
            int16('errorCode', '0+'),
            int64('baseOffset', '0+'),
            int64('logAppendTimeMs', '2+', { default: -1, ignorable: true }),
            int64('logStartOffset', '5+', { default: -1, ignorable: true }),
            array(
              'recordErrors',
              '8+',
              struct('BatchIndexAndErrorMessage', [
                int32('batchIndex', '8+'),
                string('batchIndexErrorMessage', '8+', { nullable: '8+', default: null })
              ]),
              { ignorable: true }
            ),
            string('errorMessage', '8+', { nullable: '8+', default: null, ignorable: true }),
            nested(
              'currentLeader',
              '10+',
              struct('LeaderIdAndEpoch', [
                int32('leaderId', '10+', { default: -1 }),
                int32('leaderEpoch', '10+', { default: -1 })
              ]),
              { tag: 0 }
            )
          ])
        )
      ])
    ),
    int32('throttleTimeMs', '1+', { default: 0, ignorable: true }),
    array(
      'nodeEndpoints',
      '10+',
      struct('NodeEndpoint', [
        int32('nodeId', '10+'),
        string('host', '10+'),
        int32('port', '10+'),
        string('rack', '10+', { nullable: '10+', default: null })
      ]),
      { tag: 0 }
    )
  ]
})
