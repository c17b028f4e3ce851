import { api, int16, int32, string } from '../schema.ts'

/** Forgets a controller that will not come back (KIP-1312). */
export const unregisterController = api({
  key: 94,
  name: 'UnregisterController',
  versions: '0-0',
  flexible: '0+',
  request: [int32('controllerId', '0+')],
  response: [int32('throttleTimeMs', '0+'), int16('errorCode', '0+'), string('errorMessage', '0+', { nullable: '0+' })]
})
