import {
  type Clock,
  err,
  invariant,
  ok,
  type Logger,
  type Random,
  type Result,
  type Scheduler,
  type Timer,
  untilBeat
} from '@gregor/base'
import {
  MemoryLog,
  noNode,
  RaftNode,
  totalBytes,
  votersOnly,
  type ConfChangeStep,
  type ConfState,
  type Entry,
  type HardState,
  type NodeId,
  type RaftMessage,
  type RaftStatus,
  type Ready,
  type SoftState
} from 'raft-ts'
import { Proposals, type ProposalOutcome } from './proposals.ts'
import { RaftWriter } from './raft-writer.ts'
import type { QuorumOrigin, RaftStorage, StoredRaft } from './raft-storage.ts'
import type { RaftTransport } from './raft-transport.ts'

/** What is replicated. Called synchronously and in order. */
export interface StateMachine {
  /** Replaces the state by a snapshot as of `index`. */
  restore(index: number, data: Uint8Array): void
  /** An entry without data changes nothing but the applied index. */
  apply(index: number, data: Uint8Array): void
  /** The state as of the last applied entry. */
  snapshot(): Uint8Array
}

export interface RaftDriverListener {
  /** This node leads and has applied everything that may be committed from before: it may decide now. */
  readonly onActive: () => void
  readonly onInactive: () => void
  readonly onLeader: (leader: NodeId, term: number) => void
  /** Entries or a snapshot were applied, and the membership is as of them. */
  readonly onApplied: () => void
  /** A connection with the member broke. */
  readonly onPeerLost: (peer: NodeId) => void
  /** The leader seems to be gone, and is to be replaced. */
  readonly onLeaderLost: (leader: NodeId) => void
  /** The disk failed: this node must not go on as a member of the quorum. */
  readonly onFailure: (error: Error) => void
}

export interface RaftTiming {
  readonly tickMs: number
  readonly electionTicks: number
  readonly heartbeatTicks: number
}

export interface RaftDriverOptions {
  readonly id: NodeId
  readonly storage: RaftStorage
  readonly transport: RaftTransport
  readonly stateMachine: StateMachine
  readonly listener: RaftDriverListener
  readonly timing: RaftTiming
  /** Bytes of entries after a snapshot before the next one is made. */
  readonly snapshotIntervalBytes: number
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly logger: Logger
}

/**
 * Entries that stay before a snapshot, so that a member which lags a little needs no snapshot: at most so many, and no more
 * bytes than make the next snapshot.
 */
const entriesKeptMax = 1_000
/**
 * Attempts to replace a leader whose connection broke, before the election timeout decides. At first voters go by turns, the
 * next after the lost leader first, so that they seldom are rivals: after 8 to 20 ms, and 40 more for each turn. Where that was
 * not enough chance decides, after 20 to 180 ms and then twice as long each time: slow disks and links get the time that they
 * turn out to need, and nobody undoes a campaign of its own.
 */
const promptCampaignsMax = 5
const firstCampaignMs = { least: 8, turn: 40, spread: 12 }
const nextCampaignMs = { least: 10, spread: 80 }
/** A leader that sent so many heartbeats not is silent, and not only slow. */
const heartbeatsMissedMin = 3
/** Who has voted for another waits as long as after so many attempts. */
const makeWayAfter = 3

/** Why a membership change was not taken up; 'pending': another is under way, so ask again. */
export type ChangeRefusal = 'notLeader' | 'pending' | 'invalid'

export type ProposeRefusal = 'notLeader' | 'tooLarge' | 'overloaded'

/** A proposal that has its place in the log. */
export interface AcceptedProposal {
  readonly firstIndex: number
  readonly lastIndex: number
  readonly outcome: Promise<ProposalOutcome>
}

/** Runs one member of the quorum: time, disk, network and state machine around raft-ts's core. */
export class RaftDriver {
  readonly #options: RaftDriverOptions
  readonly #proposals = new Proposals()
  #log!: MemoryLog
  #node!: RaftNode
  #writer!: RaftWriter
  #origin: QuorumOrigin | undefined
  #soft: SoftState = { leaderId: noNode, role: 'follower', term: 0 }
  #active = false
  #pumping = false
  #stopped = false
  #ticker: Timer | undefined
  #campaign: Timer | undefined
  #campaignsTried = 0
  #lostLeader: NodeId = noNode
  #ticksWithoutLeader = 0
  #appliedIndex = 0
  #appliedTerm = 0
  #bytesSinceSnapshot = 0

  constructor(options: RaftDriverOptions) {
    this.#options = options
  }

  /**
   * Replays what the disk has, and starts to take part as the member that `origin` says. `eager`: nobody leads for certain,
   * so that there is nothing to wait for.
   */
  start(
    origin: QuorumOrigin,
    { snapshot, hardState, entries }: Omit<StoredRaft, 'origin'>,
    { eager = false }: { readonly eager?: boolean } = {}
  ): void {
    const { storage, transport, stateMachine, id, random, timing } = this.#options
    const { firstVoters, joining } = origin
    this.#origin = origin
    this.#log = new MemoryLog({
      ...(firstVoters.length === 0 ? {} : { confState: votersOnly(firstVoters.map(({ nodeId }) => nodeId)) }),
      ...(hardState === undefined ? {} : { hardState }),
      ...(snapshot === undefined ? {} : { snapshot }),
      entries
    })
    if (snapshot !== undefined) stateMachine.restore(snapshot.index, snapshot.data)
    this.#appliedIndex = this.#log.snapshot().index
    this.#appliedTerm = this.#log.snapshot().term
    const { electionTicks, heartbeatTicks } = timing
    const chance = (below: number): number => random.int(below)
    const times = { electionTicks, heartbeatTicks }
    this.#node = new RaftNode({ id, log: this.#log, random: chance, ...times, voting: !joining })
    this.#soft = { leaderId: noNode, role: 'follower', term: this.#node.position().term }
    this.#writer = new RaftWriter({
      storage,
      log: this.#log,
      onWritten: (readies) => this.#written(readies),
      onFailure: (error) => this.#fail(error)
    })
    transport.start({
      onMessages: (messages) => this.#step(messages),
      onPeerLost: (peer) => this.#peerLost(peer),
      onSnapshotEnd: (peer, delivered) => this.#snapshotEnded(peer, delivered)
    })
    this.#scheduleTick()
    // The only voter has nobody to wait for.
    const { voters } = this.#node.confState()
    if (voters.length === 1 && voters[0] === id) this.#node.campaign()
    else if (eager) this.#campaignSoon(0)
    this.#pump()
  }

  /** How this member began, once it has. */
  get origin(): QuorumOrigin | undefined {
    return this.#origin
  }

  /** The membership as of what is applied here; undefined before the start. */
  get confState(): ConfState | undefined {
    return (this.#node as RaftNode | undefined)?.confState()
  }

  /** It has caught up with what it may have promised: from now on it takes part in elections, also after a restart. */
  becomeVoting(): void {
    if (this.#stopped || this.#origin?.joining !== true) return
    const origin = { ...this.#origin, joining: false }
    this.#origin = origin
    this.#writer.changeOrigin({ origin, done: () => this.#node.setVoting(true) })
  }

  /** Changes the membership; resolves when that is in force here, or leadership was lost first. */
  changeMembership(steps: readonly ConfChangeStep[]): Result<Promise<ProposalOutcome>, ChangeRefusal> {
    if (this.#stopped) return err('notLeader')
    const proposed = this.#node.proposeConfChange({ steps, transition: 'auto' })
    if (!proposed.ok) {
      const { reason } = proposed
      if (reason === 'confChangeInvalid') return err('invalid')
      return err(reason === 'confChangePending' || reason === 'transferring' ? 'pending' : 'notLeader')
    }
    const outcome = this.#proposals.wait(proposed.lastIndex, proposed.term)
    this.#pump()
    return ok(outcome)
  }

  get isActive(): boolean {
    return this.#active
  }

  /** Undefined until `start` has loaded the log. */
  get status(): RaftStatus | undefined {
    return (this.#node as RaftNode | undefined)?.status()
  }

  /** `noNode` = unknown. */
  get leaderId(): NodeId {
    return this.#soft.leaderId
  }

  get term(): number {
    return this.#soft.term
  }

  get appliedIndex(): number {
    return this.#appliedIndex
  }

  /** Where the next proposal will be in the log, on a leader. */
  get nextIndex(): number {
    return this.#node.position().lastIndex + 1
  }

  /** Appends one entry for each element, all or none; only the leader can. */
  propose(data: readonly Uint8Array[]): Result<AcceptedProposal, ProposeRefusal> {
    if (this.#stopped) return err('notLeader')
    const proposed = this.#node.propose(data)
    if (!proposed.ok) {
      if (proposed.reason === 'entryTooLarge') return err('tooLarge')
      return err(proposed.reason === 'uncommittedFull' ? 'overloaded' : 'notLeader')
    }
    const { firstIndex, lastIndex, term } = proposed
    const outcome = this.#proposals.wait(lastIndex, term)
    this.#pump()
    return ok({ firstIndex, lastIndex, outcome })
  }

  /** Resolves when everything proposed so far is applied: what was decided on top of it holds. */
  settled(): Promise<ProposalOutcome> {
    const { lastIndex, term } = this.#node.position()
    if (this.#appliedIndex >= lastIndex) return Promise.resolve('committed')
    return this.#proposals.wait(lastIndex, term)
  }

  /** Hands leadership to the member that has most of the log; resolves at once, the handover shows as a new leader. */
  handOver(): void {
    const { members, role, id } = this.#node.status()
    const others = role === 'leader' ? members.filter((member) => member.id !== id && !member.learner) : []
    const best = others.toSorted((left, right) => right.matchIndex - left.matchIndex)[0]
    if (best === undefined) return
    this.#node.transferLeadership(best.id)
    this.#pump()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#ticker?.cancel()
    this.#campaign?.cancel()
    this.#options.transport.stop()
    this.#deactivate()
    await this.#writer?.idle()
    await this.#options.storage.close()
  }

  #scheduleTick(): void {
    const { clock, scheduler, timing } = this.#options
    this.#ticker = scheduler.after(untilBeat(clock, timing.tickMs), () => {
      this.#scheduleTick()
      this.#ticksWithoutLeader++
      this.#node.tick()
      this.#pump()
    })
  }

  #step(messages: readonly RaftMessage[]): void {
    if (this.#stopped) return
    for (const message of messages) {
      if (message.from === this.#soft.leaderId) this.#ticksWithoutLeader = 0
      this.#node.step(message)
    }
    this.#pump()
  }

  /** The leader's process is probably gone: no need to wait for the election timeout. Pre-vote makes a mistake harmless. */
  #peerLost(peer: NodeId): void {
    if (this.#stopped) return
    this.#node.reportUnreachable(peer)
    this.#options.listener.onPeerLost(peer)
    if (peer === this.#soft.leaderId) this.#replaceLeader()
    this.#pump()
  }

  /**
   * Somebody on this node hears nothing from the leader's process any more. When its heartbeats stay away too there is no need
   * to wait for the election timeout: it may be frozen.
   */
  suspectLeader(): void {
    const { timing, id } = this.#options
    const { leaderId } = this.#soft
    if (this.#stopped || leaderId === noNode || leaderId === id) return
    if (this.#ticksWithoutLeader < heartbeatsMissedMin * timing.heartbeatTicks) return
    this.#replaceLeader()
    this.#pump()
  }

  #replaceLeader(): void {
    this.#lostLeader = this.#soft.leaderId
    this.#options.listener.onLeaderLost(this.#lostLeader)
    this.#node.forgetLeader()
    this.#campaignSoon(0)
  }

  #campaignSoon(tried: number): void {
    const { scheduler, random } = this.#options
    this.#campaign?.cancel()
    this.#campaign = undefined
    this.#campaignsTried = tried
    if (tried >= promptCampaignsMax) return
    const delayMs =
      tried === 0
        ? firstCampaignMs.least + firstCampaignMs.turn * this.#turn() + random.int(firstCampaignMs.spread)
        : (nextCampaignMs.least + random.int(nextCampaignMs.spread)) * 2 ** tried
    this.#campaign = scheduler.after(delayMs, () => {
      this.#campaign = undefined
      if (this.#soft.leaderId !== noNode) return
      this.#node.campaign()
      this.#campaignSoon(tried + 1)
      this.#pump()
    })
  }

  /** How many voters come before this one when the leader is to be replaced. */
  #turn(): number {
    const { id } = this.#options
    const others = this.#node.confState().voters.filter((voter) => voter !== this.#lostLeader)
    const after = others.toSorted(
      (left, right) => Number(left < this.#lostLeader) - Number(right < this.#lostLeader) || left - right
    )
    return Math.max(after.indexOf(id), 0)
  }

  /** Whoever just got this member's vote is likely to lead soon: a rival would only undo that. */
  #makeWay({ vote }: HardState): void {
    if (this.#campaign === undefined || vote === noNode || vote === this.#options.id) return
    this.#campaignSoon(Math.max(this.#campaignsTried, makeWayAfter))
  }

  /** Does what the core wants done, until it wants nothing more. */
  #pump(): void {
    if (this.#pumping || this.#stopped) return
    this.#pumping = true
    try {
      while (!this.#stopped && this.#node.hasReady()) this.#take(this.#node.takeReady())
    } finally {
      this.#pumping = false
    }
  }

  #take(ready: Ready): void {
    if (ready.softState !== undefined) this.#changeRole(ready.softState)
    if (ready.hardState !== undefined) this.#makeWay(ready.hardState)
    this.#send(ready.messages)
    this.#writer.add(ready)
    this.#apply(ready.committedEntries)
    this.#maybeActivate()
  }

  #changeRole(soft: SoftState): void {
    const before = this.#soft
    this.#soft = soft
    if (soft.role !== 'leader' || soft.term !== before.term) this.#deactivate()
    if (soft.leaderId !== before.leaderId && soft.leaderId !== noNode) {
      this.#campaign?.cancel()
      this.#campaign = undefined
      this.#options.listener.onLeader(soft.leaderId, soft.term)
    }
  }

  #deactivate(): void {
    this.#proposals.abandon()
    if (!this.#active) return
    this.#active = false
    this.#options.listener.onInactive()
  }

  #apply(entries: readonly Entry[]): void {
    const { stateMachine } = this.#options
    for (const { index, term, kind, data } of entries) {
      stateMachine.apply(index, kind === 'normal' ? data : new Uint8Array(0))
      this.#appliedIndex = index
      this.#appliedTerm = term
      this.#bytesSinceSnapshot += data.length
      this.#proposals.applied(index, term)
    }
    if (entries.length === 0) return
    this.#node.applied(this.#appliedIndex)
    this.#options.listener.onApplied()
    this.#maybeSnapshot()
  }

  /**
   * Once everything before the first entry of this term is applied, so is all that any leader before had committed (Raft §8).
   * That entry need not be committed yet: whatever is decided now comes after it in the log, and holds only if it does.
   */
  #maybeActivate(): void {
    if (this.#active || this.#soft.role !== 'leader') return
    const { lastIndex } = this.#node.position()
    if (this.#appliedTerm !== this.#soft.term && this.#appliedIndex + 1 !== lastIndex) return
    this.#active = true
    this.#options.listener.onActive()
  }

  #maybeSnapshot(): void {
    const { snapshotIntervalBytes, stateMachine, logger } = this.#options
    if (this.#bytesSinceSnapshot < snapshotIntervalBytes) return
    this.#bytesSinceSnapshot = 0
    const data = stateMachine.snapshot()
    const position = { index: this.#appliedIndex, term: this.#appliedTerm }
    logger.info({ index: position.index, bytes: data.length }, 'the metadata log gets a snapshot')
    this.#writer.compact({ ...position, confState: this.#node.confState(), data }, this.#entriesToKeep())
  }

  #entriesToKeep(): number {
    const { snapshotIntervalBytes } = this.#options
    const first = this.#log.firstIndex()
    let kept = 0
    for (let bytes = 0; kept < entriesKeptMax && this.#appliedIndex - kept >= first; kept++) {
      const index = this.#appliedIndex - kept
      bytes += totalBytes(this.#log.entries(index, index + 1, Number.MAX_SAFE_INTEGER))
      if (bytes > snapshotIntervalBytes) break
    }
    return kept
  }

  #written(readies: readonly Ready[]): void {
    for (const ready of readies) {
      if (ready.snapshot !== undefined) this.#install(ready.snapshot)
      this.#send(ready.messagesAfterPersist)
      this.#node.persisted({ ready: ready.number })
      if (ready.snapshot !== undefined) this.#options.listener.onApplied()
    }
    this.#pump()
  }

  #install({ index, term, data }: { readonly index: number; readonly term: number; readonly data: Uint8Array }): void {
    invariant(index >= this.#appliedIndex, 'a snapshot would take the state back', { index })
    this.#options.stateMachine.restore(index, data)
    this.#appliedIndex = index
    this.#appliedTerm = term
    this.#bytesSinceSnapshot = 0
  }

  #send(messages: readonly RaftMessage[]): void {
    if (this.#stopped || messages.length === 0) return
    const byMember = new Map<NodeId, RaftMessage[]>()
    for (const message of messages) {
      const batch = byMember.get(message.to)
      if (batch === undefined) byMember.set(message.to, [message])
      else batch.push(message)
    }
    for (const [to, batch] of byMember) this.#sendTo(to, batch)
  }

  #sendTo(to: NodeId, batch: readonly RaftMessage[]): void {
    const sent = this.#options.transport.send(to, batch)
    if (sent) return
    this.#node.reportUnreachable(to)
    if (batch.some((message) => message.type === 'snapshot')) this.#node.reportSnapshot(to, false)
  }

  #snapshotEnded(peer: NodeId, delivered: boolean): void {
    if (this.#stopped) return
    this.#node.reportSnapshot(peer, delivered)
    this.#pump()
  }

  #fail(error: Error): void {
    if (this.#stopped) return
    this.#options.logger.error({ err: error }, 'the metadata log cannot be written: this node leaves the quorum')
    this.#stopped = true
    this.#ticker?.cancel()
    this.#campaign?.cancel()
    this.#options.transport.stop()
    this.#deactivate()
    this.#options.listener.onFailure(error)
  }
}
