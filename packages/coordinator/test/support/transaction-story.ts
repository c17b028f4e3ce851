import { TimestampMs, unreachable } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { TransactionState as DescribedTransaction } from '@gregor/protocol/messages/describe-transactions'
import type { TransactionState as ListedTransaction } from '@gregor/protocol/messages/list-transactions'
import type { Now, RequestId } from '../../src/runtime/core.ts'
import type { NeedsProducerId, ProducerAnswer } from '../../src/transaction/answers.ts'
import type { InitInput, TransactionInput } from '../../src/transaction/inputs.ts'
import type { MarkerTask } from '../../src/transaction/marker-task.ts'
import { TransactionVersion } from '../../src/transaction/metadata.ts'
import type { TransactionNotice } from '../../src/transaction/notices.ts'
import { transactionRecordCodec } from '../../src/transaction/record-codec.ts'
import type { TransactionRecord } from '../../src/transaction/records.ts'
import type { TransactionSettings } from '../../src/transaction/settings.ts'
import type { TransactionTicket } from '../../src/transaction/tickets.ts'
import { TransactionCore } from '../../src/transaction/transaction-core.ts'
import type { TransactionEffect } from '../../src/transaction/turn.ts'
import type { Answer } from './group-story.ts'

export const MINUTE_MS = 60_000

export const transactionSettings: TransactionSettings = {
  'transaction.max.timeout.ms': 15 * MINUTE_MS,
  'transactional.id.expiration.ms': 7 * 24 * 60 * MINUTE_MS,
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 10_000,
  'transaction.remove.expired.transaction.cleanup.interval.ms': 60 * MINUTE_MS
}

/** The producer that a request comes from. */
export interface Producer {
  readonly producerId: number
  readonly producerEpoch: number
}

interface HeldAppend {
  readonly records: readonly TransactionRecord[]
  readonly ticket: TransactionTicket
  readonly start: number
  readonly end: number
}

interface SetTimer {
  readonly atMs: number
  readonly input: TransactionInput
}

/**
 * Drives a transaction core by hand: time passes by `advance`, the log commits at once unless `holdAppends` was called, and
 * markers are written when the test says so. Everything is about one transactional id, "t", unless another is named.
 */
export class TransactionStory {
  readonly core: TransactionCore
  /** Everything that the log committed. */
  readonly log: TransactionRecord[] = []
  /** Markers that were asked for, oldest first. */
  readonly markers: MarkerTask[] = []
  notices: TransactionNotice[] = []
  /** Appends without an outcome, oldest first. */
  held: HeldAppend[] = []
  producerIdsTaken = 0
  /** Of `log`, the records that are committed for certain; the others may be. */
  committedCount = 0
  private holds = false
  private nowMs = 0
  /** How far the wall clock is off. */
  wallOffsetMs: number
  private nextRequest = 1
  private readonly timers = new Map<number, SetTimer>()
  private readonly responses = new Map<number, unknown>()

  constructor(
    options: {
      readonly settings?: Partial<TransactionSettings>
      readonly log?: readonly TransactionRecord[]
      readonly epoch?: number
      readonly nowMs?: number
      readonly wallOffsetMs?: number
    } = {}
  ) {
    const { settings, log = [], epoch = 1, nowMs = 0, wallOffsetMs = 0 } = options
    this.nowMs = nowMs
    this.wallOffsetMs = wallOffsetMs
    this.core = new TransactionCore({ ...transactionSettings, ...settings }, epoch)
    for (const record of log) {
      // As a failover reads them: what the format does not hold is gone.
      const { key, value } = transactionRecordCodec.encode(record)
      this.core.replay(transactionRecordCodec.decode(key, value)!)
      this.log.push(record)
    }
    this.committedCount = this.log.length
    this.core.journal.startRecording()
    this.perform(this.core.loaded(this.now))
  }

  /** The next coordinator of this log; without `all` it never got what this one could not say to be committed. */
  failover({
    epoch = 2,
    all = true,
    wallOffsetMs = this.wallOffsetMs
  }: { readonly epoch?: number; readonly all?: boolean; readonly wallOffsetMs?: number } = {}): TransactionStory {
    const log = all ? this.log : this.log.slice(0, this.committedCount)
    return new TransactionStory({ log, epoch, nowMs: this.nowMs, wallOffsetMs })
  }

  get now(): Now {
    return { monotonicMs: this.nowMs, wallMs: TimestampMs(1_700_000_000_000 + this.nowMs + this.wallOffsetMs) }
  }

  get timerCount(): number {
    return this.timers.size
  }

  advance(durationMs: number): void {
    const endMs = this.nowMs + durationMs
    for (;;) {
      const next = [...this.timers].sort(([, left], [, right]) => left.atMs - right.atMs)[0]
      if (next === undefined || next[1].atMs > endMs) break
      this.timers.delete(next[0])
      this.nowMs = next[1].atMs
      this.handle(next[1].input)
    }
    this.nowMs = endMs
  }

  holdAppends(): void {
    this.holds = true
  }

  /** The log commits all that it was given, and from now on at once. */
  commit(): void {
    this.holds = false
    for (let append = this.held.shift(); append !== undefined; append = this.held.shift()) this.commitOne(append)
  }

  /** The log refuses all that it was given, as the runtime tells it. */
  refuse(errorCode: number = ErrorCode.NOT_ENOUGH_REPLICAS): void {
    const refused = this.held
    this.held = []
    if (refused.length > 0) this.core.journal.rollback(refused[0]!.start)
    for (const { ticket } of refused) this.perform(this.core.settle(ticket, errorCode, this.now))
  }

  /** The leader has all that it was given, but cannot say in time that the others have it. */
  timeOut(): void {
    const unknown = this.held
    this.held = []
    for (const { records, ticket } of unknown) {
      this.log.push(...records)
      this.perform(this.core.settle(ticket, ErrorCode.REQUEST_TIMED_OUT, this.now))
    }
  }

  ask<Response>(createInput: (requestId: RequestId<Response>) => TransactionInput): Answer<Response> {
    const requestId = this.nextRequest++ as RequestId<Response>
    this.handle(createInput(requestId))
    const { responses } = this
    return {
      get response() {
        return responses.get(requestId) as Response | undefined
      },
      get errorCode() {
        const response = responses.get(requestId)
        return typeof response === 'number' ? response : (response as { errorCode: number } | undefined)?.errorCode
      }
    }
  }

  handle(input: TransactionInput): void {
    this.perform(this.core.handle(input, this.now))
  }

  /** InitProducerId; a new producer id is given when the core asks for one, as the driver does. */
  init(request: Partial<Pick<InitInput, 'timeoutMs' | 'expected' | 'transactionalId'>> = {}): Answer<ProducerAnswer> {
    return this.withProducerId((requestId, freshProducerId) => ({
      type: 'init',
      requestId,
      transactionalId: 't',
      timeoutMs: MINUTE_MS,
      expected: undefined,
      ...request,
      freshProducerId
    }))
  }

  /** A producer that was just initialized. */
  producer(transactionalId = 't'): Producer {
    const { producerId, producerEpoch } = this.init({ transactionalId }).response!
    return { producerId, producerEpoch }
  }

  add(producer: Producer, partitions: Readonly<Record<string, readonly number[]>>, clientVersion = V2): Answer<number> {
    const topics = Object.entries(partitions).map(([topic, indexes]) => ({ topic, partitions: indexes }))
    return this.ask((requestId) => ({
      type: 'add-partitions',
      requestId,
      transactionalId: 't',
      ...producer,
      topics,
      clientVersion
    }))
  }

  verify(producer: Producer, topic: string, partition: number): number | undefined {
    const { response } = this.ask<(topic: string, partition: number) => number>((requestId) => ({
      type: 'verify-partitions',
      requestId,
      transactionalId: 't',
      ...producer
    }))
    return response?.(topic, partition)
  }

  /** EndTxn as a producer of transaction.version 2 sends it. */
  end(producer: Producer, outcome: 'commit' | 'abort', clientVersion: TransactionVersion = V2): Answer<ProducerAnswer> {
    return this.withProducerId((requestId, freshProducerId) => ({
      type: 'end',
      requestId,
      transactionalId: 't',
      ...producer,
      commit: outcome === 'commit',
      clientVersion,
      freshProducerId
    }))
  }

  /** All markers that were asked for are in their partitions. */
  writeMarkers(): void {
    for (const task of this.markers.splice(0)) this.handle({ type: 'markers-written', task })
  }

  describe(transactionalId = 't'): DescribedTransaction {
    return this.ask<DescribedTransaction>((requestId) => ({ type: 'describe', requestId, transactionalId })).response!
  }

  /** The committed state, or the error. */
  get state(): string {
    const { errorCode, transactionState } = this.describe()
    return errorCode === ErrorCode.NONE ? transactionState : `error ${errorCode}`
  }

  list(
    filters: {
      readonly states?: readonly string[]
      readonly producerIds?: readonly number[]
      readonly durationMs?: number
    } = {}
  ): readonly ListedTransaction[] {
    const { states = [], producerIds = [], durationMs = -1 } = filters
    return this.ask<readonly ListedTransaction[]>((requestId) => ({
      type: 'list',
      requestId,
      filters: { stateFilters: states, producerIdFilters: producerIds, durationFilter: durationMs },
      matchesId: () => true
    })).response!
  }

  private withProducerId(
    input: (
      requestId: RequestId<ProducerAnswer | NeedsProducerId>,
      freshProducerId: number | undefined
    ) => TransactionInput
  ): Answer<ProducerAnswer> {
    const first = this.ask<ProducerAnswer | NeedsProducerId>((requestId) => input(requestId, undefined))
    if (first.response !== 'needs-producer-id') return first as Answer<ProducerAnswer>
    const fresh = 1000 * this.log.length + ++this.producerIdsTaken
    return this.ask((requestId) => input(requestId as RequestId<ProducerAnswer | NeedsProducerId>, fresh))
  }

  private commitOne({ records, ticket, end }: HeldAppend): void {
    this.log.push(...records)
    this.committedCount = this.log.length
    this.core.journal.commit(end)
    this.perform(this.core.settle(ticket, ErrorCode.NONE, this.now))
  }

  private perform(effects: readonly TransactionEffect[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'respond':
          this.responses.set(effect.request, effect.response)
          break
        case 'append':
          this.append(effect.records, effect.ticket)
          break
        case 'append-end':
          throw new Error('this coordinator keeps no records of transactions')
        case 'set-timer':
          this.timers.set(effect.timer, { atMs: this.nowMs + effect.delayMs, input: effect.input })
          break
        case 'cancel-timer':
          this.timers.delete(effect.timer)
          break
        case 'notice':
          if (effect.notice.type === 'markers-due') this.markers.push(effect.notice.task)
          else this.notices.push(effect.notice)
          break
        default:
          unreachable(effect)
      }
    }
    if (!this.holds) this.commit()
  }

  private append(records: readonly TransactionRecord[], ticket: TransactionTicket): void {
    const start = this.core.journal.position
    for (const record of records) this.core.replay(record)
    this.held.push({ records, ticket, start, end: this.core.journal.position })
  }
}

const V2: TransactionVersion = TransactionVersion.v2
