import { api, array, int16, int32, int8, string, struct } from '../schema.ts'

/** Lists ACLs that match a filter. */
export const describeAcls = api({
  key: 29,
  name: 'DescribeAcls',
  versions: '1-3',
  flexible: '2+',
  request: [
    int8('resourceTypeFilter', '0+'),
    string('resourceNameFilter', '0+', { nullable: '0+' }),
    int8('patternTypeFilter', '1+', { default: 3 }),
    string('principalFilter', '0+', { nullable: '0+' }),
    string('hostFilter', '0+', { nullable: '0+' }),
    int8('operation', '0+'),
    int8('permissionType', '0+')
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+' }),
    array(
      'resources',
      '0+',
      struct('DescribeAclsResource', [
        int8('resourceType', '0+'),
        string('resourceName', '0+'),
        int8('patternType', '1+', { default: 3 }),
        array(
          'acls',
          '0+',
          struct('AclDescription', [
            string('principal', '0+'),
            string('host', '0+'),
            int8('operation', '0+'),
            int8('permissionType', '0+')
          ])
        )
      ])
    )
  ]
})
