import { data, int32, string } from '../schema.ts'

/** Key of a committed offset in __consumer_offsets; its leading int16 is 1 (0 by brokers before 0.9). */
export const offsetCommitKey = data({
  name: 'OffsetCommitKey',
  versions: '0',
  flexible: 'none',
  fields: [string('group', '0'), string('topic', '0'), int32('partition', '0')]
})
