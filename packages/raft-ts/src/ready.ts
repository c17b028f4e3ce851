import { noteConfChanges } from './conf-switch.ts'
import type { Core } from './core.ts'
import { releaseReads } from './read-index.ts'
import { broadcastHeartbeat } from './replication.ts'
import type { HardState, Ready, SoftState } from './types.ts'

/** What the driver was last told, to say only what is new. */
export interface Told {
  number: number
  hardState: HardState
  softState: SoftState
}

export function hardStateOf(core: Core): HardState {
  return { term: core.term, vote: core.vote, commit: core.log.committed }
}

export function softStateOf(core: Core): SoftState {
  return { leaderId: core.leaderId, role: core.state.role, term: core.term }
}

function sameVote(left: HardState, right: HardState): boolean {
  return left.term === right.term && left.vote === right.vote
}

function sameSoftState(left: SoftState, right: SoftState): boolean {
  return left.leaderId === right.leaderId && left.role === right.role && left.term === right.term
}

export function hasReady(core: Core, told: Told): boolean {
  const hardState = hardStateOf(core)
  return (
    core.messages.length > 0 ||
    core.messagesAfterPersist.length > 0 ||
    core.readStates.length > 0 ||
    core.readsDropped.length > 0 ||
    core.log.unstable.hasWrites() ||
    core.log.hasCommitted(core.config.applyingBytesMax) ||
    hardState.commit !== told.hardState.commit ||
    !sameVote(hardState, told.hardState) ||
    !sameSoftState(softStateOf(core), told.softState) ||
    (core.state.role === 'leader' && core.state.reads.needsRound())
  )
}

export function takeReady(core: Core, told: Told): Ready {
  startReadRound(core)
  const { entries, snapshot } = core.log.unstable.nextWrites()
  const hardState = hardStateOf(core)
  const softState = softStateOf(core)
  const voteChanged = !sameVote(hardState, told.hardState)
  const hardStateChanged = voteChanged || hardState.commit !== told.hardState.commit
  const committedEntries = core.log.handOut(core.config.applyingBytesMax)
  noteConfChanges(core, committedEntries)
  const ready: Ready = {
    number: told.number + 1,
    softState: sameSoftState(softState, told.softState) ? undefined : softState,
    hardState: hardStateChanged ? hardState : undefined,
    mustSync: voteChanged || entries.length > 0 || snapshot !== undefined,
    entries,
    snapshot,
    messages: core.messages,
    messagesAfterPersist: core.messagesAfterPersist,
    committedEntries,
    readStates: core.readStates,
    readsDropped: core.readsDropped
  }
  core.log.unstable.writesTaken(ready.number, ready.hardState)
  Object.assign(told, { number: ready.number, hardState, softState })
  Object.assign(core, { messages: [], messagesAfterPersist: [], readStates: [], readsDropped: [] })
  return ready
}

/** All reads that came since the last Ready share one round of heartbeats. */
function startReadRound(core: Core): void {
  if (core.state.role !== 'leader' || !core.state.reads.needsRound()) return
  core.state.reads.round += 1
  broadcastHeartbeat(core, core.state)
  releaseReads(core, core.state)
}
