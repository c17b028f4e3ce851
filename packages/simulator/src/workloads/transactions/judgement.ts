import { Violation } from '../../types.ts'
import { describeSend } from '../history/sends.ts'
import type { CommittedView } from './committed-reader.ts'
import { describeTransaction, type Transaction } from './transaction.ts'
import type { TransactionHistory } from './transaction-history.ts'
import type { ServedItem, TransactionLog } from './transaction-log.ts'

/** What became of the transactions in one partition. */
export interface LogVerdict {
  /** Base offsets of the batches that count. */
  readonly committed: ReadonlySet<number>
  readonly ended: ReadonlyMap<Transaction, boolean>
}

interface Open {
  readonly transaction: Transaction
  readonly offsets: number[]
}

/**
 * Goes through all of a partition as it is in the end. T1: sequences have no gaps; T2: epochs never go back; T5: what is between
 * two markers is of one transaction, and nothing of it comes later; T7: every transaction has ended.
 */
export function judgeLog(history: TransactionHistory, log: TransactionLog, items: readonly ServedItem[]): LogVerdict {
  const open = new Map<number, Open>()
  const producers = new Map<number, { readonly epoch: number; readonly next: number }>()
  const committed = new Set<number>()
  const ended = new Map<Transaction, boolean>()
  for (const item of items) {
    const { baseOffset, producerId, producerEpoch, baseSequence, count } = item.header
    const where = `${log.name} at offset ${baseOffset}`
    const before = producers.get(producerId)
    if (before !== undefined && before.epoch > producerEpoch) {
      throw new Violation('T2', `${where}: epoch ${producerEpoch} of producer ${producerId} after ${before.epoch}`)
    }
    const running = open.get(producerId)
    const next = before?.epoch === producerEpoch ? before.next : 0
    if (item.type === 'marker') {
      producers.set(producerId, { epoch: producerEpoch, next })
      if (running === undefined) continue
      open.delete(producerId)
      ended.set(running.transaction, item.commits)
      if (item.commits) for (const offset of running.offsets) committed.add(offset)
      continue
    }
    const transaction = history.transactionOf(item.send)
    const what = `${where}, ${describeSend(item.send)} of ${describeTransaction(transaction)}`
    if (baseSequence !== next) throw new Violation('T1', `${what}: sequence ${baseSequence}, not ${next}`)
    producers.set(producerId, { epoch: producerEpoch, next: baseSequence + count })
    if (ended.has(transaction)) throw new Violation('T5', `${what} comes after the end of its transaction`)
    if (running === undefined) open.set(producerId, { transaction, offsets: [baseOffset] })
    else if (running.transaction === transaction) running.offsets.push(baseOffset)
    else throw new Violation('T5', `${what} is within ${describeTransaction(running.transaction)}`)
  }
  for (const { transaction } of open.values()) {
    throw new Violation('T7', `${log.name}: ${describeTransaction(transaction)} has not ended`)
  }
  return { committed, ended }
}

/** T4: a transaction ended in one way in all its partitions, as its producer was told; P3: nothing acknowledged is gone. */
export function judgeTransactions(
  history: TransactionHistory,
  verdicts: ReadonlyMap<TransactionLog, LogVerdict>
): ReadonlySet<Transaction> {
  const committed = new Set<Transaction>()
  for (const transaction of history.transactions) {
    const { sends, outcome } = transaction
    const who = describeTransaction(transaction)
    const ends = new Map<TransactionLog, boolean>()
    for (const { log } of sends) {
      const end = verdicts.get(log)?.ended.get(transaction)
      if (end !== undefined) ends.set(log, end)
    }
    for (const { log, send } of sends) {
      if (send.ackedAt !== undefined && send.places.length === 0) {
        throw new Violation('P3', `${log.name} is without ${describeSend(send)} of ${who}`)
      }
    }
    const isCommitted = [...ends.values()].includes(true)
    if (isCommitted && [...ends.values()].includes(false)) {
      const list = Array.from(ends, ([log, commits]) => `${commits ? 'committed' : 'aborted'} in ${log.name}`)
      throw new Violation('T4', `${who} is ${list.join(', ')}`)
    }
    if (outcome === 'aborted' && isCommitted) throw new Violation('T4', `${who} is committed`)
    if (outcome === 'committed' && !isCommitted) throw new Violation('T4', `${who} is not committed in the end`)
    if (isCommitted) committed.add(transaction)
  }
  return committed
}

/** T6: readers took what is committed, and passed over nothing of it. */
export function judgeView(log: TransactionLog, view: CommittedView, { committed }: LogVerdict): void {
  for (const offset of view.taken) {
    if (!committed.has(offset)) throw new Violation('T6', `${log.name}: offset ${offset} was read, and is aborted`)
  }
  for (const offset of view.passedOver) {
    if (committed.has(offset)) {
      throw new Violation('T6', `${log.name}: readers were told that offset ${offset} is aborted, and it is committed`)
    }
  }
}

/** T8: the copies that count are of each committed record below the committed offset, once, and of no other. */
export function judgeCopy(
  input: TransactionLog,
  options: {
    readonly committedInput: ReadonlySet<number>
    readonly committedTransactions: ReadonlySet<Transaction>
    readonly committedOffset: number
  }
): void {
  const { committedInput, committedTransactions, committedOffset } = options
  const copied = new Map<number, Transaction>()
  for (const transaction of committedTransactions) {
    for (const { partition, offsets } of transaction.copied) {
      if (partition !== input.name) continue
      for (const offset of offsets) {
        const other = copied.get(offset)
        const who = describeTransaction(transaction)
        const what = `${input.name}: offset ${offset} is copied by ${who}`
        if (other !== undefined) throw new Violation('T8', `${what} and by ${describeTransaction(other)}`)
        if (offset >= committedOffset) throw new Violation('T8', `${what}, beyond the committed ${committedOffset}`)
        copied.set(offset, transaction)
      }
    }
  }
  for (const base of committedInput) {
    const send = input.served(base)
    if (send === undefined) continue
    for (let offset = base; offset <= send.header.lastOffset && offset < committedOffset; offset++) {
      if (copied.has(offset)) continue
      throw new Violation('T8', `${input.name}: offset ${offset} is not copied, and ${committedOffset} is committed`)
    }
  }
}
