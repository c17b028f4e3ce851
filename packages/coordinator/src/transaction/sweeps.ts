import { ErrorCode } from '@gregor/protocol'
import { prepareFencingAbort } from './end-transaction.ts'
import { armExpiry, armTimeouts } from './sweep-timers.ts'
import { isPrepared, TransactionState } from './states.ts'
import type { TransactionTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/** Aborts what runs for longer than its producer asked for, and fences that producer. */
export function abortTimedOut(turn: Turn): void {
  turn.state.sweeps.timeouts = false
  let ongoing = 0
  for (const [transactionalId, transaction] of turn.state.transactions.entries()) {
    if (transaction.state !== TransactionState.ongoing) continue
    ongoing++
    if (transaction.startMs + transaction.timeoutMs >= turn.now.wallMs) continue
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
