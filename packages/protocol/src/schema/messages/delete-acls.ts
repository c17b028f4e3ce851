import { api, array, int16, int32, int8, string, struct } from '../schema.ts'

/** Deletes ACLs that match filters. */
export const deleteAcls = api({
  key: 31,
  name: 'DeleteAcls',
  versions: '1-3',
  flexible: '2+',
  request: [
    array(
      'filters',
      '0+',
      struct('DeleteAclsFilter', [
        int8('resourceTypeFilter', '0+'),
        string('resourceNameFilter', '0+', { nullable: '0+' }),
        int8('patternTypeFilter', '1+', { default: 3 }),
        string('principalFilter', '0+', { nullable: '0+' }),
        string('hostFilter', '0+', { nullable: '0+' }),
        int8('operation', '0+'),
        int8('permissionType', '0+')
      ])
    )
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    array(
      'filterResults',
      '0+',
      struct('DeleteAclsFilterResult', [
        int16('errorCode', '0+'),
        string('errorMessage', '0+', { nullable: '0+' }),
        array(
          'matchingAcls',
          '0+',
          struct('DeleteAclsMatchingAcl', [
            int16('errorCode', '0+'),
            string('errorMessage', '0+', { nullable: '0+' }),
            int8('resourceType', '0+'),
            string('resourceName', '0+'),
            int8('patternType', '1+', { default: 3 }),
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
