import {
  invariant,
  type BrokerId,
  type Clock,
  type Histogram,
  type Random,
  type Scheduler,
  type Timer,
  untilBeat
} from '@gregor/base'
import { encodeMetadataBatch, type BrokerRegistration, type MetadataRecord, type QuorumMember } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type { ControllerCore, Operation } from '../core/controller-core.ts'
import { entryRecordsMax, refusal, type Refusal } from '../core/outcome.ts'
import type { RaftDriver } from '../raft/raft-driver.ts'

export interface ActiveControllerOptions {
  readonly core: ControllerCore
  readonly raft: RaftDriver
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly operationSeconds: Histogram
}

/** An operation's answer once its records are committed, or why there is none. */
export type RunResult<Response> =
  | { readonly ok: true; readonly response: Response; readonly index: number }
  | { readonly ok: false; readonly refusal: Refusal }

/** How often timeouts and pending elections are looked at. */
const tickMs = 200

/** One leadership of the quorum: runs operations in the order in which they come and answers them when they are committed. */
export class ActiveController {
  readonly core: ControllerCore
  readonly #options: ActiveControllerOptions
  #timer: Timer | undefined
  #over = false
  #waiters: { readonly brokers: ReadonlySet<BrokerId>; readonly index: number; readonly resolve: () => void }[] = []

  constructor(options: ActiveControllerOptions) {
    this.core = options.core
    this.#options = options
  }

  start(clusterId: string, firstVoters: readonly QuorumMember[]): void {
    void this.run(this.core.activate(clusterId, firstVoters))
    this.#tickLater()
  }

  /** Leadership is lost. */
  stop(): void {
    this.#over = true
    this.#timer?.cancel()
    for (const { resolve } of this.#waiters) resolve()
    this.#waiters = []
  }

  async run<Response>(operation: Operation<Response>): Promise<RunResult<Response>> {
    if (this.#over) return notController()
    const { core, raft, clock, random, operationSeconds } = this.#options
    const nowMs = clock.monotonicMs()
    const index = raft.nextIndex
    const { records, response } = core.decide(operation, { nowMs, index, random })
    const outcome = records.length === 0 ? raft.settled() : this.#propose(records, index, nowMs)
    if ('code' in outcome) return { ok: false, refusal: outcome }
    const end = await outcome
    operationSeconds.observe((clock.monotonicMs() - nowMs) / 1000)
    return end === 'committed' ? { ok: true, response, index } : notController()
  }

  /** Resolves when these brokers have applied the log up to `index`, or after `timeoutMs`. */
  async brokersApplied(brokers: ReadonlySet<BrokerId>, index: number, timeoutMs: number): Promise<void> {
    if (this.#over || this.#haveApplied(brokers, index)) return
    await new Promise<void>((resolve) => {
      const timer = this.#options.scheduler.after(timeoutMs, resolve)
      this.#waiters.push({
        brokers,
        index,
        resolve: () => {
          timer.cancel()
          resolve()
        }
      })
    })
  }

  /** A broker told how far it is. */
  heard(): void {
    const done = this.#waiters.filter(({ brokers, index }) => this.#haveApplied(brokers, index))
    if (done.length === 0) return
    this.#waiters = this.#waiters.filter((waiter) => !done.includes(waiter))
    for (const { resolve } of done) resolve()
  }

  registration(broker: BrokerId): BrokerRegistration | undefined {
    return this.core.state.image.brokers.get(broker)
  }

  /** Brokers that were fenced meanwhile are not waited for. */
  #haveApplied(brokers: ReadonlySet<BrokerId>, index: number): boolean {
    const { sessions } = this.core.state
    for (const broker of brokers) {
      const fenced = this.registration(broker)?.fenced ?? true
      if (!fenced && (sessions.get(broker)?.appliedIndex ?? 0) < index) return false
    }
    return true
  }

  /** What would not fit is refused before anything changes; what is proposed is replayed ahead of its commit. */
  #propose(
    records: readonly MetadataRecord[],
    index: number,
    nowMs: number
  ): Promise<'committed' | 'unknown'> | Refusal {
    const { core, raft } = this.#options
    const chunks = chunked(records)
    const proposed = raft.propose(chunks.map(encodeMetadataBatch))
    if (!proposed.ok) {
      if (proposed.error === 'notLeader') return notController().refusal
      const tooLarge = 'The change is too large for the metadata log: split the request'
      if (proposed.error === 'tooLarge') return refusal(ErrorCode.POLICY_VIOLATION, tooLarge)
      return refusal(ErrorCode.REQUEST_TIMED_OUT, 'The metadata log has no room for more changes now: try again')
    }
    const { firstIndex, outcome } = proposed.value
    invariant(firstIndex === index, 'records have another place in the log than they were decided for', {
      firstIndex,
      index
    })
    for (const [offset, chunk] of chunks.entries()) core.proposed(firstIndex + offset, chunk, nowMs)
    return outcome
  }

  #tickLater(): void {
    const { scheduler, clock } = this.#options
    this.#timer = scheduler.after(untilBeat(clock, tickMs), () => {
      this.#tickLater()
      void this.#tick()
    })
  }

  async #tick(): Promise<void> {
    // One silent broker a turn; more of them follow at once.
    for (let before = -1; before !== this.#options.raft.nextIndex && !this.#over;) {
      before = this.#options.raft.nextIndex
      await this.run(this.core.tick())
    }
  }
}

function chunked(records: readonly MetadataRecord[]): (readonly MetadataRecord[])[] {
  const chunks: (readonly MetadataRecord[])[] = []
  for (let from = 0; from < records.length; from += entryRecordsMax) {
    chunks.push(records.slice(from, from + entryRecordsMax))
  }
  return chunks
}

function notController(): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: refusal(ErrorCode.NOT_CONTROLLER, 'This node is not the active controller any more') }
}
