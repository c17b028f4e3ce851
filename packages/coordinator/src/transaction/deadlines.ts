import type { TransactionMetadata } from './metadata.ts'
import type { Turn } from './turn.ts'

/** When a transaction is over its timeout, by this broker's monotonic clock. */
export interface Deadline {
  /** As in the transaction's record: names the transaction that the deadline is of. */
  readonly startMs: number
  readonly monotonicMs: number
}

/**
 * The deadline of a transaction under way, which is set when this is first asked. A wall clock that jumps, or that of the
 * coordinator before, may be years off: by it a transaction that began elsewhere has between no time and all of its timeout left.
 */
export function deadlineOf(turn: Turn, transactionalId: string, transaction: TransactionMetadata): Deadline {
  const { deadlines } = turn.state
  const known = deadlines.get(transactionalId)
  const { startMs, timeoutMs } = transaction
  if (known?.startMs === startMs) return known
  const leftMs = Math.min(Math.max(startMs + timeoutMs - turn.now.wallMs, 0), timeoutMs)
  const deadline = { startMs, monotonicMs: turn.now.monotonicMs + leftMs }
  deadlines.set(transactionalId, deadline)
  return deadline
}
