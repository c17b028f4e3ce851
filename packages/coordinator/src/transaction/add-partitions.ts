import { ErrorCode } from '@gregor/protocol'
import { transactionAppendError } from './append-errors.ts'
import { checkClaim } from './claims.ts'
import { deadlineOf } from './deadlines.ts'
import type { AddPartitionsInput, VerifyPartitionsInput } from './inputs.ts'
import { withPartitions } from './metadata.ts'
import { includesAll } from './partitions.ts'
import { isPrepared, TransactionState } from './states.ts'
import { armTimeouts } from './sweep-timers.ts'
import type { TransactionTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/**
 * AddPartitionsToTxn (key 24), AddOffsetsToTxn (key 25): answered when the log has it. The partitions of several
 * requests at once (a producer's leaders all ask, KIP-890) go into the log one after the other.
 */
export function addPartitions(turn: Turn, input: AddPartitionsInput): void {
  const { transactionalId, topics, clientVersion, requestId } = input
  const { transactions } = turn.state
  const transaction = transactions.get(transactionalId)
  const refusal = checkClaim(transaction, input)
  if (transaction === undefined || refusal !== ErrorCode.NONE) return turn.respond(requestId, refusal)
  if (isPrepared(transaction.state)) return turn.respond(requestId, ErrorCode.CONCURRENT_TRANSACTIONS)
  const committed = transactions.committed(transactionalId)
  const inLog =
    committed === transaction &&
    transaction.state === TransactionState.ongoing &&
    includesAll(transaction.partitions, topics)
  if (inLog) return turn.respond(requestId, ErrorCode.NONE)
  const value = withPartitions(transaction, { added: topics, clientVersion, nowMs: turn.now.wallMs })
  turn.append(transactionalId, value, { type: 'partitions-added', requestId })
  deadlineOf(turn, transactionalId, value)
  armTimeouts(turn)
}

export function settleAddPartitions(
  turn: Turn,
  { requestId }: Extract<TransactionTicket, { readonly type: 'partitions-added' }>,
  errorCode: number
): void {
  turn.respond(requestId, transactionAppendError(errorCode))
}

/** AddPartitionsToTxn with verifyOnly (KIP-890, part 1): only what the log has counts. */
export function verifyPartitions(turn: Turn, input: VerifyPartitionsInput): void {
  const transaction = turn.state.transactions.committed(input.transactionalId)
  const refusal = checkClaim(transaction, input)
  const respond = (codeOf: (topic: string, partition: number) => number): void => turn.respond(input.requestId, codeOf)
  if (transaction === undefined || refusal !== ErrorCode.NONE) return respond(() => refusal)
  if (isPrepared(transaction.state)) return respond(() => ErrorCode.CONCURRENT_TRANSACTIONS)
  const { partitions } = transaction
  return respond((topic, partition) =>
    partitions.get(topic)?.has(partition) === true ? ErrorCode.NONE : ErrorCode.TRANSACTION_ABORTABLE
  )
}
