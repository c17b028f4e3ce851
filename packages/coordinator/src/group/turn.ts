import type { Effect, Now, RecordsTransaction, RequestId, TransactionEnd } from '../runtime/core.ts'
import type { GroupMetadataValue } from '@gregor/protocol/messages/group-metadata-value'
import type { Journal } from '../runtime/journal.ts'
import type { VersionedMap } from '../runtime/versioned-map.ts'
import type { ClassicGroup } from './classic-group.ts'
import type { Assignment } from './consumer/assignment.ts'
import type { ConsumerGroupStore } from './consumer/consumer-group-store.ts'
import type { ConsumerSoftState } from './consumer/soft-state.ts'
import { noteInHistory, type GroupHistories } from './history.ts'
import type { GroupInput } from './inputs.ts'
import type { GroupNotice } from './notices.ts'
import type { OffsetStore } from './offset-store.ts'
import type { GroupRecord } from './records.ts'
import type { GroupSettings } from './settings.ts'
import type { GroupTicket } from './tickets.ts'
import type { PendingOffsets } from './transactional/pending-offsets.ts'
import type { GroupSurroundings } from './topics-view.ts'

export type GroupEffect = Effect<GroupRecord, GroupInput, GroupTicket, GroupNotice>

/** Everything that one coordinator partition knows. */
export interface GroupState {
  readonly journal: Journal
  /** Hard state: the newest record of each classic group. */
  readonly metadata: VersionedMap<string, GroupMetadataValue>
  /** Hard state: the consumer groups of KIP-848. No id is a classic group and a consumer group at once. */
  readonly consumers: ConsumerGroupStore
  /** Hard state: the newest record of each offset. */
  readonly offsets: OffsetStore
  /** Hard state: offsets of transactions that have not ended. */
  readonly pendingOffsets: PendingOffsets
  /** Soft state: groups with members, or with ids given out. Any other group is Empty or does not exist. */
  readonly live: Map<string, ClassicGroup>
  /** Soft state of consumer groups. */
  readonly consumerSoft: Map<string, ConsumerSoftState>
  /** What happened since this coordinator was loaded: soft state. */
  readonly history: GroupHistories
  /** Wall clock of the load. */
  loadedAtMs: number
  /** How often topics came, grew or went since this coordinator was loaded. */
  topicChanges: number
  nextTimer: number
}

/** What does not change while a coordinator works. */
export interface GroupWorld {
  readonly settings: GroupSettings
  readonly surroundings: GroupSurroundings
}

/** One input's work: what is to be done, gathered while it is decided. */
export class Turn {
  readonly state: GroupState
  readonly settings: GroupSettings
  readonly surroundings: GroupSurroundings
  readonly now: Now
  readonly effects: GroupEffect[] = []

  constructor(state: GroupState, world: GroupWorld, now: Now) {
    this.state = state
    this.settings = world.settings
    this.surroundings = world.surroundings
    this.now = now
  }

  respond<Response>(request: RequestId<Response>, response: Response): void {
    this.effects.push({ type: 'respond', request, response })
  }

  appendTransactional(records: readonly GroupRecord[], transaction: RecordsTransaction, ticket: GroupTicket): void {
    this.effects.push({ type: 'append', records, ticket, transaction })
  }

  appendEnd(end: TransactionEnd, ticket: GroupTicket): void {
    this.effects.push({ type: 'append-end', end, ticket })
  }

  append(records: readonly GroupRecord[], ticket: GroupTicket): void {
    this.effects.push({ type: 'append', records, ticket })
  }

  setTimer(delayMs: number, input: GroupInput): number {
    const timer = this.state.nextTimer++
    this.effects.push({ type: 'set-timer', timer, delayMs, input })
    return timer
  }

  cancelTimer(timer: number | undefined): void {
    if (timer !== undefined) this.effects.push({ type: 'cancel-timer', timer })
  }

  /** `held`: what the member had that the notice is about. */
  notice(notice: GroupNotice, held?: Assignment): void {
    noteInHistory(this, notice, held)
    this.effects.push({ type: 'notice', notice })
  }
}
