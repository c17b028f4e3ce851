import { ListTransactionsApi } from '@gregor/protocol/messages/list-transactions'
import type { TransactionPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * ListTransactions: v0-2
 *
 * Behavior:
 * - The transactional ids that this broker coordinates (KIP-664); clients ask every broker. Names of states that do not exist
 *   are given back.
 *
 * Version notes:
 * - v1: those that run for longer than a duration (KIP-994)
 * - v2: those whose id matches a regular expression of RE2 (KIP-1152)
 */
export function listTransactionsHandler({
  transactions
}: {
  readonly transactions: Pick<TransactionPort, 'listTransactions'>
}): ServedApi {
  return serve(ListTransactionsApi, {
    versions: { min: 0, max: 2 },
    handle: (request) => transactions.listTransactions(request)
  })
}
