import { type Core, type LeaderState, send } from './core.ts'
import { sendAppend } from './replication.ts'
import { type DropReason, type NodeId, noNode } from './types.ts'

/**
 * Hands leadership over (thesis §3.10): takes no more proposals, brings the target up to date and asks it to campaign.
 * Given up when the target does not lead within an election timeout.
 */
export function startTransfer(core: Core, leader: LeaderState, to: NodeId): DropReason | undefined {
  const progress = leader.progress.get(to)
  if (to === core.id || progress === undefined || !core.conf.voters.includes(to)) return 'targetInvalid'
  if (leader.transferee === to) return undefined
  leader.transferee = to
  leader.transferElapsed = 0
  if (progress.match === core.log.lastIndex()) askToCampaign(core, to)
  else sendAppend(core, to, progress)
  return undefined
}

/** The target has the whole log: its turn. */
export function continueTransfer(core: Core, leader: LeaderState, from: NodeId): void {
  if (leader.transferee !== from) return
  if (leader.progress.get(from)?.match === core.log.lastIndex()) askToCampaign(core, from)
}

/** Gives a target up that took too long. Has a time of its own: asking again and again must not put off the check of the quorum. */
export function tickTransfer(core: Core, leader: LeaderState): void {
  if (leader.transferee === noNode) return
  leader.transferElapsed += 1
  if (leader.transferElapsed >= core.config.electionTicks) endTransfer(leader)
}

/** Takes proposals again. */
export function endTransfer(leader: LeaderState): void {
  leader.transferee = noNode
}

/** Asks a member to campaign at once. */
export function askToCampaign(core: Core, to: NodeId): void {
  send(core, { type: 'timeoutNow', to })
}
