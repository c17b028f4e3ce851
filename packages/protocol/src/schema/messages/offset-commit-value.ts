import { data, int32, int64, string, uuid } from '../schema.ts'

/** Value of a committed offset in __consumer_offsets. */
export const offsetCommitValue = data({
  name: 'OffsetCommitValue',
  versions: '0-4',
  flexible: '4+',
  fields: [
    int64('offset', '0+'),
    int32('leaderEpoch', '3+', { default: -1, ignorable: true }),
    string('metadata', '0+'),
    int64('commitTimestamp', '0+'),
    int64('expireTimestamp', '1', { default: -1, ignorable: true }),
    uuid('topicId', '4+', { tag: 0, ignorable: true })
  ]
})
