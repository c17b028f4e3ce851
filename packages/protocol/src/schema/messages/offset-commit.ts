import { api, array, int16, int32, int64, string, struct, uuid } from '../schema.ts'

/** Commits offsets of a group. Version 9 serves the KIP-848 protocol, version 10 names topics by id. */
export const offsetCommit = api({
  key: 8,
  name: 'OffsetCommit',
  versions: '2-10',
  flexible: '8+',
  request: [
    string('groupId', '0+'),
    int32('generationIdOrMemberEpoch', '1+', { default: -1, ignorable: true }),
    string('memberId', '1+', { ignorable: true }),
    string('groupInstanceId', '7+', { nullable: '7+', default: null }),
    int64('retentionTimeMs', '2-4', { default: -1, ignorable: true }),
    array(
      'topics',
      '0+',
      struct('OffsetCommitRequestTopic', [
        string('name', '0-9', { ignorable: true }),
        uuid('topicId', '10+', { ignorable: true }),
        array(
          'partitions',
          '0+',
          struct('OffsetCommitRequestPartition', [
            int32('partitionIndex', '0+'),
            int64('committedOffset', '0+'),
            int32('committedLeaderEpoch', '6+', { default: -1, ignorable: true }),
            string('committedMetadata', '0+', { nullable: '0+' })
          ])
        )
      ])
    )
  ],
  response: [
    int32('throttleTimeMs', '3+', { ignorable: true }),
    array(
      'topics',
      '0+',
      struct('OffsetCommitResponseTopic', [
        string('name', '0-9', { ignorable: true }),
        uuid('topicId', '10+', { ignorable: true }),
        array(
          'partitions',
          '0+',
          struct('OffsetCommitResponsePartition', [int32('partitionIndex', '0+'), int16('errorCode', '0+')])
        )
      ])
    )
  ]
})
