import { BrokerId, type Clock, type Logger, type Scheduler } from '@gregor/base'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode, errorInfo } from '@gregor/protocol'
import type { JoinQuorumRequest, PeerIdentity, Peers } from '@gregor/rpc'
import { refusal, type Refusal } from '../core/outcome.ts'
import {
  nextAddVoterStep,
  nextJoinStep,
  nextRemoveVoterStep,
  removalProblem,
  type MembershipStep,
  type QuorumView,
  type VoterKey
} from '../core/quorum/membership.ts'
import type { RaftDriver } from '../raft/raft-driver.ts'
import type { ActiveController } from './active-controller.ts'

export interface QuorumChangesOptions {
  readonly nodeId: BrokerId
  readonly raft: RaftDriver
  /** As committed. */
  readonly image: MetadataImage
  readonly peers: Peers
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly logger: Logger
}

/** How long one change of the membership may wait for another one, or for its own commit. */
const changeWaitMs = 10_000
/** Between two looks at what another change does. */
const lookAgainMs = 20
/** How long a member with another folder may take to say that it is still there. */
const pingDeadlineMs = 1_500

/** Changes who is in the quorum, on the active controller: one change at a time, each step committed before the next. */
export class QuorumChanges {
  readonly #options: QuorumChangesOptions
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: QuorumChangesOptions) {
    this.#options = options
  }

  /** A node asks to be a member with its present folder. Resolves with the term that admits it. */
  join(
    active: ActiveController,
    request: JoinQuorumRequest,
    peer: PeerIdentity
  ): Promise<{ readonly term: number } | Refusal> {
    const { directoryId, host, port, caughtUp } = request
    const joiner = { nodeId: BrokerId(peer.nodeId), directoryId, host, port, caughtUp }
    return this.#inTurn(async () => {
      if (request.nodeId !== peer.nodeId) return refusal(ErrorCode.INVALID_REQUEST, 'A node can only join as itself')
      const twin = await this.#livingTwin(joiner, peer)
      if (twin !== undefined) return twin
      const { term } = this.#options.raft
      const refused = await this.#run(active, (view) => nextJoinStep(view, joiner))
      if (refused !== undefined) return refused
      return this.#options.raft.isActive && this.#options.raft.term === term ? { term } : notController()
    })
  }

  /** Records that a member is to vote; it becomes a voter when it has caught up. */
  addVoter(active: ActiveController, key: VoterKey): Promise<Refusal | undefined> {
    return this.#inTurn(() => this.#run(active, (view) => nextAddVoterStep(view, key)))
  }

  /** Takes a voter's vote away; resolves when that is in force. */
  removeVoter(active: ActiveController, key: VoterKey): Promise<Refusal | undefined> {
    return this.#inTurn(async () => {
      const lives = (nodeId: BrokerId): boolean => this.#lives(nodeId)
      const alive = lives(key.nodeId)
      const problem = removalProblem(this.#view(), key, lives)
      if (problem !== undefined) return problem
      if (key.nodeId === this.#options.nodeId && this.#view().conf.voters.length > 1) return this.#handOver()
      return this.#run(active, (view) => nextRemoveVoterStep(view, { ...key, alive }))
    })
  }

  /** A leader does not remove itself: its answer would be lost with its leadership. Its successor is asked again. */
  async #handOver(): Promise<Refusal> {
    const { clock, raft } = this.#options
    const deadlineMs = clock.monotonicMs() + changeWaitMs
    while (raft.isActive) {
      if (clock.monotonicMs() >= deadlineMs) {
        return refusal(
          ErrorCode.REQUEST_TIMED_OUT,
          'No other voter could take over from the active controller: try again'
        )
      }
      raft.handOver()
      await this.#pause()
    }
    return notController()
  }

  /** Resolves with whether the node votes before `timeoutMs` are over. */
  async votes(nodeId: BrokerId, timeoutMs: number): Promise<boolean> {
    const { clock } = this.#options
    const deadlineMs = clock.monotonicMs() + timeoutMs
    while (!this.#view().conf.voters.includes(nodeId)) {
      if (clock.monotonicMs() >= deadlineMs || !this.#options.raft.isActive) return false
      await this.#pause()
    }
    return true
  }

  /** Two processes with one node id must not push each other out. */
  async #livingTwin({ nodeId, directoryId }: VoterKey, peer: PeerIdentity): Promise<Refusal | undefined> {
    const { image, peers } = this.#options
    const member = image.quorumMembers.get(nodeId)
    if (member === undefined || member.directoryId === directoryId) return undefined
    const connection = peers.connect(member)
    try {
      const { incarnationId } = await connection.ping({ deadlineMs: pingDeadlineMs })
      if (incarnationId === peer.incarnationId) return undefined
      const message = `Node id ${nodeId} is in use by a live node at ${member.host}:${member.port} with another folder: give each node its own node.id`
      return refusal(ErrorCode.DUPLICATE_VOTER, message)
    } catch {
      return undefined
    } finally {
      connection.close()
    }
  }

  #lives(nodeId: BrokerId): boolean {
    if (nodeId === this.#options.nodeId) return true
    // A new leader has not heard of anybody yet, but has the brokers asked that do not answer.
    if (this.#options.image.brokers.get(nodeId)?.fenced === true) return false
    const member = this.#options.raft.status?.members.find(({ id }) => id === nodeId)
    return member !== undefined && member.ticksSinceHeard <= livingTicksMax
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => {})
    return turn
  }

  #view(): QuorumView {
    const { nodeId, raft, image } = this.#options
    return { leaderId: nodeId, conf: raft.confState!, members: image.quorumMembers }
  }

  /** Takes one step after the other until nothing is left to do. */
  async #run(active: ActiveController, next: (view: QuorumView) => MembershipStep): Promise<Refusal | undefined> {
    const { clock, image, raft, logger } = this.#options
    const deadlineMs = clock.monotonicMs() + changeWaitMs
    while (clock.monotonicMs() < deadlineMs) {
      if (image.quorumMembers.size === 0 || raft.confState!.votersOutgoing.length > 0) {
        // The members are about to be recorded, or a change is half done.
        await this.#pause()
        continue
      }
      const step = next(this.#view())
      if (step.type === 'done') return undefined
      if (step.type === 'refused') return step.refusal
      logger.info(step.type === 'change' ? step.step : step.record, 'the quorum changes')
      const refused = await (step.type === 'change' ? this.#change(step.step) : this.#record(active, step.record))
      if (refused !== undefined) return refused
    }
    return refusal(
      ErrorCode.REQUEST_TIMED_OUT,
      'The change of the quorum is not committed: is a majority of the voters running?'
    )
  }

  async #change(step: Extract<MembershipStep, { type: 'change' }>['step']): Promise<Refusal | undefined> {
    const proposed = this.#options.raft.changeMembership([step])
    if (proposed.ok) {
      const outcome = await this.#within(proposed.value)
      return outcome === 'unknown' ? notController() : undefined
    }
    if (proposed.error === 'pending') {
      await this.#pause()
      return undefined
    }
    if (proposed.error === 'notLeader') return notController()
    return refusal(ErrorCode.INVALID_REQUEST, `The change ${step.type} of node ${step.id} does not fit the quorum`)
  }

  async #record(
    active: ActiveController,
    record: Extract<MembershipStep, { type: 'record' }>['record']
  ): Promise<Refusal | undefined> {
    const result = await this.#within(active.run(() => ({ records: [record], response: undefined })))
    return result === undefined || result.ok ? undefined : result.refusal
  }

  /** Undefined when it takes too long: nothing is committed without a majority, and others wait for their turn. */
  async #within<Value>(work: Promise<Value>): Promise<Value | undefined> {
    let cancel = (): void => {}
    const late = new Promise<undefined>((resolve) => {
      const timer = this.#options.scheduler.after(changeWaitMs, () => resolve(undefined))
      cancel = () => timer.cancel()
    })
    try {
      return await Promise.race([work, late])
    } finally {
      cancel()
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#options.scheduler.after(lookAgainMs, resolve))
  }
}

/** A member that was heard of within so many ticks lives: heartbeats are several in an election timeout of 20. */
const livingTicksMax = 20

function notController(): Refusal {
  const message = `${errorInfo(ErrorCode.NOT_CONTROLLER).name}: this node is not the active controller any more`
  return refusal(ErrorCode.NOT_CONTROLLER, message)
}
