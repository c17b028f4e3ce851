import { ErrorCode } from '@gregor/protocol'
import type { TransactionState as DescribedTransaction } from '@gregor/protocol/messages/describe-transactions'
import type { TransactionState as ListedTransaction } from '@gregor/protocol/messages/list-transactions'
import type { DescribeInput, ListInput } from './inputs.ts'
import { NONE, type TransactionMetadata } from './metadata.ts'
import { listed } from './partitions.ts'
import type { Turn } from './turn.ts'

/** DescribeTransactions (key 65) of one id, by what the log has committed. */
export function describeTransaction(turn: Turn, { transactionalId, requestId }: DescribeInput): void {
  const transaction = turn.state.transactions.committed(transactionalId)
  if (transaction === undefined) {
    return turn.respond(requestId, describeFailure(transactionalId, ErrorCode.TRANSACTIONAL_ID_NOT_FOUND))
  }
  const { state, timeoutMs, startMs, producerId, producerEpoch, partitions } = transaction
  return turn.respond(requestId, {
    errorCode: ErrorCode.NONE,
    transactionalId,
    transactionState: state,
    transactionTimeoutMs: timeoutMs,
    transactionStartTimeMs: startMs,
    producerId,
    producerEpoch,
    topics: listed(partitions)
  })
}

export function describeFailure(transactionalId: string, errorCode: number): DescribedTransaction {
  return {
    errorCode,
    transactionalId,
    transactionState: '',
    transactionTimeoutMs: 0,
    transactionStartTimeMs: 0,
    producerId: NONE,
    producerEpoch: NONE,
    topics: []
  }
}

/** ListTransactions (key 66) of one partition, by what the log has committed. */
export function listTransactions(turn: Turn, { filters, matchesId, requestId }: ListInput): void {
  const found: ListedTransaction[] = []
  for (const [transactionalId, transaction] of turn.state.transactions.committedEntries()) {
    if (!matches(transaction, filters, turn.now.wallMs) || !matchesId(transactionalId)) continue
    const { producerId, state } = transaction
    found.push({ transactionalId, producerId, transactionState: state })
  }
  turn.respond(requestId, found)
}

function matches(
  { producerId, state, startMs }: TransactionMetadata,
  { producerIdFilters, stateFilters, durationFilter }: ListInput['filters'],
  nowMs: number
): boolean {
  if (producerIdFilters.length > 0 && !producerIdFilters.includes(producerId)) return false
  if (stateFilters.length > 0 && !stateFilters.includes(state)) return false
  return durationFilter < 0 || nowMs - startMs > durationFilter
}
