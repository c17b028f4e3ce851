import { api, array, bool, float64, int16, int32, string, struct } from '../schema.ts'

/** Sets and removes quotas (KIP-546). */
export const alterClientQuotas = api({
  key: 49,
  name: 'AlterClientQuotas',
  versions: '0-1',
  flexible: '1+',
  request: [
    array(
      'entries',
      '0+',
      struct('EntryData', [
        array(
          'entity',
          '0+',
          struct('EntityData', [string('entityType', '0+'), string('entityName', '0+', { nullable: '0+' })])
        ),
        array('ops', '0+', struct('OpData', [string('key', '0+'), float64('value', '0+'), bool('remove', '0+')]))
      ])
    ),
    bool('validateOnly', '0+')
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    array(
      'entries',
      '0+',
      struct('EntryData', [
        int16('errorCode', '0+'),
        string('errorMessage', '0+', { nullable: '0+' }),
        array(
          'entity',
          '0+',
          struct('EntityData', [string('entityType', '0+'), string('entityName', '0+', { nullable: '0+' })])
        )
      ])
    )
  ]
})
