import { data, int32 } from '../schema.ts'

/** The header of each response. Version 1 serves the flexible versions of an API, except ApiVersions. */
export const responseHeader = data({
  name: 'ResponseHeader',
  versions: '0-1',
  flexible: '1+',
  fields: [int32('correlationId', '0+')]
})
