import { changedConf, decodeConfChange, leaveJoint } from './conf-change.ts'
import type { Core, LeaderState } from './core.ts'
import { invariant } from './invariant.ts'
import { isJoint, isVoter, membersOf } from './membership.ts'
import { Progress } from './progress.ts'
import { proposeConfChange } from './proposals.ts'
import { advanceCommit, broadcastAppend, sendAppend } from './replication.ts'
import { becomeFollower } from './roles.ts'
import { askToCampaign, endTransfer } from './transfer.ts'
import { type ConfChange, type ConfState, type Entry, type NodeId, noNode, type SnapshotMeta } from './types.ts'

/** The membership after a committed change. A change that does not fit was never proposed: the log is not ours. */
export function confAfter(conf: ConfState, { index, data }: Pick<Entry, 'index' | 'data'>): ConfState {
  return applied(conf, { index, change: decodeConfChange(data) })
}

function applied(
  conf: ConfState,
  { index, change }: { readonly index: number; readonly change: ConfChange }
): ConfState {
  const changed = changedConf(conf, change)
  invariant(typeof changed !== 'string', 'a committed membership change does not fit', { index, change, conf, changed })
  return changed
}

/** Remembers the membership changes among the entries that the driver is about to apply. */
export function noteConfChanges(core: Core, entries: readonly Entry[]): void {
  for (const { kind, index, data } of entries) {
    if (kind === 'config') core.confChanges.push({ index, change: decodeConfChange(data) })
  }
}

/**
 * Puts the changes up to the applied index in force. A membership changes when the change is applied, not when it is
 * appended: so an entry that is truncated again never was in force (B7).
 */
export function applyConfChanges(core: Core): void {
  for (
    let next = core.confChanges[0];
    next !== undefined && next.index <= core.log.applied;
    next = core.confChanges[0]
  ) {
    core.confChanges.shift()
    core.appliedConf = applied(core.appliedConf, next)
    // While a snapshot waits for its write, its membership is in force already.
    if (!core.log.isRestoring()) switchConf(core, core.appliedConf)
  }
  maybeLeaveJoint(core)
}

/** A snapshot has replaced the state machine: what was given out before it, and not applied, never will be. */
export function installConf(core: Core, { confState }: SnapshotMeta): void {
  core.confChanges.length = 0
  core.appliedConf = confState
}

function switchConf(core: Core, conf: ConfState): void {
  core.conf = conf
  if (core.state.role !== 'leader') return
  if (isVoter(conf, core.id)) reconcileMembers(core, core.state)
  else stepAside(core, core.state)
}

/** Starts to send to new members, and forgets those that left. */
function reconcileMembers(core: Core, leader: LeaderState): void {
  const members = membersOf(core.conf)
  for (const id of leader.progress.keys()) if (!members.includes(id)) leader.progress.delete(id)
  if (!core.conf.voters.includes(leader.transferee)) endTransfer(leader)
  if (advanceCommit(core, leader)) broadcastAppend(core, leader)
  for (const id of members) {
    if (leader.progress.has(id)) continue
    const progress = new Progress(core.log.lastIndex() + 1, core.config)
    leader.progress.set(id, progress)
    sendAppend(core, id, progress)
  }
}

/** A leader that is no voter any more goes (thesis §4.2.2), and lets the most advanced voter campaign at once. */
function stepAside(core: Core, leader: LeaderState): void {
  let best: NodeId = noNode
  for (const id of core.conf.voters) {
    if ((leader.progress.get(id)?.match ?? -1) > (leader.progress.get(best)?.match ?? -1)) best = id
  }
  if (best !== noNode) {
    // It may not know yet that the change is committed: it must apply the change before it campaigns.
    broadcastAppend(core, leader)
    askToCampaign(core, best)
  }
  becomeFollower(core, core.term, noNode)
}

/** The second half of a joint change that leaves by itself: proposed by whoever leads once the first half is applied. */
export function maybeLeaveJoint(core: Core): void {
  if (core.state.role === 'leader' && isJoint(core.conf) && core.conf.autoLeave) proposeConfChange(core, leaveJoint)
}
