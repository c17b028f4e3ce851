import { RemoveRaftVoterApi } from '@gregor/protocol/messages/remove-raft-voter'
import { forwardRequest, type ForwardPorts } from '../forward.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * RemoveRaftVoter: v0
 *
 * Behavior:
 * - The active controller takes the vote away from the node and directory named, also when that is itself: another one
 *   leads then. A node that is alive goes on as an observer; one that is not is forgotten.
 * - VOTER_NOT_FOUND: no such voter, or it has another directory. INVALID_REQUEST: it is the last one.
 */
export function removeRaftVoterHandler(ports: ForwardPorts): ServedApi {
  return serve(RemoveRaftVoterApi, {
    versions: { min: 0, max: 0 },
    handle: (request, context) => forwardRequest(ports, RemoveRaftVoterApi, request, context),
    failed: (failure) => failure
  })
}
