import type { BrokerEpoch, BrokerId } from '@gregor/base'
import type { MetadataRecord, MetadataStore, QuorumMember } from '@gregor/metadata'
import { BrokerSessions } from './broker-sessions.ts'
import { fence } from './fencing.ts'
import { lastIndexOf, type Outcome } from './outcome.ts'
import { PreferredLeaders } from './preferred-leaders.ts'
import { electMissingLeaders, repairPartitions } from './repair.ts'
import type { ControllerSettings } from './settings.ts'
import type { ControllerState, OperationContext } from './state.ts'

/** Something that the controller is asked to decide: reads the state, changes nothing, returns records and an answer. */
export type Operation<Response> = (state: ControllerState, context: OperationContext) => Outcome<Response>

/** Ticks that come later than that found the process not running: brokers could not be heard, and are not to blame. */
const tickGapMaxMs = 1_000

/**
 * The active controller's decisions. It runs ahead of the committed metadata on an image of its own: `decide` asks an
 * operation, `proposed` replays what it returned once the records have their place in the log. It lives as long as the
 * leadership in which it was made, and is thrown away with it.
 */
export class ControllerCore {
  readonly state: ControllerState
  readonly #preferred: PreferredLeaders
  #lastTickMs: number
  #leadersMissing = false

  /** `image` becomes the core's own. It must hold everything up to the first entry of the leadership. */
  constructor(image: MetadataStore, settings: ControllerSettings, nowMs: number) {
    const sessions = new BrokerSessions()
    for (const broker of image.brokers.values()) if (!broker.fenced) sessions.open(broker.id, broker.epoch, nowMs)
    this.state = { image, sessions, settings }
    this.#preferred = new PreferredLeaders(nowMs, settings.rebalanceIntervalMs)
    this.#lastTickMs = nowMs
  }

  decide<Response>(operation: Operation<Response>, context: OperationContext): Outcome<Response> {
    return operation(this.state, context)
  }

  /** The records of an outcome got their place in the log at `index`. */
  proposed(index: number, records: readonly MetadataRecord[], nowMs: number): void {
    for (const record of records) {
      if (record.type === 'config') this.#leadersMissing = true
      if (record.type !== 'partition') continue
      const before = this.state.image.partition(record.topicId, record.partition)
      if (before !== undefined) this.#preferred.noteIsr(before, record, nowMs)
    }
    this.state.image.replay(index, records)
  }

  /**
   * First operation of a leadership: gives the cluster its id, records the voters that the quorum began with, and finishes
   * what a predecessor may have left half done.
   */
  activate(clusterId: string, firstVoters: readonly QuorumMember[] = []): Operation<void> {
    return (state) => {
      const records: MetadataRecord[] = []
      if (state.image.clusterId === undefined) records.push({ type: 'cluster', clusterId })
      if (state.image.quorumMembers.size === 0) {
        for (const member of firstVoters) records.push({ type: 'quorumMember', member })
      }
      records.push(...repairPartitions(state))
      return { records, response: undefined }
    }
  }

  /** What is due by time, one thing at a time: call it again until it returns no records. */
  tick(): Operation<void> {
    return (state, context) => {
      const { nowMs } = context
      const gapMs = nowMs - this.#lastTickMs
      if (gapMs > tickGapMaxMs) state.sessions.shift(gapMs)
      this.#lastTickMs = nowMs
      const silent = this.#silentBroker(nowMs)
      if (silent !== undefined) return this.fenceBroker(silent)(state, context)
      if (this.#leadersMissing) {
        this.#leadersMissing = false
        const records = electMissingLeaders(state)
        if (records.length > 0) return { records, response: undefined }
      }
      return { records: this.#preferred.due(state, nowMs), response: undefined }
    }
  }

  /** Fences one incarnation of a broker, unless it is fenced or replaced already. */
  fenceBroker({ id, epoch }: { readonly id: BrokerId; readonly epoch: BrokerEpoch }): Operation<void> {
    return (state, context) => {
      const broker = state.image.brokers.get(id)
      if (broker === undefined || broker.epoch !== epoch || broker.fenced) return { records: [], response: undefined }
      const records = fence(state, broker)
      const session = state.sessions.get(id)
      if (session?.epoch === epoch) session.catchUpIndex = lastIndexOf(records, context)
      return { records, response: undefined }
    }
  }

  #silentBroker(nowMs: number): { readonly id: BrokerId; readonly epoch: BrokerEpoch } | undefined {
    const { image, sessions, settings } = this.state
    for (const id of sessions.silentSince(nowMs - settings.sessionTimeoutMs)) {
      const broker = image.brokers.get(id)
      if (broker !== undefined && !broker.fenced && sessions.get(id)?.epoch === broker.epoch) return broker
    }
    return undefined
  }
}
