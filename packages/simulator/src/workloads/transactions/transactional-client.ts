import { ErrorCode } from '@gregor/protocol'
import { EndTxnApi } from '@gregor/protocol/messages/end-txn'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import { Violation } from '../../types.ts'
import { type ClientProcess, CoordinatorKind } from '../client/client-process.ts'
import { CoordinatorLink } from '../client/coordinator-link.ts'
import { checkCode } from '../history/codes.ts'
import { addPartitions } from './add-partitions.ts'
import { commitOffsets, type TransactionalOffsets } from './commit-offsets.ts'
import { makeBatch, type NewValues, sendAll } from './send-batches.ts'
import { describeTransaction, type ProducerIdentity, type Transaction } from './transaction.ts'
import type { TransactionHistory } from './transaction-history.ts'
import type { TransactionLog } from './transaction-log.ts'

/**
 * 'abort': the transaction cannot be committed any more; the producer aborts it and goes on. 'fenced': another process has
 * the transactional id, or the coordinator gave this one up: the process must end.
 */
export type Step = 'done' | 'abort' | 'fenced'

export interface TransactionalClientOptions {
  readonly transactionalId: string
  readonly timeoutMs: number
  /** By `transaction.version` 2: brokers add partitions, and each end brings a new epoch (KIP-890). */
  readonly implicit: boolean
  /** After this long without success what is sent is given up, and the transaction aborted. */
  readonly deliveryTimeoutMs: number
}

/** A batch of values for one partition. */
export interface Delivery {
  readonly log: TransactionLog
  readonly values: NewValues
}

/** The transactional producer of one process, as clients have it: one transaction after the other. */
export class TransactionalClient {
  readonly process: ClientProcess
  readonly history: TransactionHistory
  readonly options: TransactionalClientOptions
  readonly coordinator: CoordinatorLink
  #identity: ProducerIdentity = { producerId: -1, producerEpoch: -1 }
  readonly #sequences = new Map<TransactionLog, number>()
  /**
   * By the old way: a request was not answered and may still be under way, or a batch is missing in its sequence. So the next
   * transaction needs a new epoch.
   */
  needsEpoch = false
  /** The clock of a broker has jumped back: it may refuse what clients write for as long as it stands. */
  clockRefuses = false

  constructor(process: ClientProcess, history: TransactionHistory, options: TransactionalClientOptions) {
    this.process = process
    this.history = history
    this.options = options
    const { transactionalId: key } = options
    this.coordinator = new CoordinatorLink(process, { kind: CoordinatorKind.transaction, key })
  }

  /** Takes the transactional id over; with `again` it keeps it, and gets a new epoch (KIP-360). */
  async initialize(again = false): Promise<Step> {
    const { transactionalId, timeoutMs: transactionTimeoutMs } = this.options
    const fencedBefore = this.history.newest(transactionalId)
    const message = { transactionalId, transactionTimeoutMs, ...(again ? this.#identity : {}) }
    for (let failures = 0; ; failures++) {
      const response = await this.coordinator.ask({ api: InitProducerIdApi, version: 5, message })
      const errorCode = response?.errorCode
      if (errorCode !== undefined) checkCode('InitTransactions', errorCode, this.process.name)
      if (response !== undefined && errorCode === ErrorCode.NONE) {
        const { producerId, producerEpoch } = response
        this.history.initialized(transactionalId, { producerId, producerEpoch }, fencedBefore)
        this.#goOn({ producerId, producerEpoch })
        this.needsEpoch = false
        return 'done'
      }
      if (errorCode === ErrorCode.PRODUCER_FENCED) {
        if (!again) throw new Violation('B24', `${this.process.name}: a producer without an epoch is fenced`)
        return 'fenced'
      }
      this.coordinator.isLost(errorCode)
      await this.process.pause(failures)
    }
  }

  begin(): Transaction {
    const { transactionalId } = this.options
    return this.history.begin({ transactionalId, process: this.process.name, identity: this.#identity })
  }

  /** Writes one batch to each partition, all at once. */
  async write(transaction: Transaction, deliveries: readonly Delivery[]): Promise<Step> {
    if (!this.options.implicit) {
      const logs = deliveries.map(({ log }) => log)
      const step = await addPartitions(this, transaction, logs)
      if (step !== 'done') return step
    }
    const batches = deliveries.map(({ log, values }) => {
      const baseSequence = this.#sequences.get(log) ?? 0
      this.#sequences.set(log, baseSequence + values.length)
      return makeBatch(this, { transaction, log, values, baseSequence })
    })
    return sendAll(this, transaction, batches)
  }

  /** Commits offsets of a group with the transaction. */
  async commitOffsets(transaction: Transaction, offsets: TransactionalOffsets): Promise<Step> {
    return commitOffsets(this, transaction, offsets)
  }

  /** Ends the transaction; asks until there is an answer. 'abort' = a commit was refused, and nothing was committed. */
  async end(transaction: Transaction, commit: boolean): Promise<Step> {
    const { implicit } = this.options
    const step = implicit || transaction.added ? await this.#askEnd(transaction, commit) : 'done'
    if (step !== 'done' || implicit || !this.needsEpoch) return step
    return this.initialize(true)
  }

  async #askEnd(transaction: Transaction, committed: boolean): Promise<Step> {
    const { transactionalId, implicit } = this.options
    const version = implicit ? 5 : 4
    const message = { transactionalId, ...transaction.identity, committed }
    if (committed) transaction.outcome = 'asked'
    for (let unclear = false, failures = 0; ; failures++) {
      const fencedBefore = this.history.newest(transactionalId)
      const response = await this.coordinator.ask({ api: EndTxnApi, version, message })
      const errorCode = response?.errorCode
      if (errorCode !== undefined) checkCode('EndTxn', errorCode, describeTransaction(transaction))
      if (response !== undefined && errorCode === ErrorCode.NONE) {
        this.history.accepted(transaction, committed ? 'the commit' : 'the abort', unclear ? undefined : fencedBefore)
        if (committed) transaction.outcome = 'committed'
        if (implicit) this.#goOn(response)
        return 'done'
      }
      const refusal = refusals.get(errorCode ?? -1)
      if (refusal !== undefined) {
        if (committed && !unclear) transaction.outcome = 'aborted'
        return refusal
      }
      this.coordinator.isLost(errorCode)
      if (errorCode === undefined) this.needsEpoch = true
      // Only this answer says that the request changed nothing.
      if (errorCode !== ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) unclear = true
      await this.process.pause(failures)
    }
  }

  /** A new epoch: sequences begin anew. */
  #goOn({ producerId, producerEpoch }: ProducerIdentity): void {
    this.#identity = { producerId, producerEpoch }
    this.#sequences.clear()
  }
}

/** What ends a transaction for certain, if nobody has ended it before. */
const refusals: ReadonlyMap<number, Step> = new Map<number, Step>([
  [ErrorCode.PRODUCER_FENCED, 'fenced'],
  // The coordinator aborted it after its timeout, with the epoch that the producer's own end would have brought.
  [ErrorCode.INVALID_TXN_STATE, 'fenced'],
  [ErrorCode.TRANSACTION_ABORTABLE, 'abort']
])
