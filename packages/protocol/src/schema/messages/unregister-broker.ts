import { api, int16, int32, string } from '../schema.ts'

/** Forgets a broker that will not come back. */
export const unregisterBroker = api({
  key: 64,
  name: 'UnregisterBroker',
  versions: '0-0',
  flexible: '0+',
  request: [int32('brokerId', '0+')],
  response: [int32('throttleTimeMs', '0+'), int16('errorCode', '0+'), string('errorMessage', '0+', { nullable: '0+' })]
})
