import { data, string } from '../schema.ts'

/** Key of a classic group in __consumer_offsets; its leading int16 is 2. */
export const groupMetadataKey = data({
  name: 'GroupMetadataKey',
  versions: '0',
  flexible: 'none',
  fields: [string('group', '0')]
})
