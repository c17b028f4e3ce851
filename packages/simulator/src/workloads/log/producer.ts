import { buildRecordBatch, ErrorCode } from '@gregor/protocol'
import {
  ProduceApi,
  type PartitionProduceDataInput,
  type PartitionProduceResponse,
  type ProduceResponse,
  type TopicProduceDataInput
} from '@gregor/protocol/messages/produce'
import { Violation, type ClientWorld } from '../../types.ts'
import { Client } from '../client/client.ts'
import { checkCode } from '../history/codes.ts'
import type { LogHistory } from '../history/log-history.ts'
import { describeSend, type SendKind } from '../history/sends.ts'
import { IN_FLIGHT_MAX, newBatchQueue, settle, type BatchQueue, type QueuedBatch } from './batch-queue.ts'
import { askIdentity, type Identity } from './producer-identity.ts'

export interface ProducerOptions {
  readonly name: string
  readonly kind: SendKind
  readonly topics: readonly string[]
  /** Mean time between two batches. */
  readonly intervalMs: number
  readonly deliveryTimeoutMs: number
  readonly valueBytesMin: number
}

/** A batch in a request. */
interface Passenger {
  readonly queue: BatchQueue
  readonly batch: QueuedBatch
}

/** One in so many new epochs is a new producer id in place of it, as after a restart of the producer. */
const NEW_ID_ONE_IN = 3
const RECORDS_MAX = 5
const BROKER_TIMEOUT_MS = 1500

/**
 * A producer as clients have it: batches per partition in order, several in flight, each resent as it is until it is
 * acknowledged or its time is over. An idempotent producer that gives a batch up lets all others end, and goes on in a new
 * epoch, or with a new id: it cannot know which sequence the leader expects.
 */
export class Producer {
  readonly client: Client
  readonly #world: ClientWorld
  readonly #history: LogHistory
  readonly #options: ProducerOptions
  readonly #queues: readonly BatchQueue[]
  readonly #version: number
  #running = false
  /** Without one, an idempotent producer sends nothing. */
  #identity: Identity | undefined
  #askingIdentity = false
  /** A batch was given up: nothing new until all others are settled. */
  #draining = false
  readonly counts = {
    batches: 0,
    requests: 0,
    acknowledged: 0,
    records: 0,
    retries: 0,
    givenUp: 0,
    refusals: 0,
    epochs: 0
  }

  constructor(world: ClientWorld, history: LogHistory, options: ProducerOptions) {
    this.#world = world
    this.#history = history
    this.#options = options
    this.client = new Client(world, { name: options.name, topics: options.topics })
    this.#queues = history.partitions.map(newBatchQueue)
    this.#version = 9 + world.random.int(5)
  }

  get idle(): boolean {
    return !this.#running && !this.#askingIdentity && this.#queues.every(({ batches }) => batches.length === 0)
  }

  start(): void {
    this.#running = true
    this.client.refresh(() => {
      if (this.#options.kind === 'idempotent') this.#renewIdentity()
      this.#tick()
    })
  }

  stop(): void {
    this.#running = false
  }

  #tick(): void {
    if (!this.#running) return
    const { random, scheduler } = this.#world
    const queues = Array.from({ length: 1 + random.int(2) }, () => this.#queues[random.int(this.#queues.length)]!)
    for (const queue of queues) if (this.#mayMake(queue)) this.#make(queue)
    for (const queue of queues) this.#pump(queue)
    scheduler.after(1 + random.int(3 * this.#options.intervalMs), () => this.#tick())
  }

  #mayMake(queue: BatchQueue): boolean {
    if (queue.batches.length >= IN_FLIGHT_MAX) return false
    if (this.#options.kind !== 'idempotent') return true
    // A leader knows the last five batches: none may be further ahead of one that is still to be answered.
    const oldest = queue.batches[0]?.send.number ?? queue.made
    return this.#identity !== undefined && !this.#draining && queue.made - oldest < IN_FLIGHT_MAX
  }

  #make(queue: BatchQueue): void {
    const { name, kind, deliveryTimeoutMs, valueBytesMin } = this.#options
    const { clock, random } = this.#world
    const recordCount = 1 + random.int(RECORDS_MAX)
    const number = queue.made++
    const timestamp = Math.max(0, Math.floor(clock.wallMs()))
    const records = Array.from({ length: recordCount }, (_, index) => ({
      key: null,
      value: Buffer.from(`${name} ${queue.history.name} ${number}.${index}`.padEnd(valueBytesMin)),
      timestamp
    }))
    const baseSequence = kind === 'idempotent' ? queue.nextSequence : undefined
    const bytes = buildRecordBatch({
      records,
      ...this.#identity,
      ...(baseSequence === undefined ? {} : { baseSequence })
    })
    queue.nextSequence += recordCount
    const send = queue.history.begin({ producer: name, number, kind, bytes, recordCount })
    queue.batches.push({
      send,
      giveUpAtMs: clock.monotonicMs() + deliveryTimeoutMs,
      inFlight: false,
      sentTo: -1,
      over: false
    })
    this.counts.batches++
  }

  /** Sends what waits, in order. */
  #pump(queue: BatchQueue): void {
    if (queue.pausing) return
    for (const batch of queue.batches) {
      if (batch.inFlight) continue
      const leader = this.#leaderOf(queue)
      if (!this.#maySend(queue, batch, leader)) return
      if (leader < 0) return this.#pause(queue)
      this.#send(leader, [{ queue, batch }, ...this.#companions(queue, leader)])
    }
  }

  /**
   * An idempotent producer resends one batch at a time, the first in line, and waits for what is under way to another leader:
   * a later batch must not overtake that one.
   */
  #maySend(queue: BatchQueue, batch: QueuedBatch, leader: number): boolean {
    if (this.#options.kind !== 'idempotent') return true
    if (queue.batches.some((other) => other.inFlight && other.sentTo !== leader)) return false
    return batch.send.attempts === 0 || queue.batches[0] === batch
  }

  #leaderOf({ history }: BatchQueue): number {
    return this.client.view.leadership(history.topic, history.index)?.leaderId ?? -1
  }

  /** What waits for other partitions of the same leader may go along. */
  #companions(queue: BatchQueue, leader: number): Passenger[] {
    return this.#queues.flatMap((other) => {
      if (other === queue || other.pausing || this.#leaderOf(other) !== leader) return []
      const batch = other.batches.find(({ inFlight }) => !inFlight)
      return batch === undefined || !this.#maySend(other, batch, leader) ? [] : [{ queue: other, batch }]
    })
  }

  #send(leader: number, passengers: readonly Passenger[]): void {
    const firsts = passengers.map(({ queue, batch }) => queue.batches[0] === batch)
    for (const { queue, batch } of passengers) {
      if (batch.send.attempts > 0) this.counts.retries++
      queue.history.attempt(batch.send)
      batch.inFlight = true
      batch.sentTo = leader
    }
    const topicData = this.#byTopic(passengers)
    const message = { acks: this.#options.kind === 'one' ? 1 : -1, timeoutMs: BROKER_TIMEOUT_MS, topicData }
    this.counts.requests++
    this.client.request(leader, { api: ProduceApi, version: this.#version, message }, (response) => {
      for (const [at, { queue, batch }] of passengers.entries()) {
        if (batch.over) continue
        batch.inFlight = false
        const answer = response === undefined ? undefined : this.#answerOf(queue, response)
        if (answer === undefined) this.#retry(queue)
        else this.#receive(queue, batch, { answer, first: firsts[at]! })
      }
    })
  }

  #byTopic(passengers: readonly Passenger[]): TopicProduceDataInput[] {
    const topics = new Map<string, PartitionProduceDataInput[]>()
    for (const { queue, batch } of passengers) {
      const { topic, index } = queue.history
      const partitions = topics.get(topic) ?? []
      topics.set(topic, partitions)
      partitions.push({ index, records: batch.send.bytes })
    }
    return Array.from(topics, ([name, partitionData]) => {
      return { name, topicId: this.client.view.topicId(name), partitionData }
    })
  }

  #answerOf({ history }: BatchQueue, { responses }: ProduceResponse): PartitionProduceResponse {
    const { view, name } = this.client
    const topic = responses.find((one) => view.topicName({ topic: one.name, topicId: one.topicId }) === history.topic)
    const answer = topic?.partitionResponses.find(({ index }) => index === history.index)
    if (answer !== undefined) return answer
    throw new Violation('B24', `${name}: Produce of ${history.name} is not answered in the response`)
  }

  #receive(
    queue: BatchQueue,
    batch: QueuedBatch,
    { answer, first }: { readonly answer: PartitionProduceResponse; readonly first: boolean }
  ): void {
    const { errorCode, baseOffset, currentLeader } = answer
    const { send } = batch
    const { topic, index, name } = queue.history
    checkCode('Produce', errorCode, name)
    if (errorCode === ErrorCode.NONE) {
      queue.failures = 0
      queue.ackedMax = Math.max(queue.ackedMax, send.number)
      settle(queue, batch)
      this.counts.acknowledged++
      this.counts.records += send.recordCount
      queue.history.acknowledged(send, baseOffset)
      return this.#settled(queue)
    }
    const outOfOrder = errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER
    if (outOfOrder) this.#checkOutOfOrder(queue, batch, first)
    this.counts.refusals++
    queue.history.failed(send, errorCode)
    if (outOfOrder && isOvertaken(queue, batch)) this.#giveUp(queue, batch)
    if (currentLeader.leaderId >= 0) this.client.view.hint(topic, index, currentLeader)
    if (errorCode === ErrorCode.INVALID_TIMESTAMP) this.#giveUp(queue, batch)
    this.#retry(queue)
  }

  /**
   * B23: while the batches before it are under way a batch may come too early. The first of all cannot, unless a leader that
   * had restarted took the next one for the producer's first, as Kafka does too (KIP-360).
   */
  #checkOutOfOrder(queue: BatchQueue, batch: QueuedBatch, first: boolean): void {
    const { history } = queue
    const { send } = batch
    const what = `${history.name}: ${describeSend(send)} is out of order`
    if (this.#options.kind !== 'idempotent') throw new Violation('B24', `${what}, and has no sequence`)
    if (first && !isOvertaken(queue, batch))
      throw new Violation('T1', `${what}, though all batches before it had been acknowledged`)
  }

  #retry(queue: BatchQueue): void {
    this.#giveUpLate(queue)
    if (queue.batches.length > 0) this.#pause(queue)
  }

  #pause(queue: BatchQueue): void {
    if (queue.pausing) return
    queue.pausing = true
    const goOn = (): void => {
      queue.pausing = false
      this.#giveUpLate(queue)
      this.#pump(queue)
    }
    this.client.backOff(goOn, queue.failures++)
  }

  #giveUpLate(queue: BatchQueue): void {
    const nowMs = this.#world.clock.monotonicMs()
    const late = queue.batches.find(({ inFlight, giveUpAtMs }) => !inFlight && giveUpAtMs <= nowMs)
    if (late !== undefined) this.#giveUp(queue, late)
  }

  /** Nobody knows whether the batch is in the log. Those behind it of an idempotent producer cannot be, without it. */
  #giveUp(queue: BatchQueue, batch: QueuedBatch): void {
    const idempotent = this.#options.kind === 'idempotent'
    for (const lost of idempotent ? [...queue.batches] : [batch]) {
      settle(queue, lost)
      this.counts.givenUp++
    }
    if (idempotent) this.#draining = true
    this.#settled(queue)
  }

  #settled(queue: BatchQueue): void {
    this.#pump(queue)
    if (!this.#draining || this.#queues.some(({ batches }) => batches.length > 0)) return
    this.#draining = false
    if (this.#world.random.int(NEW_ID_ONE_IN) === 0) this.#renewIdentity()
    else if (this.#identity !== undefined) {
      const { producerId, producerEpoch } = this.#identity
      this.#begin({ producerId, producerEpoch: producerEpoch + 1 })
    }
  }

  #renewIdentity(): void {
    this.#identity = undefined
    this.#askingIdentity = true
    askIdentity({ client: this.client, history: this.#history }, (identity) => {
      this.#askingIdentity = false
      this.#begin(identity)
    })
  }

  #begin(identity: Identity): void {
    this.#identity = identity
    for (const queue of this.#queues) queue.nextSequence = 0
    this.counts.epochs++
  }
}

/** A later batch was acknowledged before it. */
const isOvertaken = (queue: BatchQueue, { send }: QueuedBatch): boolean => queue.ackedMax > send.number
