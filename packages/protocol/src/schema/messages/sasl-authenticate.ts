import { api, bytes, int16, int64, string } from '../schema.ts'

/** Carries the bytes of a SASL exchange, and the lifetime of the session (KIP-368). */
export const saslAuthenticate = api({
  key: 36,
  name: 'SaslAuthenticate',
  versions: '0-2',
  flexible: '2+',
  request: [bytes('authBytes', '0+')],
  response: [
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+' }),
    bytes('authBytes', '0+'),
    int64('sessionLifetimeMs', '1+', { default: 0, ignorable: true })
  ]
})
