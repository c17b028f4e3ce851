/** The states of a transaction, by the names that ListTransactions and DescribeTransactions give them. */
export const TransactionState = {
  empty: 'Empty',
  ongoing: 'Ongoing',
  prepareCommit: 'PrepareCommit',
  prepareAbort: 'PrepareAbort',
  completeCommit: 'CompleteCommit',
  completeAbort: 'CompleteAbort',
  /** Expired: its record is a tombstone, so nothing is ever in this state. */
  dead: 'Dead',
  /** Kafka's mark for an abort that fences; here that abort is one step, so nothing is ever in this state. */
  prepareEpochFence: 'PrepareEpochFence'
} as const
export type TransactionState = (typeof TransactionState)[keyof typeof TransactionState]

/** The states by the number that a record of __transaction_state holds. */
const byNumber: readonly TransactionState[] = [
  TransactionState.empty,
  TransactionState.ongoing,
  TransactionState.prepareCommit,
  TransactionState.prepareAbort,
  TransactionState.completeCommit,
  TransactionState.completeAbort,
  TransactionState.dead,
  TransactionState.prepareEpochFence
]

export const stateNumber = (state: TransactionState): number => byNumber.indexOf(state)

/** Undefined for a number that no version knows. */
export const stateOfNumber = (number: number): TransactionState | undefined => byNumber[number]

/** Undefined for a name that is no state's. */
export const stateOfName = (name: string): TransactionState | undefined => byNumber.find((state) => state === name)

/** Decided, and on its way into the partitions: from here the outcome never changes. */
export function isPrepared(state: TransactionState): boolean {
  return state === TransactionState.prepareCommit || state === TransactionState.prepareAbort
}

/** Over; the next transaction may begin. */
export function isComplete(state: TransactionState): boolean {
  return state === TransactionState.completeCommit || state === TransactionState.completeAbort
}
