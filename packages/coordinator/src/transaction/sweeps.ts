import { ErrorCode } from '@gregor/protocol'
import { deadlineOf } from './deadlines.ts'
import { prepareFencingAbort } from './end-transaction.ts'
import { armExpiry, armTimeouts } from './sweep-timers.ts'
import { isPrepared, TransactionState } from './states.ts'
import type { TransactionTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/** Aborts what runs for longer than its producer asked for, and fences that producer. Forgets the deadlines of what has ended. */
export function abortTimedOut(turn: Turn): void {
  turn.state.sweeps.timeouts = false
  let ongoing = 0
  const { transactions, deadlines } = turn.state
  for (const transactionalId of deadlines.keys()) {
    // An end that is not in the log yet may be rolled back.
    const states = [transactions.get(transactionalId)?.state, transactions.committed(transactionalId)?.state]
    if (!states.includes(TransactionState.ongoing)) deadlines.delete(transactionalId)
  }
  for (const [transactionalId, transaction] of transactions.entries()) {
    if (transaction.state !== TransactionState.ongoing) continue
    ongoing++
    if (deadlineOf(turn, transactionalId, transaction).monotonicMs >= turn.now.monotonicMs) continue
    prepareFencingAbort(turn, transactionalId, { transaction, cause: 'timeout', waiting: undefined })
  }
  if (ongoing > 0) armTimeouts(turn)
}

/** Forgets ids without a transaction that were not used for transactional.id.expiration.ms. */
export function removeExpired(turn: Turn): void {
  const { transactions, sweeps, ending } = turn.state
  sweeps.expiry = false
  const expirationMs = turn.settings['transactional.id.expiration.ms']
  for (const [transactionalId, { state, lastUpdateMs }] of transactions.entries()) {
    const busy = state === TransactionState.ongoing || isPrepared(state) || ending.has(transactionalId)
    if (busy || lastUpdateMs + expirationMs > turn.now.wallMs) continue
    turn.append(transactionalId, null, { type: 'expired', transactionalId })
  }
  if (transactions.size > 0) armExpiry(turn)
}

export function settleExpired(
  turn: Turn,
  { transactionalId }: Extract<TransactionTicket, { readonly type: 'expired' }>,
  errorCode: number
): void {
  if (errorCode === ErrorCode.NONE) turn.notice({ type: 'expired', transactionalId })
}
