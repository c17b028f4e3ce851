import type { Effect, Now, RequestId } from '../runtime/core.ts'
import type { Journal } from '../runtime/journal.ts'
import type { VersionedMap } from '../runtime/versioned-map.ts'
import type { Deadline } from './deadlines.ts'
import type { Ending } from './ending.ts'
import type { TransactionInput } from './inputs.ts'
import type { TransactionMetadata } from './metadata.ts'
import type { TransactionNotice } from './notices.ts'
import type { TransactionRecord } from './records.ts'
import type { TransactionSettings } from './settings.ts'
import type { TransactionTicket } from './tickets.ts'

export type TransactionEffect = Effect<TransactionRecord, TransactionInput, TransactionTicket, TransactionNotice>

/** Everything that one partition of __transaction_state knows. */
export interface TransactionsState {
  readonly journal: Journal
  /** Hard state: the newest record of each transactional id. */
  readonly transactions: VersionedMap<string, TransactionMetadata>
  /** Soft state: the ends of transactions that are being written into partitions, by transactional id. */
  readonly ending: Map<string, Ending>
  /** Soft state: when transactions under way are over their timeouts, by transactional id. */
  readonly deadlines: Map<string, Deadline>
  /** Whether the two sweeps are to come: they rest while there is nothing to look for. */
  readonly sweeps: { timeouts: boolean; expiry: boolean }
  nextTimer: number
}

/** One input's work: what is to be done, gathered while it is decided. */
export class Turn {
  readonly state: TransactionsState
  readonly settings: TransactionSettings
  readonly coordinatorEpoch: number
  readonly now: Now
  readonly effects: TransactionEffect[] = []

  constructor(
    state: TransactionsState,
    options: { readonly settings: TransactionSettings; readonly coordinatorEpoch: number; readonly now: Now }
  ) {
    this.state = state
    this.settings = options.settings
    this.coordinatorEpoch = options.coordinatorEpoch
    this.now = options.now
  }

  respond<Response>(request: RequestId<Response>, response: Response): void {
    this.effects.push({ type: 'respond', request, response })
  }

  /** Replaces what is known of a transactional id; null forgets it. */
  append(transactionalId: string, value: TransactionMetadata | null, ticket: TransactionTicket): void {
    this.effects.push({ type: 'append', records: [{ transactionalId, value }], ticket })
  }

  after(delayMs: number, input: TransactionInput): void {
    this.effects.push({ type: 'set-timer', timer: this.state.nextTimer++, delayMs, input })
  }

  notice(notice: TransactionNotice): void {
    this.effects.push({ type: 'notice', notice })
  }
}
