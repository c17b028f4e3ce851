import type { BrokerId } from '@gregor/base'
import type { MetadataRecord, QuorumMember } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { isVoter, type ConfChangeStep, type ConfState } from 'raft-ts'
import { refusal, type Refusal } from '../outcome.ts'

/** The membership as committed: who is in Raft's, and what is recorded of each. */
export interface QuorumView {
  readonly leaderId: BrokerId
  readonly conf: ConfState
  readonly members: ReadonlyMap<BrokerId, QuorumMember>
}

/** The next thing to do for a change of the membership; each is to be committed before the one after it is looked for. */
export type MembershipStep =
  | { readonly type: 'change'; readonly step: ConfChangeStep }
  | { readonly type: 'record'; readonly record: MetadataRecord }
  | { readonly type: 'done' }
  | { readonly type: 'refused'; readonly refusal: Refusal }

const done: MembershipStep = { type: 'done' }

/** A node that asks to be a member, with the folder that it has now. */
export interface Joiner {
  readonly nodeId: BrokerId
  readonly directoryId: string
  readonly host: string
  readonly port: number
  /** It has applied the record that names this folder. */
  readonly caughtUp: boolean
}

/**
 * What is next until a node with this folder is a member (B6). The order matters:
 *
 * 1. The id of a voter with another folder leaves the voters: from now on no majority may count what that folder confirmed.
 * 2. The id becomes a learner, so that it receives the log without counting.
 * 3. The folder is recorded. Whoever has that record knows that 1 is committed.
 * 4. Once the node itself has applied the record, its folder has everything that an earlier one of it may have confirmed,
 *    for all that was before 1: if it was a voter, it may be one again.
 */
export function nextJoinStep({ leaderId, conf, members }: QuorumView, joiner: Joiner): MembershipStep {
  const { nodeId, directoryId } = joiner
  if (nodeId === leaderId || directoryId === '') {
    return refused(
      ErrorCode.INVALID_REQUEST,
      `Node ${nodeId} cannot join the quorum that it leads, nor without a directory id`
    )
  }
  const member = members.get(nodeId)
  if (member?.directoryId !== directoryId && isVoter(conf, nodeId)) return change('remove', nodeId)
  if (!isVoter(conf, nodeId) && !conf.learners.includes(nodeId)) return change('addLearner', nodeId)
  if (member?.directoryId !== directoryId || member.host !== joiner.host || member.port !== joiner.port) {
    const { host, port } = joiner
    return recorded({ nodeId, directoryId, host, port, voter: member?.voter ?? false })
  }
  if (joiner.caughtUp && member.voter && !isVoter(conf, nodeId)) return change('addVoter', nodeId)
  return done
}

/** A voter to add or remove, as an operator names it. */
export interface VoterKey {
  readonly nodeId: BrokerId
  readonly directoryId: string
}

/**
 * What is next until a member is to be a voter: it becomes one when it has caught up and asks. 'done' says that it is
 * recorded. A node that is no member yet has to join first.
 */
export function nextAddVoterStep({ conf, members }: QuorumView, key: VoterKey): MembershipStep {
  const { nodeId, directoryId } = key
  if (isVoter(conf, nodeId)) return refused(ErrorCode.DUPLICATE_VOTER, `Node ${nodeId} is a voter already`)
  const member = members.get(nodeId)
  if (member === undefined) {
    const message = `Node ${nodeId} is not a member of the quorum: start it with the present voters in its config, then add it`
    return refused(ErrorCode.VOTER_NOT_FOUND, message)
  }
  if (member.directoryId !== directoryId) {
    const message = `Node ${nodeId} takes part with directory ${member.directoryId}, not ${directoryId}`
    return refused(ErrorCode.INVALID_VOTER_KEY, message)
  }
  return member.voter ? done : recorded({ ...member, voter: true })
}

/**
 * What is next until a node votes no more. One that is alive goes on as a learner: its broker needs the metadata. Its vote
 * goes first, then the record that it is to have one: left half done, the node gets its vote back.
 */
export function nextRemoveVoterStep(
  { conf, members }: QuorumView,
  { nodeId, directoryId, alive }: VoterKey & { readonly alive: boolean }
): MembershipStep {
  const member = members.get(nodeId)
  const votes = isVoter(conf, nodeId)
  if (votes && conf.voters.every((id) => id === nodeId)) {
    return refused(ErrorCode.INVALID_REQUEST, `Node ${nodeId} is the last voter: add another one first`)
  }
  if (votes) return change(alive ? 'addLearner' : 'remove', nodeId)
  if (member?.directoryId === directoryId && alive && member.voter) return recorded({ ...member, voter: false })
  if (!alive && member !== undefined) return { type: 'record', record: { type: 'removeQuorumMember', nodeId } }
  return done
}

/**
 * Why a removal is refused from the start: there is no such voter, or so many of the others are dead that those which
 * remain could not decide anything any more, not even to add one.
 */
export function removalProblem(
  { conf, members }: QuorumView,
  { nodeId, directoryId }: VoterKey,
  lives: (nodeId: BrokerId) => boolean
): Refusal | undefined {
  const { directoryId: known, voter = false } = members.get(nodeId) ?? {}
  // A removal that was left half done may be asked for again.
  if (known !== directoryId || !(isVoter(conf, nodeId) || voter)) {
    const present = isVoter(conf, nodeId) ? `; the voter has directory ${known}` : ''
    return refusal(ErrorCode.VOTER_NOT_FOUND, `Node ${nodeId} with directory ${directoryId} is not a voter${present}`)
  }
  const remaining = conf.voters.filter((id) => id !== nodeId) as BrokerId[]
  const dead = remaining.filter((id) => !lives(id))
  if (2 * dead.length < remaining.length || remaining.length === 0) return undefined
  const message = `Without node ${nodeId} the quorum would have no majority: of ${remaining.join(', ')} not there: ${dead.join(', ')}; remove those first`
  return refusal(ErrorCode.INVALID_REQUEST, message)
}

function change(type: ConfChangeStep['type'], id: BrokerId): MembershipStep {
  return { type: 'change', step: { type, id } }
}

function recorded(member: QuorumMember): MembershipStep {
  return { type: 'record', record: { type: 'quorumMember', member } }
}

function refused(code: number, message: string): MembershipStep {
  return { type: 'refused', refusal: refusal(code, message) }
}
