import { ErrorCode } from '@gregor/protocol'
import { acceptedProducer, NEEDS_PRODUCER_ID, refusedProducer } from './answers.ts'
import { transactionAppendError } from './append-errors.ts'
import { bumpsEpochs, decideEnd, needsNextProducer } from './end-decision.ts'
import { beginMarkers } from './ending.ts'
import type { EndInput } from './inputs.ts'
import { identityAfter, NONE, prepared, type TransactionMetadata, TransactionVersion } from './metadata.ts'
import type { TransactionNotice } from './notices.ts'
import { armTimeouts } from './sweep-timers.ts'
import { isPrepared } from './states.ts'
import type { TransactionTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

type PreparedTicket = Extract<TransactionTicket, { readonly type: 'prepared' }>

/** How long a decision whose fate in the log is unknown waits before it is written again. */
const CONFIRM_MS = 500

/** EndTxn (key 26): answered when the outcome is in the log; the markers follow. */
export function endTransaction(turn: Turn, input: EndInput): void {
  const { transactionalId, requestId, commit, clientVersion, freshProducerId } = input
  const transaction = turn.state.transactions.get(transactionalId)
  const decision = decideEnd(transaction, input)
  if (decision !== 'prepare') return turn.respond(requestId, alreadyDecided(decision.errorCode, transaction, input))
  const needsNext = needsNextProducer(transaction!, input)
  if (needsNext && freshProducerId === undefined) return turn.respond(requestId, NEEDS_PRODUCER_ID)
  const value = prepared(transaction!, {
    commit,
    bumps: bumpsEpochs(clientVersion),
    clientVersion,
    nextProducerId: needsNext ? freshProducerId! : NONE,
    nowMs: turn.now.wallMs
  })
  const answer = bumpsEpochs(clientVersion) ? acceptedProducer(identityAfter(value)) : refusedProducer(ErrorCode.NONE)
  return turn.append(transactionalId, value, { type: 'prepared', transactionalId, waiting: { requestId, answer } })
}

/** A repetition is told what the first request was told. */
function alreadyDecided(errorCode: ErrorCode, transaction: TransactionMetadata | undefined, input: EndInput) {
  const tells = errorCode === ErrorCode.NONE && transaction !== undefined && bumpsEpochs(input.clientVersion)
  return tells ? acceptedProducer(transaction) : refusedProducer(errorCode)
}

/** Aborts a transaction and bumps the epoch, whatever the producer speaks: it may not go on with this one. */
export function prepareFencingAbort(
  turn: Turn,
  transactionalId: string,
  options: {
    readonly transaction: TransactionMetadata
    readonly cause: Extract<TransactionNotice, { readonly type: 'aborting' }>['cause']
    readonly waiting: PreparedTicket['waiting']
  }
): void {
  const { transaction, cause, waiting } = options
  const value = prepared(transaction, {
    commit: false,
    bumps: true,
    clientVersion: TransactionVersion.v2,
    nextProducerId: NONE,
    nowMs: turn.now.wallMs
  })
  turn.notice({ type: 'aborting', transactionalId, producerId: transaction.producerId, cause })
  turn.append(transactionalId, value, { type: 'prepared', transactionalId, waiting })
}

export function settlePrepared(turn: Turn, { transactionalId, waiting }: PreparedTicket, errorCode: number): void {
  const isCommitted = errorCode === ErrorCode.NONE
  if (waiting !== undefined) {
    const failure = refusedProducer(transactionAppendError(errorCode))
    turn.respond(waiting.requestId, isCommitted ? waiting.answer : failure)
  }
  const { transactions } = turn.state
  if (isCommitted) {
    const transaction = transactions.committed(transactionalId)
    if (transaction !== undefined && isPrepared(transaction.state)) beginMarkers(turn, transactionalId, transaction)
    return
  }
  // Refused, it is as if nobody had asked. What the log may yet commit must not stay undecided.
  const transaction = transactions.get(transactionalId)
  if (transaction !== undefined && isPrepared(transaction.state)) {
    turn.after(CONFIRM_MS, { type: 'confirm-timer', transactionalId })
  } else armTimeouts(turn)
}

/** Writes an outcome again whose fate in the log is unknown: when this is committed, so is the first. */
export function confirmPrepared(turn: Turn, transactionalId: string): void {
  const transaction = turn.state.transactions.get(transactionalId)
  if (transaction === undefined || !isPrepared(transaction.state)) return
  if (turn.state.ending.get(transactionalId)?.prepared === transaction) return
  turn.append(transactionalId, transaction, { type: 'prepared', transactionalId, waiting: undefined })
}
