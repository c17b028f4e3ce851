import { ErrorCode, buildRecordBatch } from '@gregor/protocol'
import { AddPartitionsToTxnApi } from '@gregor/protocol/messages/add-partitions-to-txn'
import { EndTxnApi } from '@gregor/protocol/messages/end-txn'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import type { Send, Transaction } from '../checker/history.ts'
import { Coordinator, CoordinatorKind } from './coordinator.ts'
import type { MortalActor } from './mortal-actor.ts'
import { type Batch, deliver } from './transactional-delivery.ts'

/**
 * What became of a step of a transaction. 'abort': it cannot be committed any more; its producer aborts it and goes on. 'over':
 * another process has the transactional id, the coordinator gave this one up, or it crashed: the process must end.
 */
export type Step = 'done' | 'abort' | 'over'

export interface SessionOptions {
  readonly transactionalId: string
  readonly timeoutMs: number
  /** By `transaction.version` 2: brokers add partitions, and each end brings a new epoch (KIP-890). Else the old way. */
  readonly implicit: boolean
}

interface Identity {
  readonly producerId: number
  readonly producerEpoch: number
}

/** What a coordinator's answer means: a step, or a code after which it is asked again; undefined = there was no answer. */
type Verdict = Step | number | undefined

/** After this long without success a batch, or a partition to add, is given up, and its transaction aborted. */
const deliveryTimeoutMs = 4000

/** Codes that say: look for the coordinator again. */
const lostCoordinator: ReadonlySet<Verdict> = new Set([
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
])

/** Refusals of EndTxn: who gets one must end; nothing was committed by this very question. */
const endRefusals: ReadonlySet<number> = new Set([
  ErrorCode.PRODUCER_FENCED,
  // The coordinator aborted it after its timeout, with the epoch that the producer's own end would have brought.
  ErrorCode.INVALID_TXN_STATE
])

/** A transactional id as one process has it: its epoch, and its transactions one after the other. */
export class TransactionalSession {
  readonly #actor: MortalActor
  readonly #options: SessionOptions
  readonly #coordinator: Coordinator
  #identity: Identity = { producerId: -1, producerEpoch: -1 }
  readonly #sequences = new Map<number, number>()
  /** By the old way: the partitions that the coordinator knows of. */
  readonly #added = new Set<number>()
  /**
   * By the old way: a request was not answered and may still be under way, or a batch is missing in its sequence. A late one
   * must not meet the next transaction, so that one needs a new epoch.
   */
  #needsEpoch = false

  constructor(actor: MortalActor, options: SessionOptions) {
    this.#actor = actor
    this.#options = options
    this.#coordinator = new Coordinator(actor, CoordinatorKind.transaction, options.transactionalId)
  }

  /** Takes the transactional id over. With `again` it keeps it, and gets a new epoch (KIP-360). */
  async initialize({ again = false }: { readonly again?: boolean } = {}): Promise<Step> {
    const { transactionalId, timeoutMs: transactionTimeoutMs } = this.#options
    const message = { transactionalId, transactionTimeoutMs, ...(again ? this.#identity : {}) }
    return this.#untilAnswered(async (node) => {
      const answer = await this.#actor.ask(node, { api: InitProducerIdApi, version: 5, message })
      if (answer === undefined) return undefined
      const { errorCode } = answer
      this.#actor.expect('InitTransactions', errorCode, transactionalId)
      if (errorCode === ErrorCode.PRODUCER_FENCED) {
        if (!again) this.#actor.stage.complain(`${this.#actor.name}: a producer without an epoch is fenced`)
        return 'over'
      }
      if (errorCode !== ErrorCode.NONE) return errorCode
      this.#goOn(answer)
      this.#needsEpoch = false
      return 'done'
    })
  }

  /** Writes batches, at most one to each partition, all at once. */
  async write(transaction: Transaction, sends: readonly Send[]): Promise<Step> {
    const { transactionalId, implicit } = this.#options
    const deadlineMs = this.#actor.stage.world.clock.monotonicMs() + deliveryTimeoutMs
    if (!implicit) {
      const step = await this.#addPartitions(sends, deadlineMs)
      if (step !== 'done') return step
    }
    transaction.sends.push(...sends)
    const batches = sends.map((send) => this.#build(send))
    const version = implicit ? 12 : 11
    const { delivered, certain } = await deliver(this.#actor, { transactionalId, version, batches, deadlineMs })
    if (!certain || !delivered) this.#needsEpoch = true
    if (this.#actor.crashed) return 'over'
    return delivered ? 'done' : 'abort'
  }

  /** Ends the transaction; asks until there is an answer. */
  async end(transaction: Transaction, { commit }: { readonly commit: boolean }): Promise<Step> {
    const { implicit } = this.#options
    const step = implicit || this.#added.size > 0 ? await this.#askEnd(transaction, commit) : 'done'
    this.#added.clear()
    if (step !== 'done' || implicit || !this.#needsEpoch) return step
    return this.initialize({ again: true })
  }

  /** AddPartitionsToTxn, for what the coordinator does not know yet. */
  async #addPartitions(sends: readonly Send[], deadlineMs: number): Promise<Step> {
    const { transactionalId } = this.#options
    const partitions = sends.map(({ partition }) => partition).filter((partition) => !this.#added.has(partition))
    if (partitions.length === 0) return 'done'
    const { producerId, producerEpoch } = this.#identity
    const message = {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name: this.#actor.stage.topic, partitions }]
    }
    const ask = async (node: number): Promise<Verdict> => {
      const answer = await this.#actor.ask(node, { api: AddPartitionsToTxnApi, version: 3, message })
      if (answer === undefined) {
        this.#needsEpoch = true
        return undefined
      }
      const codes = answer.resultsByTopicV3AndBelow.flatMap(({ resultsByPartition }) =>
        resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode)
      )
      for (const code of codes) this.#actor.expect('AddPartitionsToTxn', code, transactionalId)
      if (codes.includes(ErrorCode.PRODUCER_FENCED)) return 'over'
      const refused = codes.find((code) => code !== ErrorCode.NONE && code !== ErrorCode.OPERATION_NOT_ATTEMPTED)
      if (refused !== undefined) return refused
      for (const partition of partitions) this.#added.add(partition)
      return 'done'
    }
    return this.#untilAnswered(ask, deadlineMs)
  }

  async #askEnd(transaction: Transaction, committed: boolean): Promise<Step> {
    const { transactionalId, implicit } = this.#options
    const message = { transactionalId, ...this.#identity, committed }
    if (committed) {
      transaction.outcome = 'unknown'
      transaction.commitAskedMs = this.#actor.stage.world.clock.monotonicMs()
    }
    let certain = true
    return this.#untilAnswered(async (node) => {
      const answer = await this.#actor.ask(node, { api: EndTxnApi, version: implicit ? 5 : 4, message })
      const code = answer?.errorCode
      if (code !== undefined)
        this.#actor.expect('EndTxn', code, `${transactionalId}, ${committed ? 'commit' : 'abort'}`)
      if (answer !== undefined && code === ErrorCode.NONE) {
        if (committed) transaction.outcome = 'committed'
        if (implicit) this.#goOn(answer)
        return 'done'
      }
      if (code !== undefined && endRefusals.has(code)) {
        if (committed && certain) transaction.outcome = 'aborted'
        return 'over'
      }
      if (code === undefined) this.#needsEpoch = true
      // Only this answer says that the question changed nothing.
      if (code !== ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) certain = false
      return code
    })
  }

  /** Asks the coordinator until that leads to a step; 'abort' when the time is up. */
  async #untilAnswered(ask: (node: number) => Promise<Verdict>, deadlineMs = Infinity): Promise<Step> {
    const { clock } = this.#actor.stage.world
    for (let failures = 0; !this.#actor.crashed && clock.monotonicMs() < deadlineMs; failures++) {
      const node = await this.#coordinator.find()
      const verdict = node === undefined ? undefined : await ask(node)
      if (typeof verdict === 'string') return verdict
      if (verdict === undefined || lostCoordinator.has(verdict)) this.#coordinator.forget()
      await this.#actor.backOff(failures)
    }
    return this.#actor.crashed ? 'over' : 'abort'
  }

  #build(send: Send): Batch {
    const { partition, values } = send
    const baseSequence = this.#sequences.get(partition) ?? 0
    this.#sequences.set(partition, baseSequence + values.length)
    const { random } = this.#actor.stage.world
    const records = values.map((value) => ({
      key: Buffer.alloc(random.int(400), 'k'),
      value: Buffer.from(value),
      timestamp: Date.now()
    }))
    return { send, bytes: buildRecordBatch({ records, ...this.#identity, baseSequence, transactional: true }) }
  }

  /** A new epoch: sequences begin anew. */
  #goOn({ producerId, producerEpoch }: Identity): void {
    this.#identity = { producerId, producerEpoch }
    this.#sequences.clear()
  }
}
