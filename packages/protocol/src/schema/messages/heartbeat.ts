import { api, int16, int32, string } from '../schema.ts'

/** Keeps a member of a classic group alive, and tells it of a rebalance. */
export const heartbeat = api({
  key: 12,
  name: 'Heartbeat',
  versions: '0-4',
  flexible: '4+',
  request: [
    string('groupId', '0+'),
    int32('generationId', '0+'),
    string('memberId', '0+'),
    string('groupInstanceId', '3+', { nullable: '3+', default: null })
  ],
  response: [int32('throttleTimeMs', '1+', { ignorable: true }), int16('errorCode', '0+')]
})
