import { api, array, int16, int32, string, struct } from '../schema.ts'

/** Lists groups; version 4 filters by state (KIP-518), version 5 by type (KIP-848). */
export const listGroups = api({
  key: 16,
  name: 'ListGroups',
  versions: '0-5',
  flexible: '3+',
  request: [array('statesFilter', '4+', 'string'), array('typesFilter', '5+', 'string')],
  response: [
    int32('throttleTimeMs', '1+', { ignorable: true }),
    int16('errorCode', '0+'),
    array(
      'groups',
      '0+',
      struct('ListedGroup', [
        string('groupId', '0+'),
        string('protocolType', '0+'),
        string('groupState', '4+', { ignorable: true }),
        string('groupType', '5+', { ignorable: true })
      ])
    )
  ]
})
