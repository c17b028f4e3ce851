import { data, int16, int32, string } from '../schema.ts'

/** The header of each request. Version 2 serves the flexible versions of an API, version 1 the others. */
export const requestHeader = data({
  name: 'RequestHeader',
  versions: '1-2',
  flexible: '2+',
  fields: [
    int16('requestApiKey', '0+'),
    int16('requestApiVersion', '0+'),
    int32('correlationId', '0+'),
    string('clientId', '1+', { nullable: '1+', flexible: 'none' })
  ]
})
