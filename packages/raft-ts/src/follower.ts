import { type Core, send } from './core.ts'
import type { AppendMessage, HeartbeatMessage, SnapshotMessage } from './message.ts'
import type { NodeId } from './types.ts'

/** Appends what follows the common prefix (Raft §5.3), or says where the logs may agree. */
export function handleAppend(core: Core, message: AppendMessage): void {
  const { log } = core
  const { from, prevIndex, prevTerm, entries } = message
  if (prevIndex < log.committed) {
    // What is committed agrees for certain, and need not be looked at again.
    accept(core, from, log.committed)
    return
  }
  if (!log.matches({ index: prevIndex, term: prevTerm })) {
    refuse(core, from, { index: prevIndex, term: prevTerm })
    return
  }
  const missing = log.firstMissing(entries)
  if (missing !== undefined) log.append(entries.slice(missing.index - prevIndex - 1))
  const lastIndex = prevIndex + entries.length
  log.commitTo(Math.min(message.commit, lastIndex))
  accept(core, from, lastIndex)
}

function accept(core: Core, to: NodeId, index: number): void {
  send(core, { type: 'appendResponse', to, index, reject: false, hintIndex: 0, hintTerm: 0 })
}

function refuse(core: Core, to: NodeId, { index, term }: { readonly index: number; readonly term: number }): void {
  const hint = core.log.lastOfTerm({ index, term })
  send(core, { type: 'appendResponse', to, index, reject: true, hintIndex: hint.index, hintTerm: hint.term })
}

/**
 * The leader lives. It knows that this log agrees up to `commit`; when the log is shorter, it was lost since then, and the
 * leader is told so.
 */
export function handleHeartbeat(core: Core, message: HeartbeatMessage): void {
  const { from, commit, context } = message
  if (commit > core.log.lastIndex()) refuse(core, from, { index: commit, term: message.term })
  else core.log.commitTo(commit)
  send(core, { type: 'heartbeatResponse', to: from, context })
}

/** Takes the snapshot in the place of its log (Raft §7), unless its log goes as far already. */
export function handleSnapshot(core: Core, { from, snapshot }: SnapshotMessage): void {
  const { log } = core
  if (snapshot.index > log.committed && !log.matches(snapshot)) {
    log.restore(snapshot)
    core.conf = snapshot.confState
    accept(core, from, snapshot.index)
    return
  }
  log.commitTo(snapshot.index)
  accept(core, from, log.committed)
}
