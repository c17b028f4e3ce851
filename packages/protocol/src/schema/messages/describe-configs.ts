import { api, array, bool, int16, int32, int8, string, struct } from '../schema.ts'

/** Reads configurations of topics, brokers, loggers, client metrics and groups. */
export const describeConfigs = api({
  key: 32,
  name: 'DescribeConfigs',
  versions: '1-4',
  flexible: '4+',
  request: [
    array(
      'resources',
      '0+',
      struct('DescribeConfigsResource', [
        int8('resourceType', '0+'),
        string('resourceName', '0+'),
        array('configurationKeys', '0+', 'string', { nullable: '0+' })
      ])
    ),
    bool('includeSynonyms', '1+', { default: false }),
    bool('includeDocumentation', '3+', { default: false })
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    array(
      'results',
      '0+',
      struct('DescribeConfigsResult', [
        int16('errorCode', '0+'),
        string('errorMessage', '0+', { nullable: '0+' }),
        int8('resourceType', '0+'),
        string('resourceName', '0+'),
        array(
          'configs',
          '0+',
          struct('DescribeConfigsResourceResult', [
            string('name', '0+'),
            string('value', '0+', { nullable: '0+' }),
            bool('readOnly', '0+'),
            int8('configSource', '1+', { default: -1, ignorable: true }),
            bool('isSensitive', '0+'),
            array(
              'synonyms',
              '1+',
              struct('DescribeConfigsSynonym', [
                string('name', '1+'),
                string('value', '1+', { nullable: '0+' }),
                int8('source', '1+')
              ]),
              { ignorable: true }
            ),
            int8('configType', '3+', { default: 0, ignorable: true }),
            string('documentation', '3+', { nullable: '0+', ignorable: true })
          ])
        )
      ])
    )
  ]
})
