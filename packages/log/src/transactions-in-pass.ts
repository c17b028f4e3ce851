import type { BatchHeader } from '@gregor/protocol'
import type { AbortedTransaction } from './types.ts'

/**
 * The transactions that a compaction pass comes by, from the start of the log on: which of their batches were aborted, and
 * which end markers still have records to speak for. All that it is asked about is decided.
 */
export class TransactionsInPass {
  /** Of each producer, ascending. */
  readonly #abortedOf = new Map<number, AbortedTransaction[]>()
  readonly #byMarker = new Map<number, AbortedTransaction>()
  /** Producers of whose transaction a batch has come by, and not the end marker yet. */
  readonly #withRecords = new Set<number>()

  constructor(aborted: readonly AbortedTransaction[]) {
    for (const transaction of aborted) {
      this.#byMarker.set(transaction.lastOffset, transaction)
      const others = this.#abortedOf.get(transaction.producerId)
      if (others === undefined) this.#abortedOf.set(transaction.producerId, [transaction])
      else others.push(transaction)
    }
  }

  /** Whether a batch of records belongs to an aborted transaction. */
  isAborted({ producerId, baseOffset }: BatchHeader): boolean {
    const transactions = this.#abortedOf.get(producerId)
    if (transactions === undefined) return false
    let low = 0
    let high = transactions.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (transactions[middle]!.lastOffset < baseOffset) low = middle + 1
      else high = middle
    }
    const next = transactions[low]
    return next !== undefined && next.firstOffset <= baseOffset
  }

  /** The transaction that a control batch aborts, if it does. */
  abortedBy({ baseOffset }: BatchHeader): AbortedTransaction | undefined {
    return this.#byMarker.get(baseOffset)
  }

  /** A batch of records of a transaction comes by. */
  sawRecords({ producerId }: BatchHeader): void {
    this.#withRecords.add(producerId)
  }

  /** An end marker comes by: tells whether records of its transaction did. */
  sawMarker({ producerId }: BatchHeader): { readonly hadRecords: boolean } {
    return { hadRecords: this.#withRecords.delete(producerId) }
  }
}
