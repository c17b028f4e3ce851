import { type Core, type LeaderState, send } from './core.ts'
import type { ReadIndexMessage, ReadIndexResponseMessage } from './message.ts'
import type { PendingRead } from './pending-reads.ts'
import { reachedByQuorum } from './quorum.ts'
import { type DropReason, type NodeId, noNode } from './types.ts'

/**
 * Linearizable reads without writing (thesis §6.4): the leader notes its commit index, learns from a quorum that it still
 * leads, and answers. The index is at least that of the entry which opened its term: entries that earlier leaders
 * committed lie before it, even while this leader does not know yet that they are committed.
 */
export function startRead(core: Core, request: { readonly context: number }): DropReason | undefined {
  if (core.state.role === 'leader')
    return startLeaderRead(core, core.state, { from: core.id, context: request.context })
  if (core.leaderId === noNode) return 'noLeader'
  if (core.forwardedReads.size >= core.config.pendingReadsMax) return 'readsFull'
  const token = core.nextReadToken
  core.nextReadToken += 1
  core.forwardedReads.set(token, { context: request.context, ticksLeft: core.config.electionTicks * 2 })
  send(core, { type: 'readIndex', to: core.leaderId, context: token })
  return undefined
}

function startLeaderRead(
  core: Core,
  leader: LeaderState,
  read: { readonly from: NodeId; readonly context: number }
): DropReason | undefined {
  if (leader.reads.count >= core.config.pendingReadsMax) return 'readsFull'
  leader.reads.add({ ...read, index: Math.max(core.log.committed, leader.termStart) })
  return undefined
}

/** A member asks the leader. When there are too many reads the question is dropped: the member gives up after a while. */
export function handleReadIndex(core: Core, leader: LeaderState, message: ReadIndexMessage): void {
  startLeaderRead(core, leader, message)
}

/** The leader's answer. One that comes again, or too late, is no answer to anything. */
export function handleReadIndexResponse(core: Core, message: ReadIndexResponseMessage): void {
  const read = core.forwardedReads.get(message.context)
  if (read === undefined) return
  core.forwardedReads.delete(message.context)
  core.readStates.push({ context: read.context, index: message.index })
}

/** Answers the reads that a quorum has confirmed. */
export function releaseReads(core: Core, leader: LeaderState): void {
  if (leader.reads.count === 0) return
  const round = reachedByQuorum(core.conf, (id) =>
    id === core.id ? leader.reads.round : (leader.progress.get(id)?.readRound ?? 0)
  )
  const confirmed = { round: Math.min(round, leader.reads.round), committed: core.log.committed }
  for (const read of leader.reads.take(confirmed)) answerRead(core, read)
}

function answerRead(core: Core, { from, context, index }: PendingRead): void {
  if (from === core.id) core.readStates.push({ context, index })
  else send(core, { type: 'readIndexResponse', to: from, context, index })
}

/** Lets go of all reads whose answer would come from a leadership that is over. */
export function dropReads(core: Core): void {
  for (const { context } of core.forwardedReads.values()) core.readsDropped.push(context)
  core.forwardedReads.clear()
  if (core.state.role !== 'leader') return
  for (const { from, context } of core.state.reads.takeAll()) if (from === core.id) core.readsDropped.push(context)
}

/** Gives up on reads whose answer seems lost. */
export function tickReads(core: Core): void {
  for (const [token, read] of core.forwardedReads) {
    read.ticksLeft -= 1
    if (read.ticksLeft > 0) continue
    core.forwardedReads.delete(token)
    core.readsDropped.push(read.context)
  }
}
