import { api, int16, int32, string, uuid } from '../schema.ts'

/** Removes a voter from the metadata quorum (KIP-853). */
export const removeRaftVoter = api({
  key: 81,
  name: 'RemoveRaftVoter',
  versions: '0-0',
  flexible: '0+',
  request: [string('clusterId', '0+', { nullable: '0+' }), int32('voterId', '0+'), uuid('voterDirectoryId', '0+')],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+', ignorable: true })
  ]
})
