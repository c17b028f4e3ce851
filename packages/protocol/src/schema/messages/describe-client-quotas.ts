import { api, array, bool, float64, int16, int32, int8, string, struct } from '../schema.ts'

/** Reads quotas of users, client ids and addresses (KIP-546). */
export const describeClientQuotas = api({
  key: 48,
  name: 'DescribeClientQuotas',
  versions: '0-1',
  flexible: '1+',
  request: [
    array(
      'components',
      '0+',
      struct('ComponentData', [
        string('entityType', '0+'),
        int8('matchType', '0+'),
        string('match', '0+', { nullable: '0+' })
      ])
    ),
    bool('strict', '0+')
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+' }),
    array(
      'entries',
      '0+',
      struct('EntryData', [
        array(
          'entity',
          '0+',
          struct('EntityData', [string('entityType', '0+'), string('entityName', '0+', { nullable: '0+' })])
        ),
        array('values', '0+', struct('ValueData', [string('key', '0+'), float64('value', '0+')]))
      ]),
      { nullable: '0+' }
    )
  ]
})
