import { type Core, isPromotable } from './core.ts'
import { campaign } from './election.ts'
import { becomeFollower, restartElectionTimer } from './roles.ts'
import { noNode } from './types.ts'

/** One tick of a member that does not lead: campaigns when its time is up (Raft §5.2). */
export function tickFollower(core: Core): void {
  core.electionElapsed += 1
  if (core.electionElapsed < core.electionTimeout) return
  if (isPromotable(core)) {
    restartElectionTimer(core)
    campaign(core)
  } else {
    // It cannot lead, but says that it knows of none who does.
    becomeFollower(core, core.term, noNode)
  }
}
