import { api, array, int16, int32, string, struct } from '../schema.ts'

/** Deletes groups that have no members. Version 3 has a message for each. */
export const deleteGroups = api({
  key: 42,
  name: 'DeleteGroups',
  versions: '0-3',
  flexible: '2+',
  request: [array('groupsNames', '0+', 'string')],
  response: [
    int32('throttleTimeMs', '0+'),
    array(
      'results',
      '0+',
      struct('DeletableGroupResult', [
        string('groupId', '0+'),
        int16('errorCode', '0+'),
        string('errorMessage', '3+', { nullable: '3+', default: null, ignorable: true })
      ])
    )
  ]
})
