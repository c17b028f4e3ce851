import { Violation, type WorkloadShape } from '../../types.ts'
import type { Send } from '../history/sends.ts'
import { describeTransaction, type ProducerIdentity, type Transaction } from './transaction.ts'
import { TransactionLog } from './transaction-log.ts'

/** What all transactional clients of a run did, and were told. */
export class TransactionHistory {
  readonly logs: readonly TransactionLog[]
  readonly transactions: Transaction[] = []
  readonly #ofSend = new Map<Send, Transaction>()
  /** By transactional id: the newest producer that InitProducerId gave out. */
  readonly #newest = new Map<string, ProducerIdentity>()

  constructor({ topics }: WorkloadShape) {
    this.logs = topics.flatMap(({ name, partitions }) =>
      Array.from({ length: partitions }, (_, index) => new TransactionLog(name, index))
    )
  }

  logsOf(topic: string): readonly TransactionLog[] {
    return this.logs.filter((log) => log.topic === topic)
  }

  begin(start: Pick<Transaction, 'transactionalId' | 'process' | 'identity'>): Transaction {
    const transaction: Transaction = {
      ...start,
      id: this.transactions.length,
      sends: [],
      copied: [],
      outcome: 'aborted',
      added: false
    }
    this.transactions.push(transaction)
    return transaction
  }

  added(transaction: Transaction, log: TransactionLog, send: Send): void {
    transaction.sends.push({ log, send })
    this.#ofSend.set(send, transaction)
  }

  transactionOf(send: Send): Transaction {
    return this.#ofSend.get(send)!
  }

  /** InitProducerId has given a transactional id this producer: an epoch that it gave before never comes again (T2). */
  initialized(transactionalId: string, identity: ProducerIdentity, fencedBefore: ProducerIdentity | undefined): void {
    if (fencedBefore !== undefined && !isOlder(fencedBefore, identity)) {
      throw new Violation('T2', `${transactionalId} gets ${describe(identity)}, after ${describe(fencedBefore)}`)
    }
    const newest = this.#newest.get(transactionalId)
    if (newest === undefined || isOlder(newest, identity)) this.#newest.set(transactionalId, identity)
  }

  /** The newest producer that is known to have been given out: whoever is older is fenced from now on. */
  newest(transactionalId: string): ProducerIdentity | undefined {
    return this.#newest.get(transactionalId)
  }

  /** T2: a request of a producer was carried out that had been fenced before it was sent. */
  accepted(transaction: Transaction, what: string, fencedBefore: ProducerIdentity | undefined): void {
    if (fencedBefore === undefined || !isOlder(transaction.identity, fencedBefore)) return
    const who = describeTransaction(transaction)
    throw new Violation('T2', `${what} of ${who} is accepted, after ${describe(fencedBefore)} had been given out`)
  }
}

const describe = ({ producerId, producerEpoch }: ProducerIdentity): string =>
  `producer ${producerId} in epoch ${producerEpoch}`

/** Epochs do not run out here, so one transactional id has one producer id. */
function isOlder(one: ProducerIdentity, other: ProducerIdentity): boolean {
  return one.producerId === other.producerId
    ? one.producerEpoch < other.producerEpoch
    : one.producerId < other.producerId
}
