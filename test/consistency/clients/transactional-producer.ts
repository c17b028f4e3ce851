import type { Send, Transaction } from '../checker/history.ts'
import type { Stage } from './actor.ts'
import { MortalActor } from './mortal-actor.ts'
import { type SessionOptions, type Step, TransactionalSession } from './transactional-session.ts'

const recordsMax = 4
const pauseMs = 80
/** Of 100 transactions: how many are aborted, how many their process dies in, and how many take longer than they may. */
const abortsOf100 = 20
const crashesOf100 = 3
const dawdlesOf100 = 1
const crashMs = 60

/** What the processes of one transactional id have begun, over all their lives. */
export interface Begun {
  transactions: number
  /** Batches, by partition. */
  readonly batches: Map<number, number>
}

/**
 * A process with a transactional id: it writes to several partitions in each transaction, commits most of them and aborts the
 * others. It ends without a word now and then in the middle of one, and when somebody else has its id.
 */
export class TransactionalProducer extends MortalActor {
  readonly #options: SessionOptions
  readonly #begun: Begun
  readonly #session: TransactionalSession

  constructor(stage: Stage, options: SessionOptions & { readonly name: string; readonly begun: Begun }) {
    super(stage, options.name)
    this.#options = options
    this.#begun = options.begun
    this.#session = new TransactionalSession(this, options)
  }

  protected override async live(): Promise<void> {
    let step = await this.#session.initialize()
    while (this.running && step === 'done') {
      await this.pause(pauseMs)
      if (this.running) step = await this.#transact()
    }
  }

  /** One transaction. 'done' = the next one may begin. */
  async #transact(): Promise<Step> {
    const { random } = this.stage.world
    if (random.int(100) < crashesOf100) void this.#crashSoon()
    const transaction = this.#begin()
    let step: Step = 'done'
    for (let rounds = 1 + random.int(2); rounds > 0 && step === 'done'; rounds--) {
      step = await this.#session.write(transaction, this.#draw())
    }
    if (random.int(100) < dawdlesOf100) await this.#dawdle()
    if (step === 'over') return step
    const commit = step === 'done' && random.int(100) >= abortsOf100
    return this.#session.end(transaction, { commit })
  }

  #begin(): Transaction {
    const { history, world } = this.stage
    const transaction: Transaction = {
      transactionalId: this.#options.transactionalId,
      number: this.#begun.transactions++,
      process: this.name,
      beganMs: world.clock.monotonicMs(),
      sends: [],
      outcome: 'aborted',
      commitAskedMs: undefined
    }
    history.transactions.push(transaction)
    return transaction
  }

  /** A batch for each of some partitions. */
  #draw(): Send[] {
    const { partitions, world } = this.stage
    const { random, clock } = world
    const first = random.int(partitions)
    return Array.from({ length: 1 + random.int(partitions) }, (_, turn) => {
      const partition = (first + turn) % partitions
      const number = this.#begun.batches.get(partition) ?? 0
      this.#begun.batches.set(partition, number + 1)
      const { transactionalId: producer } = this.#options
      const length = 1 + random.int(recordsMax)
      const values = Array.from({ length }, (__, at) => `${producer}/${partition}/${number}.${at}`)
      const fate = { attempts: 0, possible: 0, ack: undefined }
      return { producer, partition, number, values, idempotent: true, sentMs: clock.monotonicMs(), ...fate }
    })
  }

  async #crashSoon(): Promise<void> {
    await this.pause(crashMs)
    if (this.running) this.crash()
  }

  /** For longer than a transaction may take. */
  async #dawdle(): Promise<void> {
    const { clock } = this.stage.world
    const untilMs = clock.monotonicMs() + 1.3 * this.#options.timeoutMs
    while (this.running && clock.monotonicMs() < untilMs) await this.pause(50)
  }
}
