import { status as Status } from '@grpc/grpc-js'
import type { StreamEnd } from '../peer-stream.ts'
import { PeerError } from '../peers.ts'

/** The status by which a server refuses a peer. */
export const refusedStatus = Status.FAILED_PRECONDITION

const refusals: ReadonlySet<Status> = new Set([
  Status.FAILED_PRECONDITION,
  Status.UNIMPLEMENTED,
  Status.PERMISSION_DENIED,
  Status.UNAUTHENTICATED,
  Status.INVALID_ARGUMENT
])

interface GrpcStatus {
  readonly code: Status
  readonly details: string
}

/** grpc-js's words, without the ends of sentences that it leaves empty. */
function reasonOf(details: string): string {
  return details.replace(/\.? Resolution note: *$/, '')
}

/** What a status that came for a stream means. `peer` names the other end. */
export function streamEndOf({ code, details }: GrpcStatus, peer: string): StreamEnd {
  if (code === Status.OK) return { kind: 'closed', message: `${peer} ended the stream` }
  if (refusals.has(code)) return { kind: 'refused', message: `refused by ${peer}: ${details}` }
  return { kind: 'broken', message: `the stream to ${peer} broke: ${reasonOf(details)}` }
}

/** What a status that came for a call means. */
export function peerErrorOf({ code, details }: GrpcStatus, peer: string, cause: unknown): PeerError {
  if (code === Status.DEADLINE_EXCEEDED) return new PeerError('deadline', `no answer from ${peer} in time`, { cause })
  if (refusals.has(code)) return new PeerError('refused', `refused by ${peer}: ${details}`, { cause })
  return new PeerError('broken', `the call to ${peer} failed: ${reasonOf(details)}`, { cause })
}
