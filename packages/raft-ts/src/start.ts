import type { RaftConfig, ResolvedConfig } from './config.ts'
import { confAfter } from './conf-switch.ts'
import type { Core } from './core.ts'
import { invariant } from './invariant.ts'
import type { InitialState, LogStorage } from './log-storage.ts'
import { RaftLog } from './raft-log.ts'
import { restartElectionTimer } from './roles.ts'
import { type ConfState, noNode } from './types.ts'

/** Reads drawn tokens start below this, so that those of two lives of a process hardly meet. */
const readTokenStartBelow = 2 ** 31

/** The state of a member that starts as a follower of nobody, with what its log storage holds. */
export function startCore(config: ResolvedConfig, { log: storage, applied }: RaftConfig): Core {
  const initial = storage.initialState()
  const log = new RaftLog(storage, startIndexes(storage, initial, applied))
  checkTerms(log, initial)
  const conf = confAt(log, initial)
  const { term, vote } = initial.hardState
  const core: Core = {
    id: config.id,
    config,
    log,
    voting: config.voting,
    term,
    vote,
    durableVote: { term, vote },
    leaderId: noNode,
    state: { role: 'follower' },
    conf,
    appliedConf: conf,
    confChanges: [],
    askedToCampaignIn: 0,
    electionElapsed: 0,
    heartbeatElapsed: 0,
    electionTimeout: 0,
    forwardedReads: new Map(),
    nextReadToken: config.random(readTokenStartBelow),
    messages: [],
    messagesAfterPersist: [],
    readStates: [],
    readsDropped: []
  }
  restartElectionTimer(core)
  return core
}

/**
 * Where committed and applied start. Whatever is in a snapshot, or was applied, is committed; and so is each membership
 * change that another one follows, for a leader proposes the second only when the first is committed and applied (R9).
 * Knowing that keeps a member from campaigning on a membership two changes old, should the commit index have been lost.
 */
function startIndexes(
  storage: LogStorage,
  { hardState, confStateIndex }: InitialState,
  appliedBefore: number | undefined
): { readonly committed: number; readonly applied: number } {
  const lastIndex = storage.lastIndex()
  const applied = Math.max(appliedBefore ?? 0, confStateIndex)
  const known = Math.max(hardState.commit, applied)
  invariant(known <= lastIndex, 'the log has lost entries that were committed: restore this member from the others', {
    committed: known,
    lastIndex
  })
  const unstarted = new RaftLog(storage, { committed: known, applied })
  const followedChange = unstarted.configEntries(known + 1, lastIndex + 1).at(-2)
  return { committed: followedChange?.index ?? known, applied }
}

function checkTerms(log: RaftLog, { hardState }: InitialState): void {
  invariant(log.lastTerm() <= hardState.term, 'the log is of a later term than the saved state: the state was lost', {
    lastTerm: log.lastTerm(),
    term: hardState.term
  })
}

/** The membership as of the applied index. */
function confAt(log: RaftLog, { confState, confStateIndex }: InitialState): ConfState {
  return log.configEntries(confStateIndex + 1, log.applied + 1).reduce(confAfter, confState)
}
