import { BrokerId } from '@gregor/base'
import type { QuorumNode, QuorumStateResponse } from '@gregor/rpc'
import type { QuorumMember } from '@gregor/metadata'
import type { QuorumState } from '../core/quorum/beginning.ts'

/** A QuorumState on its way out: our types fit the wire's. */
export type QuorumStateWire = QuorumState

/** A QuorumState as it came in. */
export function quorumStateFromWire({ nodeId, firstVoters, members, ...state }: QuorumStateResponse): QuorumState {
  const known = { firstVoters: firstVoters.map(memberFromWire), members: members.map(memberFromWire) }
  return { ...state, ...known, nodeId: BrokerId(nodeId) }
}

function memberFromWire({ nodeId, ...member }: QuorumNode): QuorumMember {
  return { ...member, nodeId: BrokerId(nodeId) }
}
