import { ErrorCode } from '@gregor/protocol'
import type { MarkerTask } from './marker-task.ts'
import { completed, type TransactionMetadata } from './metadata.ts'
import { listed } from './partitions.ts'
import { isComplete, isPrepared, TransactionState } from './states.ts'
import type { TransactionTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/** How long the end of a transaction that the log did not take waits for the next attempt. */
const COMPLETE_RETRY_MS = 500

/** The outcome is committed, and from here on cannot change: it goes into the partitions. */
export function beginMarkers(turn: Turn, transactionalId: string, transaction: TransactionMetadata): void {
  const { ending } = turn.state
  if (ending.has(transactionalId)) return
  const { producerId, producerEpoch, clientVersion } = transaction
  const task: MarkerTask = {
    transactionalId,
    producerId,
    producerEpoch,
    commit: transaction.state === TransactionState.prepareCommit,
    topics: listed(transaction.partitions),
    coordinatorEpoch: turn.coordinatorEpoch,
    transactionVersion: clientVersion
  }
  ending.set(transactionalId, task)
  if (task.topics.length === 0) complete(turn, task)
  else turn.notice({ type: 'markers-due', task })
}

/** All partitions have the marker: the transaction is over when the log has that too. */
export function complete(turn: Turn, task: MarkerTask): void {
  const { transactionalId } = task
  if (turn.state.ending.get(transactionalId) !== task) return
  const transaction = turn.state.transactions.get(transactionalId)
  if (transaction === undefined) return
  const { state } = transaction
  // Complete already: the log may have it, and did not say so. The same again brings certainty.
  if (!isPrepared(state) && !isComplete(state)) return
  const value = isPrepared(state) ? completed(transaction, turn.now.wallMs) : transaction
  turn.append(transactionalId, value, { type: 'completed', task })
}

export function settleCompleted(
  turn: Turn,
  { task }: Extract<TransactionTicket, { readonly type: 'completed' }>,
  errorCode: number
): void {
  const { ending, transactions } = turn.state
  const { transactionalId, producerId, commit } = task
  if (ending.get(transactionalId) !== task) return
  if (errorCode !== ErrorCode.NONE) {
    turn.after(COMPLETE_RETRY_MS, { type: 'complete-timer', task })
    return
  }
  ending.delete(transactionalId)
  const startMs = transactions.committed(transactionalId)?.startMs ?? -1
  const durationMs = startMs < 0 ? 0 : Math.max(turn.now.wallMs - startMs, 0)
  turn.notice({ type: 'completed', transactionalId, producerId, commit, durationMs })
}
