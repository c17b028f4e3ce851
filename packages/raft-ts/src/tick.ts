import type { Core } from './core.ts'
import { campaign, mayCampaign } from './election.ts'
import { becomeFollower, restartElectionTimer } from './roles.ts'
import { noNode } from './types.ts'

/** One tick of a member that does not lead: campaigns when its time is up (Raft §5.2). */
export function tickFollower(core: Core): void {
  core.electionElapsed += 1
  if (core.electionElapsed < core.electionTimeout) return
  if (mayCampaign(core)) {
    restartElectionTimer(core)
    campaign(core)
  } else {
    // It cannot lead, or not yet, but knows of none who does: it must not keep others from it.
    becomeFollower(core, core.term, noNode)
  }
}
