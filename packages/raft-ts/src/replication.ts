import { type Core, type LeaderState, send } from './core.ts'
import type { Progress } from './progress.ts'
import { reachedByQuorum } from './quorum.ts'
import { releaseReads } from './read-index.ts'
import { totalBytes } from './sized-queue.ts'
import type { Entry, NodeId } from './types.ts'

const noEntries: readonly Entry[] = []

/** Sends an append even when it carries no entries: to move the commit index, or to find out where a member stands. */
export function sendAppend(core: Core, to: NodeId, progress: Progress): void {
  trySendAppend(core, to, progress, { evenEmpty: true })
}

/** Sends all that the limits allow. */
export function sendEntries(core: Core, to: NodeId, progress: Progress): void {
  while (trySendAppend(core, to, progress, { evenEmpty: false })) if (progress.state !== 'replicate') return
}

/** Sends one append, or a snapshot where the log starts too late; returns whether it did. */
function trySendAppend(core: Core, to: NodeId, progress: Progress, options: { readonly evenEmpty: boolean }): boolean {
  if (progress.isPaused()) return false
  const prevIndex = progress.next - 1
  const prevTerm = core.log.term(prevIndex)
  if (prevTerm === undefined) return sendSnapshot(core, to, progress)
  const full = progress.state === 'replicate' && progress.isFull()
  const entries = full ? noEntries : core.log.from(progress.next, core.config.appendBytesMax)
  if (entries.length === 0 && !options.evenEmpty) return false
  const commit = core.log.committed
  send(core, { type: 'append', to, prevIndex, prevTerm, entries, commit })
  progress.sent({ count: entries.length, bytes: totalBytes(entries), commit })
  return true
}

function sendSnapshot(core: Core, to: NodeId, progress: Progress): boolean {
  // A member that does not answer would not take the snapshot either.
  if (!progress.active) return false
  const snapshot = core.log.snapshot()
  if (snapshot === undefined || snapshot.index < progress.match) return false
  progress.becomeSnapshot(snapshot.index)
  send(core, { type: 'snapshot', to, snapshot })
  return true
}

/** Lets all other members have what is new to them: entries, or a commit index. */
export function broadcastAppend(core: Core, leader: LeaderState): void {
  for (const [id, progress] of leader.progress) if (id !== core.id) sendAppend(core, id, progress)
}

/** Says to all members that this one leads. The commit index never runs ahead of what the member has confirmed. */
export function broadcastHeartbeat(core: Core, leader: LeaderState): void {
  core.heartbeatElapsed = 0
  for (const [id, progress] of leader.progress) {
    if (id === core.id) continue
    const commit = Math.min(progress.match, core.log.committed)
    send(core, { type: 'heartbeat', to: id, commit, context: leader.reads.round })
    progress.toldCommitBy(commit)
  }
}

/**
 * Commits what a quorum has made durable, if that includes an entry of this term: an entry of an earlier term is only
 * committed along with one of this (Raft §5.4.2, figure 8). Returns whether the commit index moved.
 */
export function advanceCommit(core: Core, leader: LeaderState): boolean {
  const index = reachedByQuorum(core.conf, (id) => leader.progress.get(id)?.match ?? 0)
  if (index <= core.log.committed || core.log.term(index) !== core.term) return false
  core.log.commitTo(index)
  leader.uncommitted.freeUpTo(index)
  releaseReads(core, leader)
  return true
}

/** Takes note of what has become durable on this member. */
export function acknowledgeOwnLog(core: Core, leader: LeaderState): void {
  const own = leader.progress.get(core.id)
  if (own === undefined || !own.accepted(core.log.durable)) return
  if (advanceCommit(core, leader)) broadcastAppend(core, leader)
}
