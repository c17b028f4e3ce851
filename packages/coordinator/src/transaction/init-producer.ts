import { ErrorCode } from '@gregor/protocol'
import { acceptedProducer, NEEDS_PRODUCER_ID, refusedProducer } from './answers.ts'
import { transactionAppendError } from './append-errors.ts'
import { prepareFencingAbort } from './end-transaction.ts'
import type { InitInput } from './inputs.ts'
import { created, isExhausted, NONE, restarted, type TransactionMetadata } from './metadata.ts'
import { isPrepared, TransactionState } from './states.ts'
import { armExpiry } from './sweep-timers.ts'
import type { TransactionTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/**
 * InitProducerId (key 22) with a transactional id: fences whoever had the id before. A transaction under way is aborted
 * first; the producer is told to ask again (CONCURRENT_TRANSACTIONS) until that is complete.
 */
export function initProducer(turn: Turn, input: InitInput): void {
  const { transactionalId, timeoutMs, requestId, freshProducerId } = input
  const transaction = turn.state.transactions.get(transactionalId)
  const refuse = (errorCode: ErrorCode): void => turn.respond(requestId, refusedProducer(errorCode))
  if (transaction === undefined) {
    if (freshProducerId === undefined) return turn.respond(requestId, NEEDS_PRODUCER_ID)
    return store(turn, input, created({ producerId: freshProducerId, timeoutMs, nowMs: turn.now.wallMs }))
  }
  if (!mayGoOn(transaction, input)) return refuse(ErrorCode.PRODUCER_FENCED)
  if (isPrepared(transaction.state)) return refuse(ErrorCode.CONCURRENT_TRANSACTIONS)
  if (transaction.state === TransactionState.ongoing) {
    const answer = refusedProducer(ErrorCode.CONCURRENT_TRANSACTIONS)
    return prepareFencingAbort(turn, transactionalId, {
      transaction,
      cause: 'a new instance of the producer',
      waiting: { requestId, answer }
    })
  }
  if (rotates(transaction, input)) return rotate(turn, input, transaction)
  const next = nextEpoch(transaction, input)
  if (next === undefined) return refuse(ErrorCode.PRODUCER_FENCED)
  const { producerId } = transaction
  return store(turn, input, restarted(transaction, { producerId, ...next, timeoutMs, nowMs: turn.now.wallMs }))
}

/**
 * A producer that says who it is must be the present one, or the one before whose epochs ran out: then it repeats a request
 * whose answer was lost (KIP-360).
 */
function mayGoOn(transaction: TransactionMetadata, { expected }: InitInput): boolean {
  if (expected === undefined || expected.producerId === transaction.producerId) return true
  return expected.producerId === transaction.previousProducerId && isExhausted(expected.producerEpoch)
}

function rotates({ producerEpoch }: TransactionMetadata, { expected }: InitInput): boolean {
  return isExhausted(producerEpoch) && (expected === undefined || expected.producerEpoch === producerEpoch)
}

function rotate(turn: Turn, input: InitInput, transaction: TransactionMetadata): void {
  const { freshProducerId, timeoutMs, expected } = input
  if (freshProducerId === undefined) return turn.respond(input.requestId, NEEDS_PRODUCER_ID)
  const value = restarted(transaction, {
    producerId: freshProducerId,
    producerEpoch: 0,
    lastProducerEpoch: expected === undefined ? NONE : transaction.producerEpoch,
    timeoutMs,
    nowMs: turn.now.wallMs
  })
  return store(turn, input, value)
}

/** Undefined = the producer was fenced. */
function nextEpoch(
  { producerEpoch, lastProducerEpoch }: TransactionMetadata,
  { expected }: InitInput
): Pick<TransactionMetadata, 'producerEpoch' | 'lastProducerEpoch'> | undefined {
  if (expected === undefined) return { producerEpoch: producerEpoch + 1, lastProducerEpoch: NONE }
  if (expected.producerEpoch === producerEpoch) {
    return { producerEpoch: producerEpoch + 1, lastProducerEpoch: producerEpoch }
  }
  // It asks again for what it got already.
  return expected.producerEpoch === lastProducerEpoch ? { producerEpoch, lastProducerEpoch } : undefined
}

function store(turn: Turn, { transactionalId, requestId }: InitInput, value: TransactionMetadata): void {
  turn.append(transactionalId, value, {
    type: 'initialized',
    transactionalId,
    requestId,
    answer: acceptedProducer(value)
  })
  armExpiry(turn)
}

export function settleInit(
  turn: Turn,
  { transactionalId, requestId, answer }: Extract<TransactionTicket, { readonly type: 'initialized' }>,
  errorCode: number
): void {
  if (errorCode !== ErrorCode.NONE) {
    return turn.respond(requestId, refusedProducer(transactionAppendError(errorCode)))
  }
  const { producerId, producerEpoch } = answer
  turn.notice({ type: 'initialized', transactionalId, producerId, producerEpoch })
  return turn.respond(requestId, answer)
}
