import { maybeLeaveJoint } from './conf-switch.ts'
import type { Core, LeaderState } from './core.ts'
import { unreachable } from './invariant.ts'
import type { AppendResponseMessage, HeartbeatResponseMessage, RaftMessage } from './message.ts'
import type { Progress } from './progress.ts'
import { reachedByQuorum } from './quorum.ts'
import { handleReadIndex, releaseReads } from './read-index.ts'
import { advanceCommit, broadcastAppend, broadcastHeartbeat, sendAppend, sendEntries } from './replication.ts'
import { becomeFollower } from './roles.ts'
import { continueTransfer, tickTransfer } from './transfer.ts'
import { type NodeId, noNode } from './types.ts'

/** What a leader does with a message of its own term. */
export function stepLeader(core: Core, leader: LeaderState, message: RaftMessage): void {
  if (message.type === 'readIndex') {
    handleReadIndex(core, leader, message)
    return
  }
  const progress = leader.progress.get(message.from)
  if (progress === undefined) return
  switch (message.type) {
    case 'appendResponse':
      progress.heard()
      handleAppendResponse(core, leader, { message, progress })
      return
    case 'heartbeatResponse':
      progress.heard()
      handleHeartbeatResponse(core, leader, { message, progress })
      return
    // Answers to an election that is over, and what only a second leader of this term could send: there is none (R1),
    // unless a member lost its vote with its disk; this leader's quorum is what counts then.
    case 'preVote':
    case 'preVoteResponse':
    case 'vote':
    case 'voteResponse':
    case 'append':
    case 'heartbeat':
    case 'snapshot':
    case 'timeoutNow':
    case 'readIndexResponse':
      return
    default:
      unreachable(message)
  }
}

function handleAppendResponse(
  core: Core,
  leader: LeaderState,
  { message, progress }: { readonly message: AppendResponseMessage; readonly progress: Progress }
): void {
  if (message.index > core.log.lastIndex()) return
  if (message.reject) handleRejection(core, { message, progress })
  else handleAcceptance(core, leader, { message, progress })
}

/**
 * The logs part before the refused index. The leader skips what it knows cannot agree: all its entries of terms above the
 * hint's (Raft §5.3, the optimization at its end).
 */
function handleRejection(
  core: Core,
  { message, progress }: { readonly message: AppendResponseMessage; readonly progress: Progress }
): void {
  const { hintIndex, hintTerm } = message
  const hint = hintTerm > 0 ? core.log.lastOfTerm({ index: hintIndex, term: hintTerm }).index : hintIndex
  const isNews = progress.rejected(message.index, hint)
  // An old answer, most likely. But a member that lost its log refuses what it confirmed before: an append will show.
  if (isNews || progress.state === 'replicate') sendAppend(core, message.from, progress)
}

function handleAcceptance(
  core: Core,
  leader: LeaderState,
  { message, progress }: { readonly message: AppendResponseMessage; readonly progress: Progress }
): void {
  const { from } = message
  if (!progress.accepted(message.index)) return
  settle(core, progress)
  if (advanceCommit(core, leader)) broadcastAppend(core, leader)
  else if (progress.canTellCommit(core.log.committed)) sendAppend(core, from, progress)
  sendEntries(core, from, progress)
  continueTransfer(core, leader, from)
}

/** The member is known to agree up to its match: appends may flow, also after a snapshot from wherever it came. */
function settle(core: Core, progress: Progress): void {
  if (progress.state === 'replicate') progress.freeInflight()
  else if (progress.state === 'probe' || progress.match + 1 >= core.log.firstIndex()) progress.becomeReplicate()
}

function handleHeartbeatResponse(
  core: Core,
  leader: LeaderState,
  { message, progress }: { readonly message: HeartbeatResponseMessage; readonly progress: Progress }
): void {
  progress.readRound = Math.max(progress.readRound, message.context)
  releaseReads(core, leader)
  // The member lives: appends to it that seem to be lost are worth another one.
  progress.paused = false
  if (progress.match < core.log.lastIndex() || progress.state === 'probe') sendAppend(core, message.from, progress)
}

/** One tick of a leader: heartbeats, and once per election timeout a look at the quorum (thesis §6.2). */
export function tickLeader(core: Core, leader: LeaderState): void {
  core.heartbeatElapsed += 1
  core.electionElapsed += 1
  for (const [id, progress] of leader.progress) if (id !== core.id) progress.ticksSinceHeard += 1
  tickTransfer(core, leader)
  if (core.electionElapsed >= core.config.electionTicks) {
    core.electionElapsed = 0
    if (core.config.checkQuorum && !checkQuorum(core, leader)) {
      becomeFollower(core, core.term, noNode)
      return
    }
  }
  maybeLeaveJoint(core)
  if (core.heartbeatElapsed >= core.config.heartbeatTicks) broadcastHeartbeat(core, leader)
}

/** Whether a quorum was heard of since the last check. */
function checkQuorum(core: Core, leader: LeaderState): boolean {
  const isActive = (id: NodeId): boolean => id === core.id || leader.progress.get(id)?.active === true
  const active = reachedByQuorum(core.conf, (id) => (isActive(id) ? 1 : 0)) >= 1
  for (const progress of leader.progress.values()) progress.active = false
  return active
}
