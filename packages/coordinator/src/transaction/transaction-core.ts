import { unreachable } from '@gregor/base'
import type { Now, ShardCore } from '../runtime/core.ts'
import { Journal } from '../runtime/journal.ts'
import { VersionedMap } from '../runtime/versioned-map.ts'
import { addPartitions, settleAddPartitions, verifyPartitions } from './add-partitions.ts'
import { deadlineOf } from './deadlines.ts'
import { describeTransaction, listTransactions } from './describe.ts'
import { confirmPrepared, endTransaction, settlePrepared } from './end-transaction.ts'
import { beginMarkers, complete, settleCompleted } from './ending.ts'
import { initProducer, settleInit } from './init-producer.ts'
import type { TransactionInput } from './inputs.ts'
import type { TransactionNotice } from './notices.ts'
import type { TransactionRecord } from './records.ts'
import type { TransactionSettings } from './settings.ts'
import { isPrepared, TransactionState } from './states.ts'
import { armExpiry, armTimeouts } from './sweep-timers.ts'
import { abortTimedOut, removeExpired, settleExpired } from './sweeps.ts'
import type { TransactionTicket } from './tickets.ts'
import { type TransactionEffect, type TransactionsState, Turn } from './turn.ts'

/** The transaction coordinator of one partition of __transaction_state (KIP-98, KIP-360, KIP-890). */
export class TransactionCore implements ShardCore<
  TransactionRecord,
  TransactionInput,
  TransactionTicket,
  TransactionNotice
> {
  readonly journal = new Journal()
  /** For checkers and metrics; only the functions of this folder change it. */
  readonly state: TransactionsState
  private readonly settings: TransactionSettings
  private readonly coordinatorEpoch: number

  /** `coordinatorEpoch`: the leader epoch of the partition. */
  constructor(settings: TransactionSettings, coordinatorEpoch: number) {
    this.settings = settings
    this.coordinatorEpoch = coordinatorEpoch
    const { journal } = this
    this.state = {
      journal,
      transactions: new VersionedMap(journal),
      ending: new Map(),
      deadlines: new Map(),
      sweeps: { timeouts: false, expiry: false },
      nextTimer: 1
    }
  }

  replay({ transactionalId, value }: TransactionRecord): void {
    const { transactions } = this.state
    if (value === null) transactions.delete(transactionalId)
    else transactions.set(transactionalId, value)
  }

  /** What was decided before is carried out: an outcome that the log has never changes. */
  loaded(now: Now): readonly TransactionEffect[] {
    const turn = this.turn(now)
    const { transactions } = this.state
    for (const [transactionalId, transaction] of transactions.entries()) {
      if (isPrepared(transaction.state)) beginMarkers(turn, transactionalId, transaction)
      else if (transaction.state === TransactionState.ongoing) {
        deadlineOf(turn, transactionalId, transaction)
        armTimeouts(turn)
      }
    }
    if (transactions.size > 0) armExpiry(turn)
    return turn.effects
  }

  handle(input: TransactionInput, now: Now): readonly TransactionEffect[] {
    const turn = this.turn(now)
    dispatch(turn, input)
    return turn.effects
  }

  settle(ticket: TransactionTicket, errorCode: number, now: Now): readonly TransactionEffect[] {
    const turn = this.turn(now)
    switch (ticket.type) {
      case 'initialized':
        settleInit(turn, ticket, errorCode)
        break
      case 'partitions-added':
        settleAddPartitions(turn, ticket, errorCode)
        break
      case 'prepared':
        settlePrepared(turn, ticket, errorCode)
        break
      case 'completed':
        settleCompleted(turn, ticket, errorCode)
        break
      case 'expired':
        settleExpired(turn, ticket, errorCode)
        break
      default:
        unreachable(ticket)
    }
    return turn.effects
  }

  private turn(now: Now): Turn {
    const { settings, coordinatorEpoch } = this
    return new Turn(this.state, { settings, coordinatorEpoch, now })
  }
}

function dispatch(turn: Turn, input: TransactionInput): void {
  switch (input.type) {
    case 'init':
      return initProducer(turn, input)
    case 'add-partitions':
      return addPartitions(turn, input)
    case 'verify-partitions':
      return verifyPartitions(turn, input)
    case 'end':
      return endTransaction(turn, input)
    case 'describe':
      return describeTransaction(turn, input)
    case 'list':
      return listTransactions(turn, input)
    case 'markers-written':
    case 'complete-timer':
      return complete(turn, input.task)
    case 'confirm-timer':
      return confirmPrepared(turn, input.transactionalId)
    case 'timeouts-timer':
      return abortTimedOut(turn)
    case 'expiry-timer':
      return removeExpired(turn)
    default:
      return unreachable(input)
  }
}
