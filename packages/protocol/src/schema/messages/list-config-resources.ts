import { api, array, int16, int32, int8, string, struct } from '../schema.ts'

/** Lists resources that have configurations (KIP-1142); version 0 lists client metrics only. */
export const listConfigResources = api({
  key: 74,
  name: 'ListConfigResources',
  versions: '0-1',
  flexible: '0+',
  request: [array('resourceTypes', '1+', 'int8')],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    array(
      'configResources',
      '0+',
      struct('ConfigResource', [
        string('resourceName', '0+'),
        int8('resourceType', '1+', { default: 16, ignorable: true })
      ])
    )
  ]
})
