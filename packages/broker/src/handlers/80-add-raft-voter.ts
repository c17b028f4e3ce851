import { AddRaftVoterApi } from '@gregor/protocol/messages/add-raft-voter'
import { forwardRequest, type ForwardPorts } from '../forward.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * AddRaftVoter: v0-1
 *
 * Behavior:
 * - The node must take part in the quorum already, with the directory named: it joined as an observer when it started.
 *   The active controller makes it a voter as soon as it has caught up, and answers then.
 * - Where the voter listens it says itself; the listeners of the request are only checked for being there.
 * - REQUEST_TIMED_OUT: it has not caught up in time; it becomes a voter when it has.
 *
 * Version notes:
 * - v1: the answer may come before the change is committed (KIP-1186)
 */
export function addRaftVoterHandler(ports: ForwardPorts): ServedApi {
  return serve(AddRaftVoterApi, {
    versions: { min: 0, max: 1 },
    handle: (request, context) => forwardRequest(ports, AddRaftVoterApi, request, context),
    failed: (failure) => failure
  })
}
