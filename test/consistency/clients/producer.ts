import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode, buildRecordBatch } from '@gregor/protocol'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import type { Send } from '../checker/history.ts'
import type { Stage } from './actor.ts'
import { MortalActor } from './mortal-actor.ts'

/** Batches of one producer for one partition that may be under way at a time; a leader remembers as many. */
const inFlightMax = 5
const recordsMax = 5
const pauseMs = 120
const brokerTimeoutMs = 1500
/** One in so many bursts is the last one of its producer. */
const restartOneIn = 150
/** One in so many refusals makes a plain producer give its batch up. */
const giveUpOneIn = 3

/** Codes that say for certain that this attempt appended nothing. */
const refusals: ReadonlySet<number> = new Set([
  ErrorCode.NOT_ENOUGH_REPLICAS,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.UNKNOWN_TOPIC_ID,
  ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER
])

/** A batch with the bytes that all its attempts send. */
interface Batch {
  readonly send: Send
  readonly bytes: Buffer
}

interface Identity {
  readonly producerId: number
  readonly producerEpoch: number
}

/**
 * A producer with acks=all that writes to all partitions, and resends each batch until it is acknowledged. An idempotent one
 * has up to five batches of a partition under way; a plain one has one, and may give up what was refused for certain.
 * Now and then it ends without a word, whatever is under way.
 */
export class Producer extends MortalActor {
  readonly #idempotent: boolean

  constructor(stage: Stage, options: { readonly name: string; readonly idempotent: boolean }) {
    super(stage, options.name)
    this.#idempotent = options.idempotent
  }

  protected override async live(): Promise<void> {
    const identity = this.#idempotent ? await this.#identify() : undefined
    const { partitions } = this.stage
    await Promise.all(Array.from({ length: partitions }, (_, partition) => this.#write(partition, identity)))
  }

  async #identify(): Promise<Identity | undefined> {
    const message = { transactionalId: null, transactionTimeoutMs: 60_000 }
    for (let failures = 0; this.running; failures++) {
      const answer = await this.ask(this.client.anyBroker(), { api: InitProducerIdApi, version: 5, message })
      if (answer !== undefined) this.expect('InitProducerId', answer.errorCode, 'a producer id')
      if (answer?.errorCode === ErrorCode.NONE) return answer
      await this.backOff(failures)
    }
    return undefined
  }

  async #write(partition: number, identity: Identity | undefined): Promise<void> {
    const { random } = this.stage.world
    const made = { batches: 0, sequence: 0 }
    while (this.running) {
      // A leader that has never heard of a producer takes any batch for its first: that one goes alone.
      const count = this.#idempotent && made.batches > 0 ? 1 + random.int(inFlightMax) : 1
      await this.#deliver(
        partition,
        Array.from({ length: count }, () => this.#make(partition, made, identity))
      )
      if (this.running && random.int(restartOneIn * this.stage.partitions) === 0) return this.crash()
      await this.pause(pauseMs * count)
    }
  }

  #make(partition: number, made: { batches: number; sequence: number }, identity: Identity | undefined): Batch {
    const { world, history } = this.stage
    const number = made.batches++
    const length = 1 + world.random.int(recordsMax)
    const values = Array.from({ length }, (_, at) => `${this.name}/${partition}/${number}.${at}`)
    const records = values.map((value) => ({
      key: Buffer.alloc(world.random.int(400), 'k'),
      value: Buffer.from(value),
      timestamp: Date.now()
    }))
    const sequence = identity === undefined ? {} : { ...identity, baseSequence: made.sequence }
    made.sequence += length
    const send: Send = {
      producer: this.name,
      partition,
      number,
      values,
      idempotent: this.#idempotent,
      sentMs: world.clock.monotonicMs(),
      attempts: 0,
      possible: 0,
      ack: undefined
    }
    history.sends.push(send)
    return { send, bytes: buildRecordBatch({ records, ...sequence }) }
  }

  /** Sends the batches, in order and together, until all are acknowledged. */
  async #deliver(partition: number, batches: readonly Batch[]): Promise<void> {
    let open = batches
    for (let failures = 0; open.length > 0 && !this.crashed; failures++) {
      const leader = this.leaderOf(partition)
      if (leader !== undefined) {
        const settled = await Promise.all(open.map((batch, at) => this.#try(leader.leaderId, batch, at === 0)))
        if (settled.includes(true)) failures = 0
        open = open.filter((_, at) => !settled[at])
      }
      if (open.length > 0 && !this.crashed) await this.backOff(failures)
    }
  }

  /** One attempt; tells whether the batch is settled. */
  async #try(leaderId: number, { send, bytes }: Batch, first: boolean): Promise<boolean> {
    const { topic, world, complain } = this.stage
    const { partition } = send
    const partitionData = [{ index: partition, records: bytes }]
    const message = {
      acks: -1,
      timeoutMs: brokerTimeoutMs,
      topicData: [{ name: topic, topicId: ZERO_TOPIC_ID, partitionData }]
    }
    send.attempts++
    send.possible++
    const response = await this.ask(leaderId, { api: ProduceApi, version: 11, message })
    if (response === undefined) return false
    const answer = response.responses[0]?.partitionResponses[0]
    const what = `batch ${send.number} for partition ${partition}`
    if (answer === undefined) {
      complain(`${this.name}, ${what}: Produce is answered without its partition`)
      return false
    }
    const { errorCode, baseOffset, currentLeader } = answer
    this.expect('Produce', errorCode, what)
    if (errorCode === ErrorCode.NONE) {
      if (baseOffset < 0) complain(`${this.name}, ${what}: acknowledged at offset ${baseOffset}`)
      send.ack = { offset: baseOffset, ms: world.clock.monotonicMs() }
      return true
    }
    if (errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER && (first || !this.#idempotent)) {
      complain(`${this.name}, ${what}: out of order, though all before it had been acknowledged`)
      this.crash()
    }
    if (refusals.has(errorCode)) send.possible--
    if (currentLeader.leaderId >= 0) this.client.view.hint(topic, partition, currentLeader)
    return !this.#idempotent && send.possible === 0 && world.random.int(giveUpOneIn) === 0
  }
}
