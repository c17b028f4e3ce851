import { ErrorCode } from '@gregor/protocol'
import { checkClaim } from './claims.ts'
import type { EndInput } from './inputs.ts'
import { EPOCH_MAX, isExhausted, type TransactionMetadata, TransactionVersion } from './metadata.ts'
import { isComplete, isPrepared, TransactionState } from './states.ts'

/** What EndTxn comes to: an error (NONE: it is done already), or the outcome is to be stored. */
export type EndDecision = { readonly errorCode: ErrorCode } | 'prepare'

const refuse = (errorCode: ErrorCode): EndDecision => ({ errorCode })
const done = refuse(ErrorCode.NONE)
const invalid = refuse(ErrorCode.INVALID_TXN_STATE)

/** Whether a producer says by EndTxn v5 that it takes a new epoch with each end (KIP-890). */
export const bumpsEpochs = (clientVersion: TransactionVersion): boolean => clientVersion >= TransactionVersion.v2

export function decideEnd(transaction: TransactionMetadata | undefined, input: EndInput): EndDecision {
  if (transaction === undefined) return refuse(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
  return bumpsEpochs(input.clientVersion) ? decideWithBump(transaction, input) : decideWithoutBump(transaction, input)
}

/** One epoch for many transactions: what ended as asked ended by this request, or by one before it that was repeated. */
function decideWithoutBump(transaction: TransactionMetadata, input: EndInput): EndDecision {
  const refusal = checkClaim(transaction, input)
  if (refusal !== ErrorCode.NONE) return refuse(refusal)
  const { state } = transaction
  if (state === TransactionState.ongoing) return 'prepare'
  if (state !== outcomeOf(state, input)) return invalid
  return isComplete(state) ? done : refuse(ErrorCode.CONCURRENT_TRANSACTIONS)
}

/**
 * Each end has its own epoch, so a repetition is known by the epoch before the present one, and the present one asks for
 * something new: an abort of nothing is granted, since the producer may not know whether a partition was added.
 */
function decideWithBump(transaction: TransactionMetadata, input: EndInput): EndDecision {
  const { state, producerEpoch } = transaction
  const repeats = repeatsLast(transaction, input)
  if (transaction.producerId !== input.producerId && !repeats) return refuse(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
  const current = transaction.producerId === input.producerId && producerEpoch === input.producerEpoch
  if (isPrepared(state)) {
    if (!repeats) return refuse(ErrorCode.PRODUCER_FENCED)
    return state === outcomeOf(state, input) ? refuse(ErrorCode.CONCURRENT_TRANSACTIONS) : invalid
  }
  if (isComplete(state) && repeats) return state === outcomeOf(state, input) ? done : invalid
  if (!current) return refuse(ErrorCode.PRODUCER_FENCED)
  if (state === TransactionState.ongoing) return 'prepare'
  return input.commit ? invalid : 'prepare'
}

/**
 * The request was carried out, and the epoch bumped; or the last epoch of a producer id was used up by it. An end without a bump
 * cannot be it: then the epoch before belonged to another instance, which is fenced.
 */
function repeatsLast(transaction: TransactionMetadata, { producerId, producerEpoch }: EndInput): boolean {
  if (transaction.clientVersion < TransactionVersion.v2) return false
  if (transaction.producerId === producerId) return transaction.producerEpoch === producerEpoch + 1
  return (
    transaction.previousProducerId === producerId && producerEpoch === EPOCH_MAX - 1 && transaction.producerEpoch === 0
  )
}

/** The state of a transaction that ends, or has ended, as asked. */
function outcomeOf(state: TransactionState, { commit }: EndInput): TransactionState {
  if (isPrepared(state)) return commit ? TransactionState.prepareCommit : TransactionState.prepareAbort
  return commit ? TransactionState.completeCommit : TransactionState.completeAbort
}

/** Whether the end needs a producer id for the time after it. */
export function needsNextProducer({ producerEpoch }: TransactionMetadata, { clientVersion }: EndInput): boolean {
  return bumpsEpochs(clientVersion) && isExhausted(producerEpoch)
}
