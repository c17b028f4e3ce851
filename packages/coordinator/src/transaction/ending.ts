import { ErrorCode } from '@gregor/protocol'
import type { MarkerTask } from './marker-task.ts'
import { completed, type TransactionMetadata } from './metadata.ts'
import { listed } from './partitions.ts'
import { TransactionState } from './states.ts'
import type { TransactionTicket } from './tickets.ts'
import type { Turn } from './turn.ts'

/** How long the end of a transaction that the log did not take waits for the next attempt. */
const COMPLETE_RETRY_MS = 500

/** A transaction whose end is on its way into its partitions, and then into the log. */
export interface Ending {
  readonly task: MarkerTask
  /** What was decided; known by identity, since a later transaction of the same producer may look the same. */
  readonly prepared: TransactionMetadata
}

/** The outcome is committed, and from here on cannot change: it goes into the partitions. */
export function beginMarkers(turn: Turn, transactionalId: string, transaction: TransactionMetadata): void {
  const { ending } = turn.state
  if (ending.get(transactionalId)?.prepared === transaction) return
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
  ending.set(transactionalId, { task, prepared: transaction })
  if (task.topics.length === 0) complete(turn, task)
  else turn.notice({ type: 'markers-due', task })
}

/** All partitions have the marker: the transaction is over when the log has that too. */
export function complete(turn: Turn, task: MarkerTask): void {
  const { transactionalId } = task
  const ending = turn.state.ending.get(transactionalId)
  if (ending?.task !== task) return
  const { transactions } = turn.state
  if (transactions.committed(transactionalId) !== ending.prepared) {
    turn.state.ending.delete(transactionalId)
    return
  }
  const newest = transactions.get(transactionalId)
  // The log may have the end, and more, and did not say so: the newest again brings certainty about all.
  const value = newest === ending.prepared ? completed(newest, turn.now.wallMs) : newest
  turn.append(transactionalId, value ?? null, { type: 'completed', task })
}

export function settleCompleted(
  turn: Turn,
  { task }: Extract<TransactionTicket, { readonly type: 'completed' }>,
  errorCode: number
): void {
  const { ending } = turn.state
  const { transactionalId, producerId, commit } = task
  const ended = ending.get(transactionalId)
  if (ended?.task !== task) return
  if (errorCode !== ErrorCode.NONE) {
    turn.after(COMPLETE_RETRY_MS, { type: 'complete-timer', task })
    return
  }
  ending.delete(transactionalId)
  const durationMs = Math.max(turn.now.wallMs - ended.prepared.startMs, 0)
  turn.notice({ type: 'completed', transactionalId, producerId, commit, durationMs })
}
