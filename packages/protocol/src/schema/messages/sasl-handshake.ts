import { api, array, int16, string } from '../schema.ts'

/** Chooses the SASL mechanism. Never flexible. */
export const saslHandshake = api({
  key: 17,
  name: 'SaslHandshake',
  versions: '0-1',
  flexible: 'none',
  request: [string('mechanism', '0+')],
  response: [int16('errorCode', '0+'), array('mechanisms', '0+', 'string')]
})
