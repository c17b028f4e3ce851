import { api, array, bool, int16, int32, string, struct, uint16, uuid } from '../schema.ts'

/** Adds a voter to the metadata quorum (KIP-853). */
export const addRaftVoter = api({
  key: 80,
  name: 'AddRaftVoter',
  versions: '0-1',
  flexible: '0+',
  request: [
    string('clusterId', '0+', { nullable: '0+' }),
    int32('timeoutMs', '0+'),
    int32('voterId', '0+'),
    uuid('voterDirectoryId', '0+'),
    array('listeners', '0+', struct('Listener', [string('name', '0+'), string('host', '0+'), uint16('port', '0+')])),
    bool('ackWhenCommitted', '1+', { default: true })
  ],
  response: [
    int32('throttleTimeMs', '0+'),
    int16('errorCode', '0+'),
    string('errorMessage', '0+', { nullable: '0+', ignorable: true })
  ]
})
