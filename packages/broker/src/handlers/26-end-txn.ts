import { TransactionVersion } from '@gregor/coordinator'
import { EndTxnApi } from '@gregor/protocol/messages/end-txn'
import type { TransactionPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import { fencedCode } from '../transactions/fenced-code.ts'

const FENCED_VERSION = 2
/** From this version on the producer takes a new epoch with each end (KIP-890, part 2). */
const BUMP_VERSION = 5

/**
 * EndTxn: v0-5
 *
 * Behavior:
 * - Answered when the outcome is in the log of the coordinator and cannot change any more. The markers follow; until they are
 *   in all partitions the producer's next transaction is told CONCURRENT_TRANSACTIONS.
 * - A repeated request is answered as the first.
 *
 * Version notes:
 * - v2: PRODUCER_FENCED; v4: TRANSACTION_ABORTABLE (KIP-890); v5: the producer's next epoch, or next id
 */
export function endTxnHandler({
  transactions
}: {
  readonly transactions: Pick<TransactionPort, 'endTransaction'>
}): ServedApi {
  return serve(EndTxnApi, {
    versions: { min: 0, max: 5 },
    handle: async ({ transactionalId, producerId, producerEpoch, committed: commit }, { apiVersion }) => {
      const clientVersion = apiVersion >= BUMP_VERSION ? TransactionVersion.v2 : TransactionVersion.v0
      const claim = { transactionalId, producerId, producerEpoch }
      const answer = await transactions.endTransaction({ ...claim, commit, clientVersion })
      const errorCode = fencedCode(answer.errorCode, apiVersion >= FENCED_VERSION)
      return { throttleTimeMs: 0, ...answer, errorCode }
    }
  })
}
