import type { BrokerId } from '@gregor/base'
import type { QuorumMember } from '@gregor/metadata'

/** What a node says of its copy of the metadata log. */
export interface QuorumState {
  readonly nodeId: BrokerId
  /** Its folder has taken part in no quorum. */
  readonly empty: boolean
  readonly directoryId: string
  /** The voters that the quorum began with; none when the node came later, or is empty. */
  readonly firstVoters: readonly QuorumMember[]
  /** The members as it has applied them, `voter` meaning that it votes at present; none before it has applied any. */
  readonly members: readonly QuorumMember[]
}

/** A node whose folder is empty, and the voters that its config names. */
export interface Newcomer {
  readonly nodeId: BrokerId
  readonly directoryId: string
  /** All of `controller.quorum.voters`. */
  readonly voters: readonly BrokerId[]
}

/** What a newcomer may do. */
export type Beginning =
  /** Not enough is known: `missing` did not answer, or know nothing themselves. */
  | { readonly type: 'wait'; readonly missing: readonly BrokerId[] }
  /** Everybody is empty. Ask all once more: when they still are, with the same folders, the quorum begins with these. */
  | { readonly type: 'confirm'; readonly directoryIds: ReadonlyMap<BrokerId, string> }
  | { readonly type: 'first'; readonly directoryIds: ReadonlyMap<BrokerId, string> }
  /** A first voter that the others did not wait for. */
  | { readonly type: 'late'; readonly firstVoters: readonly QuorumMember[] }
  /** The quorum knows another folder of this node, or none: what it promised, if anything, is forgotten (B6). */
  | { readonly type: 'join' }

/**
 * Decides how a folder without a metadata log begins. It must not vote just like that: the node may have voted, and
 * confirmed entries, with a folder that is gone. So the quorum begins only when all of its voters say that they are empty,
 * twice: then there was a moment, between the two rounds, at which all of these very folders had promised nothing. One
 * round does not show that: who answered first may have begun, with another folder of a node that answered last.
 */
export function beginning(
  self: Newcomer,
  answers: ReadonlyMap<BrokerId, QuorumState>,
  confirming?: ReadonlyMap<BrokerId, string>
): Beginning {
  const informed = [...answers.values()].filter(({ firstVoters, members }) => firstVoters.length + members.length > 0)
  if (informed.length > 0) {
    if (!informed.every((answer) => names(answer, self))) return { type: 'join' }
    return { type: 'late', firstVoters: informed.find(({ firstVoters }) => firstVoters.length > 0)?.firstVoters ?? [] }
  }
  if (!self.voters.includes(self.nodeId)) return { type: 'wait', missing: self.voters }
  const missing = self.voters.filter((id) => id !== self.nodeId && answers.get(id)?.empty !== true)
  if (missing.length > 0) return { type: 'wait', missing }
  const directoryIds = new Map(self.voters.map((id) => [id, answers.get(id)?.directoryId ?? self.directoryId]))
  const confirmed = self.voters.length === 1 || sameFolders(directoryIds, confirming)
  return { type: confirmed ? 'first' : 'confirm', directoryIds }
}

/** Whether the folder of `self` is that of a voter, as the answer has it. */
function names({ firstVoters, members }: QuorumState, self: Newcomer): boolean {
  const voters = members.length > 0 ? members.filter(({ voter }) => voter) : firstVoters
  return voters.some(({ nodeId, directoryId }) => nodeId === self.nodeId && directoryId === self.directoryId)
}

function sameFolders(one: ReadonlyMap<BrokerId, string>, other: ReadonlyMap<BrokerId, string> | undefined): boolean {
  return other !== undefined && [...one].every(([id, directoryId]) => other.get(id) === directoryId)
}
