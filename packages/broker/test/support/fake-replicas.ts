import { LeaderEpoch, Offset, ProducerEpoch, ProducerId, TimestampMs, type Scheduler } from '@gregor/base'
import {
  attributesOf,
  ErrorCode,
  isControl,
  isTransactional,
  lastOffsetDeltaOf,
  producerEpochOf,
  producerIdOf,
  setBaseOffset
} from '@gregor/protocol'
import type {
  AppendEntry,
  AppendOutcome,
  AppendRequest,
  FetchEntry,
  FetchOutcome,
  FetchRequest,
  LeaderHint,
  ListOffsetEntry,
  ListOffsetOutcome,
  Replicas
} from '@gregor/replication'

interface FakeLog {
  readonly batches: { readonly baseOffset: number; readonly bytes: Buffer }[]
  endOffset: number
}

interface WaitingFetch {
  readonly request: FetchRequest
  readonly done: (outcomes: readonly FetchOutcome[]) => void
}

/** Logs in memory, of partitions that this broker leads unless a test says otherwise. */
export class FakeReplicas implements Replicas {
  private readonly scheduler: Scheduler | undefined
  private readonly logs = new Map<string, FakeLog>()
  readonly refusals = new Map<string, { readonly errorCode: number; readonly leaderHint?: LeaderHint }>()
  readonly appends: AppendRequest[] = []
  private readonly openTransactions = new Map<string, number>()
  readonly fetches: FetchRequest[] = []
  readonly listed: ListOffsetEntry[] = []
  /** Appends are answered by hand when this is set. */
  held: (() => void)[] | undefined
  readonly waiting = new Set<WaitingFetch>()
  /** What readers of what is committed are told. */
  aborted: FetchOutcome['aborted']

  /** With a scheduler, fetches end their wait by themselves. */
  constructor(scheduler?: Scheduler) {
    this.scheduler = scheduler
  }

  append(request: AppendRequest, done: (outcomes: readonly AppendOutcome[]) => void): void {
    this.appends.push(request)
    const outcomes = request.entries.map((entry) => this.appendOne(entry))
    const answer = (): void => done(outcomes)
    if (this.held === undefined) setImmediate(answer)
    else this.held.push(answer)
    for (const waiting of this.waiting) this.tryFetch(waiting)
  }

  fetch(request: FetchRequest, done: (outcomes: readonly FetchOutcome[]) => void): () => void {
    this.fetches.push(request)
    const waiting = { request, done }
    this.waiting.add(waiting)
    this.tryFetch(waiting)
    if (this.waiting.has(waiting)) this.scheduler?.after(request.maxWaitMs, () => this.answer(waiting))
    return () => this.waiting.delete(waiting)
  }

  /** Ends the wait of every fetch, as its maxWaitMs would. */
  expireFetches(): void {
    for (const waiting of this.waiting) this.answer(waiting)
  }

  listOffset(entry: ListOffsetEntry): Promise<ListOffsetOutcome> {
    this.listed.push(entry)
    const log = this.logOf(entry)
    const offset = entry.timestamp === -2 ? 0 : log.endOffset
    return Promise.resolve({
      errorCode: 0,
      offset: Offset(offset),
      timestampMs: TimestampMs(-1),
      leaderEpoch: LeaderEpoch(5)
    })
  }

  endOffsetForEpoch: Replicas['endOffsetForEpoch'] = (topicId, partition, { leaderEpoch }) => ({
    errorCode: 0,
    leaderEpoch,
    endOffset: Offset(this.logOf({ topicId, partition }).endOffset)
  })

  activeProducers: Replicas['activeProducers'] = () => ({
    errorCode: 0,
    producers: [
      {
        producerId: ProducerId(4000),
        producerEpoch: ProducerEpoch(0),
        lastSequence: 41,
        lastTimestampMs: TimestampMs(1_700_000_000_000),
        coordinatorEpoch: -1,
        currentTransactionStartOffset: Offset(-1)
      }
    ]
  })

  /** A transaction is open from a producer's first transactional batch until a marker. */
  transactionOf: Replicas['transactionOf'] = (topicId, partition, { producerId, producerEpoch }) => {
    const refusal = this.refusals.get(`${topicId}-${partition}`)
    const open = this.openTransactions.get(`${topicId}-${partition} ${producerId}`) === producerEpoch
    return { errorCode: refusal?.errorCode ?? 0, open, guard: Offset(-1) }
  }

  scan(): Promise<void> {
    return Promise.resolve()
  }

  onLeadership(): void {}

  private logOf({ topicId, partition }: { topicId: string; partition: number }): FakeLog {
    const key = `${topicId}-${partition}`
    let log = this.logs.get(key)
    if (log === undefined) {
      log = { batches: [], endOffset: 0 }
      this.logs.set(key, log)
    }
    return log
  }

  private appendOne(entry: AppendEntry): AppendOutcome {
    const refusal = this.refusals.get(`${entry.topicId}-${entry.partition}`)
    if (refusal !== undefined) return { ...failedAppend, leaderHint: undefined, ...refusal }
    const log = this.logOf(entry)
    const baseOffset = log.endOffset
    const attributes = attributesOf(entry.records)
    const transaction = `${entry.topicId}-${entry.partition} ${producerIdOf(entry.records)}`
    if (isControl(attributes)) this.openTransactions.delete(transaction)
    else if (isTransactional(attributes)) this.openTransactions.set(transaction, producerEpochOf(entry.records))
    setBaseOffset(entry.records, 0, baseOffset)
    log.endOffset += lastOffsetDeltaOf(entry.records) + 1
    log.batches.push({ baseOffset, bytes: entry.records })
    return {
      errorCode: 0,
      errorMessage: undefined,
      baseOffset: Offset(baseOffset),
      lastOffset: Offset(log.endOffset - 1),
      logAppendTimeMs: TimestampMs(-1),
      logStartOffset: Offset(0),
      leaderHint: undefined
    }
  }

  private tryFetch(waiting: WaitingFetch): void {
    const outcomes = waiting.request.entries.map((entry) => this.readOne(entry))
    const bytes = outcomes.reduce((sum, { records }) => sum + records.length, 0)
    const failed = outcomes.some(({ errorCode }) => errorCode !== 0)
    if (failed || waiting.request.maxWaitMs <= 0 || bytes >= waiting.request.minBytes) this.answer(waiting)
  }

  private answer(waiting: WaitingFetch): void {
    if (this.waiting.delete(waiting)) waiting.done(waiting.request.entries.map((entry) => this.readOne(entry)))
  }

  private readOne(entry: FetchEntry): FetchOutcome {
    const refusal = this.refusals.get(`${entry.topicId}-${entry.partition}`)
    const log = this.logOf(entry)
    const outOfRange = entry.fetchOffset > log.endOffset
    const errorCode = refusal?.errorCode ?? (outOfRange ? ErrorCode.OFFSET_OUT_OF_RANGE : 0)
    const wanted = errorCode === 0 ? log.batches.filter(({ baseOffset }) => baseOffset >= entry.fetchOffset) : []
    return {
      errorCode,
      highWatermark: Offset(errorCode === 0 ? log.endOffset : -1),
      lastStableOffset: Offset(errorCode === 0 ? log.endOffset : -1),
      logStartOffset: Offset(errorCode === 0 ? 0 : -1),
      records: Buffer.concat(wanted.map(({ bytes }) => bytes)),
      aborted: this.aborted,
      divergingEpoch: undefined,
      leaderHint: refusal?.leaderHint
    }
  }
}

const failedAppend = {
  errorMessage: undefined,
  baseOffset: Offset(-1),
  lastOffset: Offset(-1),
  logAppendTimeMs: TimestampMs(-1),
  logStartOffset: Offset(-1)
} as const
