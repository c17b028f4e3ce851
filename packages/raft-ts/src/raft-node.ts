import { type RaftConfig, resolveConfig } from './config.ts'
import { applyConfChanges, installConf } from './conf-switch.ts'
import type { Core } from './core.ts'
import { campaign, campaignIfAsked, countOwnVote, setVoting } from './election.ts'
import { invariant } from './invariant.ts'
import { tickLeader } from './leader.ts'
import type { RaftMessage } from './message.ts'
import { dropped, propose, proposeConfChange } from './proposals.ts'
import { dropReads, startRead, tickReads } from './read-index.ts'
import { hardStateOf, hasReady, softStateOf, takeReady, type Told } from './ready.ts'
import { acknowledgeOwnLog } from './replication.ts'
import { startCore } from './start.ts'
import { statusOf } from './status.ts'
import { step } from './step.ts'
import { tickFollower } from './tick.ts'
import { startTransfer } from './transfer.ts'
import {
  type ConfChange,
  type ConfState,
  type DropReason,
  type NodeId,
  noNode,
  type Persisted,
  type ProposeResult,
  type RaftStatus,
  type Ready,
  type RequestResult
} from './types.ts'

/**
 * One member of a Raft group: a state machine without I/O. Feed it ticks, messages and requests; after each, take the
 * Ready and do what it says. All methods are synchronous and none may be called from within another.
 */
export class RaftNode {
  private readonly core: Core
  private readonly told: Told

  /** Starts, or restarts, from what `config.log` holds. Throws when that cannot be what a member left behind. */
  constructor(config: RaftConfig) {
    this.core = startCore(resolveConfig(config), config)
    this.told = { number: 0, hardState: hardStateOf(this.core), softState: softStateOf(this.core) }
  }

  /** Lets one tick of time pass. */
  tick(): void {
    tickReads(this.core)
    if (this.core.state.role === 'leader') tickLeader(this.core, this.core.state)
    else tickFollower(this.core)
  }

  /** Takes a message from another member. Anything that does not fit (stale, unknown sender, of another term) is ignored. */
  step(message: RaftMessage): void {
    step(this.core, message)
  }

  /** Appends one entry for each element of `data`, all or none. Only a leader takes proposals. */
  propose(data: readonly Uint8Array[]): ProposeResult {
    return propose(this.core, data)
  }

  /** Appends a membership change; at most one may be under way. */
  proposeConfChange(change: ConfChange): ProposeResult {
    return proposeConfChange(this.core, change)
  }

  /**
   * Asks for a linearizable read, here or through the leader. Each read that is taken up comes out of a Ready once: as a
   * ReadState with its context, or in readsDropped, to be asked again.
   */
  readIndex(context: number): RequestResult {
    return this.result(startRead(this.core, { context }))
  }

  /** Hands leadership to `to` once it has the whole log; given up after electionTicks. */
  transferLeadership(to: NodeId): RequestResult {
    if (this.core.state.role !== 'leader') return this.result(this.core.leaderId === noNode ? 'noLeader' : 'notLeader')
    return this.result(startTransfer(this.core, this.core.state, to))
  }

  /** Campaigns now, without waiting for the election timeout. */
  campaign(): void {
    campaign(this.core)
  }

  /**
   * Whether this member grants votes and campaigns; all else it does as ever. For a member that was added again after it
   * lost its disk (`RaftConfig.voting`): call it with true once the change that added it again is applied. One that leads
   * or campaigns when it stops voting becomes a follower.
   */
  setVoting(voting: boolean): void {
    setVoting(this.core, voting)
  }

  /** Forgets the leader (its connection broke): this member may now grant votes, and campaigns when its time comes. */
  forgetLeader(): void {
    if (this.core.state.role !== 'follower') return
    dropReads(this.core)
    this.core.leaderId = noNode
  }

  /** The last message to `id` could not be delivered. */
  reportUnreachable(id: NodeId): void {
    if (this.core.state.role !== 'leader') return
    const progress = this.core.state.progress.get(id)
    if (progress?.state === 'replicate') progress.becomeProbe()
  }

  /**
   * The snapshot message to `id` was delivered (`ok`), or failed. Every snapshot message needs one report, but for those that
   * a newer one to the same member has overtaken.
   */
  reportSnapshot(id: NodeId, ok: boolean): void {
    if (this.core.state.role !== 'leader') return
    const progress = this.core.state.progress.get(id)
    if (progress?.state !== 'snapshot') return
    if (!ok) progress.pendingSnapshot = 0
    progress.becomeProbe()
    // Delivered: the member's answer comes when the snapshot is in place. Failed: the next heartbeat's answer tries again.
    progress.paused = true
  }

  /** The end of the log and the term of now: what `status()` says too, at a fraction of its cost. */
  position(): { readonly lastIndex: number; readonly term: number } {
    return { lastIndex: this.core.log.lastIndex(), term: this.core.term }
  }

  /** Whether takeReady() has anything to say. */
  hasReady(): boolean {
    return hasReady(this.core, this.told)
  }

  /** What there is to do; the node takes it as begun. */
  takeReady(): Ready {
    return takeReady(this.core, this.told)
  }

  /** The writes of a Ready, and of all before it, are durable, and a snapshot in them has replaced the state machine. */
  persisted({ ready }: Persisted): void {
    invariant(ready <= this.told.number, 'persisted a Ready that was not taken', { ready, taken: this.told.number })
    const { core } = this
    const { installed, hardState } = core.log.unstable.writesEnded(ready)
    if (hardState !== undefined) core.durableVote = hardState
    if (installed !== undefined) {
      core.log.applied = Math.max(core.log.applied, installed.index)
      installConf(core, installed)
      campaignIfAsked(core)
    }
    countOwnVote(core)
    if (core.state.role === 'leader') acknowledgeOwnLog(core, core.state)
  }

  /** The state machine has applied everything up to `index`. */
  applied(index: number): void {
    this.core.log.appliedTo(index)
    applyConfChanges(this.core)
    campaignIfAsked(this.core)
  }

  /** The membership as of the applied index: what belongs into a snapshot taken there. */
  confState(): ConfState {
    return this.core.appliedConf
  }

  status(): RaftStatus {
    return statusOf(this.core)
  }

  private result(reason: DropReason | undefined): RequestResult {
    return reason === undefined ? { ok: true } : dropped(this.core, reason)
  }
}
