import type { Anomaly } from '../anomaly.ts'
import type { CommittedPoll, History, Transaction } from '../history.ts'
import { indexPartitions, isThere, type PartitionIndex } from '../partition-index.ts'
import { checkCommittedPolls } from './committed-polls.ts'
import { checkOffsets } from './offsets.ts'
import { checkOrder } from './order.ts'
import { checkAckOffset, checkPlaces } from './sends.ts'

/** The topic with transactions: what readers of committed data saw of it, and what became of each transaction as a whole. */
export function checkTransactions({
  transactions,
  committedPolls: polls,
  committedFinals: finals
}: History): Anomaly[] {
  const sends = transactions.flatMap((transaction) => transaction.sends)
  const indexes = indexPartitions({ sends, polls, ends: [], finals })
  const found = indexes.flatMap((index) => [
    ...checkOffsets(index),
    ...checkOrder(index),
    ...index.sends.flatMap((send) => checkPlaces(index, send)),
    ...checkCommittedPolls(index, polls, finals)
  ])
  const byPartition = new Map(indexes.map((index) => [index.partition, index]))
  for (const transaction of transactions) found.push(...checkEnd(transaction, byPartition))
  found.push(...checkDirtyReads(transactions, polls))
  return found.map(({ kind, message }) => ({ kind, message: `with transactions, ${message}` }))
}

/** All of it is there, or nothing; as its producer was told; and where the producer was told. */
function checkEnd(transaction: Transaction, indexes: ReadonlyMap<number, PartitionIndex>): Anomaly[] {
  const { sends, outcome } = transaction
  const what = describeTransaction(transaction)
  const found: Anomaly[] = []
  const there: string[] = []
  const missing: string[] = []
  const read: string[] = []
  for (const send of sends) {
    const index = indexes.get(send.partition)!
    const lost = send.values.filter((value) => !isThere(index, value))
    missing.push(...lost)
    there.push(...send.values.filter((value) => !lost.includes(value)))
    read.push(...send.values.filter((value) => index.places.has(value)))
    if (lost.length === 0) found.push(...checkAckOffset(index, send))
  }
  if (outcome === 'aborted' && read.length > 0) {
    found.push({ kind: 'aborted-read', message: `${what}: ${read.join(', ')} are read` })
  }
  if (outcome === 'committed' && missing.length > 0) {
    found.push({ kind: 'lost-commit', message: `${what}: ${missing.join(', ')} are nowhere at the end` })
  }
  if (there.length > 0 && missing.length > 0) {
    const message = `${what}: ${there.join(', ')} are committed at the end, ${missing.join(', ')} are not`
    found.push({ kind: 'torn-transaction', message })
  }
  return found
}

/** Nobody reads as committed what its producer has not even asked to commit. */
function checkDirtyReads(transactions: readonly Transaction[], polls: readonly CommittedPoll[]): Anomaly[] {
  const writers = new Map<string, Transaction>()
  for (const transaction of transactions) {
    for (const { values } of transaction.sends) for (const value of values) writers.set(value, transaction)
  }
  const found = new Map<Transaction, Anomaly>()
  for (const { reader, partition, records, readMs } of polls) {
    for (const { value } of records) {
      const transaction = writers.get(value)
      const askedMs = transaction?.commitAskedMs
      if (transaction === undefined || askedMs === undefined || readMs >= askedMs) continue
      const early = (askedMs - readMs).toFixed(0)
      const message = `partition ${partition}: ${reader} reads ${value} ${early} ms before the commit of ${describeTransaction(transaction)} is asked for`
      found.set(transaction, { kind: 'dirty-read', message })
    }
  }
  return [...found.values()]
}

function describeTransaction({ transactionalId, number, process, outcome, sends }: Transaction): string {
  const partitions = [...new Set(sends.map(({ partition }) => partition))].sort((left, right) => left - right)
  return `transaction ${number} of ${transactionalId} (${process}, partitions ${partitions.join(', ')}, ${outcome})`
}
