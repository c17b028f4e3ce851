import { DescribeTransactionsApi } from '@gregor/protocol/messages/describe-transactions'
import type { TransactionPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * DescribeTransactions: v0
 *
 * Behavior:
 * - State, producer, timeout and partitions of transactional ids that this broker coordinates (KIP-664), as committed; of
 *   others NOT_COORDINATOR, of unknown ones TRANSACTIONAL_ID_NOT_FOUND.
 */
export function describeTransactionsHandler({
  transactions
}: {
  readonly transactions: Pick<TransactionPort, 'describeTransactions'>
}): ServedApi {
  return serve(DescribeTransactionsApi, {
    versions: { min: 0, max: 0 },
    handle: (request) => transactions.describeTransactions(request),
    errorCodes: ({ transactionStates }) => transactionStates.map(({ errorCode }) => errorCode)
  })
}
